"""The load balancer, its attributes, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks.compare import same, setting
from tests.deploy.standing import Standing

TYPE = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_ATTRIBUTES = {
    "deletion_protection.enabled": "alb.deletion_protection",
    "idle_timeout.timeout_seconds": "alb.idle_timeout",
}


def check(standing: Standing) -> Iterator[str]:
    """Compare the load balancer with the config."""
    subject = standing.subject
    found = describe(standing)
    yield from same("the load balancer's type", found["Type"], "application")
    scheme = subject.setting("alb.scheme", "internet-facing")
    yield from same("the load balancer's scheme", found["Scheme"], scheme)
    yield from same("the load balancer's subnets", _zones(found), zones(standing, "Public"))
    attributes = _attributes(standing)
    for name, path in _ATTRIBUTES.items():
        yield from setting(subject, path, f"attribute {name}", attributes.get(name))
    dropped = attributes.get("routing.http.drop_invalid_header_fields.enabled")
    yield from same("dropping invalid headers", dropped, "true")


def describe(standing: Standing) -> dict[str, Any]:
    """Return what the emulator knows of the load balancer."""
    client = standing.client("elbv2")
    answer = client.describe_load_balancers(LoadBalancerArns=[standing.one(TYPE)])
    return dict(answer["LoadBalancers"][0])


def _attributes(standing: Standing) -> dict[str, str]:
    client = standing.client("elbv2")
    answer = client.describe_load_balancer_attributes(LoadBalancerArn=standing.one(TYPE))
    return {each["Key"]: each["Value"] for each in answer["Attributes"]}


def _zones(found: dict[str, Any]) -> set[str]:
    return {zone["SubnetId"] for zone in found["AvailabilityZones"]}


def zones(standing: Standing, kind: str) -> set[str]:
    """Return the ids of the subnets that the config's zones have, by their exports or resources."""
    letters = "ABCDEF"[: standing.subject.setting("network.zones", 2)]
    names = [f"Subnet{letter}{kind}" for letter in letters]
    own = {standing.ids[name] for name in names if name in standing.ids}
    parent = standing.scope.names.get("ParentVPCStack", "")
    exports = standing.scope.exports
    return own or {exports[f"{parent}-{name}"] for name in names if f"{parent}-{name}" in exports}
