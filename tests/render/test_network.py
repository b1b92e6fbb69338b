"""The names that partials see of network and load balancer, by where these come from."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config.schema import fill_defaults
from pipeline.render.load_balancer import listener, load_balancer, requests_of, target_group
from pipeline.render.network import network
from tests.rendered import SCHEMA, SMALLEST, merged

Data = dict[str, Any]
LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/0123/4567"
EXISTING = {"vpc_id": "vpc-1", "public_subnets": ["p-1", "p-2"], "private_subnets": ["s-1"]}


def derived(change: Data) -> Data:
    values = fill_defaults(SCHEMA, merged(SMALLEST, change))
    found: Data = {}
    for derive in (network, target_group, listener, load_balancer, requests_of):
        found |= derive(values)
    return found


def imported(name: Any) -> Data:
    return {"Fn::ImportValue": name}


def create(**settings: Any) -> Data:
    return {"network": {"vpc": "create", **settings}}


@pytest.mark.parametrize(
    ("change", "vpc", "public", "private"),
    [
        (
            {"network": {"parent_vpc_stack": "net", "zones": 2}},
            imported("net-VPC"),
            [imported("net-SubnetAPublic"), imported("net-SubnetBPublic")],
            [imported("net-SubnetAPrivate"), imported("net-SubnetBPrivate")],
        ),
        (
            {"network": {"zones": 2}},
            imported({"Fn::Sub": "${ParentVPCStack}-VPC"}),
            [imported({"Fn::Sub": f"${{ParentVPCStack}}-Subnet{zone}Public"}) for zone in "AB"],
            [imported({"Fn::Sub": f"${{ParentVPCStack}}-Subnet{zone}Private"}) for zone in "AB"],
        ),
        (
            create(zones=3),
            {"Ref": "VPC"},
            [{"Ref": f"PublicSubnet{zone}"} for zone in "ABC"],
            [{"Ref": f"PrivateSubnet{zone}"} for zone in "ABC"],
        ),
        (
            {"network": {"vpc": "existing", "existing": EXISTING}},
            "vpc-1",
            ["p-1", "p-2"],
            ["s-1"],
        ),
        # Exports of a stack of the team's own: a subnet each, or one with the ids of all.
        (
            {
                "network": {
                    "vpc": "exports",
                    "zones": 2,
                    "exports": {
                        "vpc": "net-vpc",
                        "public_subnets": ["net-a", "net-b"],
                        "private_subnets": ["net-ids"],
                    },
                }
            },
            imported("net-vpc"),
            [imported("net-a"), imported("net-b")],
            [
                {"Fn::Select": [index, {"Fn::Split": [",", imported("net-ids")]}]}
                for index in range(2)
            ],
        ),
    ],
)
def test_where_the_network_comes_from(
    change: Data, vpc: Any, public: list[Any], private: list[Any]
) -> None:
    for scheme, subnets in (("internet-facing", public), ("internal", private)):
        found = derived(merged(change, {"alb": {"scheme": scheme}}))
        assert (found["vpc_id"], found["load_balancer_subnets"]) == (vpc, subnets)
    for kind, subnets in (("public", public), ("private", private)):
        found = derived(merged(change, {"network": {"instance_subnets": kind}}))
        assert found["instance_subnet_ids"] == subnets


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        (create(zones=2), "zone_letters", ["A", "B"]),
        (
            create(zones=2),
            "zones",
            [{"Fn::Select": [index, {"Fn::GetAZs": ""}]} for index in range(2)],
        ),
        (create(zones=2, create={"zone_names": ["eu-west-1c"]}), "zones", ["eu-west-1c"]),
        (create(zones=3, create={"nat": "one_per_zone"}), "nat_letters", ["A", "B", "C"]),
        (create(zones=3, create={"nat": "one"}), "nat_letters", ["A"]),
        (create(zones=3, create={"nat": "none"}), "nat_letters", []),
        # A sixteenth of a /16 is a /20, of which the host part has 12 bits.
        (create(create={"cidr": "10.0.0.0/16"}), "subnet_bits", 12),
        (create(create={"cidr": "10.0.0.0/24"}), "subnet_bits", 4),
        (create(ipv6=True), "dual_stack", True),
        ({}, "routes", []),
        (
            create(zones=2, instance_subnets="public"),
            "routes",
            ["PublicRoute", "PublicSubnetRouteTableA", "PublicSubnetRouteTableB", "S3Endpoint"],
        ),
        (
            create(zones=1, create={"nat": "one"}),
            "routes",
            ["PrivateRouteA", "PrivateSubnetRouteTableA", "S3Endpoint"],
        ),
        (
            create(zones=1, create={"nat": "none"}),
            "routes",
            ["PrivateSubnetRouteTableA", "S3Endpoint"],
        ),
        ({}, "target_group", "TargetGroup"),
        ({"alb": {"scheme": "internal"}}, "target_group", "InternalTargetGroup"),
        ({"alb": {"existing": {"listener": LISTENER}}}, "target_group", "SharedTargetGroup"),
        (
            {},
            "target_group_label",
            {
                "Fn::Sub": (
                    "${LoadBalancer.LoadBalancerFullName}/${TargetGroup.TargetGroupFullName}"
                )
            },
        ),
        (
            {"alb": {"existing": {"listener": LISTENER}}},
            "target_group_label",
            {"Fn::Sub": "app/shared/0123/${SharedTargetGroup.TargetGroupFullName}"},
        ),
        ({}, "listener_ids", ["HttpListener"]),
        ({}, "listener", {"Ref": "HttpListener"}),
        (
            {"alb": {"https": {"certificate": "arn:c"}}},
            "listener_ids",
            ["HttpListener", "HttpsListener"],
        ),
        ({"alb": {"https": {"request_for": "www"}}}, "listener", {"Ref": "HttpsListener"}),
        ({"alb": {"existing": {"listener": LISTENER}}}, "listener", LISTENER),
        (
            {"alb": {"existing": {"listener": LISTENER}}},
            "listener_ids",
            ["ApplicationListenerRule"],
        ),
        ({}, "requests_of", "load balancer"),
        ({}, "url", None),
        ({"alb": {"existing": {"listener": LISTENER}}}, "requests_of", "targets"),
        ({"alb": {"existing": {"listener": LISTENER}}}, "load_balancer_name", "app/shared/0123"),
        ({"alb": {"existing": {"listener": LISTENER}}}, "url", None),
        (
            {
                "alb": {
                    "existing": {
                        "listener": LISTENER,
                        "protocol": "HTTPS",
                        "hosts": ["*.example.com", "shop?.example.com", "www.example.com"],
                    }
                }
            },
            "url",
            "https://www.example.com",
        ),
    ],
)
def test_what_partials_see(change: Data, name: str, expected: Any) -> None:
    assert derived(change)[name] == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"vpc": "create", "more_endpoints": ["dynamodb", "sqs"]},
            {"DynamodbEndpoint": "dynamodb"},
        ),
        ({"vpc": "create", "more_endpoints": ["sqs"]}, {}),
        ({"more_endpoints": ["dynamodb"]}, {}),
    ],
)
def test_gateway_endpoints_come_with_a_vpc_of_the_stack(settings: Data, expected: Data) -> None:
    parent = {} if "vpc" in settings else {"parent_vpc_stack": "net"}
    found = derived({"network": {**parent, **settings}})
    assert found["gateways"] == expected
    assert expected.keys() <= set(found["routes"])
