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
    yield from same("the load balancer's subnets", _zones(found), _wanted(standing))
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


def _wanted(standing: Standing) -> set[str]:
    scheme = standing.subject.setting("alb.scheme", "internet-facing")
    return zones(standing, "Public" if scheme == "internet-facing" else "Private")


def zones(standing: Standing, kind: str) -> set[str]:
    """Return the ids of the subnets of a kind that the config means: own, given, or imported."""
    if given := standing.subject.setting(f"network.existing.{kind.lower()}_subnets"):
        return set(given)
    letters = "ABCDEF"[: standing.subject.setting("network.zones", 2)]
    own = [f"{kind}Subnet{letter}" for letter in letters]
    if standing.subject.setting("network.vpc") == "create":
        return {standing.ids[name] for name in own}
    parent = standing.value("network.parent_vpc_stack", "ParentVPCStack")
    return {standing.scope.exports[f"{parent}-Subnet{letter}{kind}"] for letter in letters}
