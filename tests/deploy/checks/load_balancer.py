"""The load balancer, its attributes and its subnets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks.compare import same, setting
from tests.deploy.stack.deployed_stack import DeployedStack

TYPE = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_ATTRIBUTES = {
    "deletion_protection.enabled": "alb.deletion_protection",
    "idle_timeout.timeout_seconds": "alb.idle_timeout",
    "client_keep_alive.seconds": "alb.client_keep_alive",
    "routing.http.xff_header_processing.mode": "alb.x_forwarded_for",
}

# What AWS takes where a template says nothing, and the emulator does not report.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
_DEFAULTS = {"routing.http.xff_header_processing.mode": "append"}


def check(deployed: DeployedStack) -> Iterator[str]:
    """Compare the load balancer with the config."""
    config = deployed.config
    described = describe(deployed)
    yield from same("the load balancer's type", described["Type"], "application")
    scheme = config.setting("alb.scheme", "internet-facing")
    yield from same("the load balancer's scheme", described["Scheme"], scheme)
    yield from same("the load balancer's subnets", _zones(described), _wanted(deployed))
    attributes = _attributes(deployed)
    for name, path in _ATTRIBUTES.items():
        found = attributes.get(name, _DEFAULTS.get(name))
        yield from setting(config, path, f"attribute {name}", found)
    dropped = attributes.get("routing.http.drop_invalid_header_fields.enabled")
    yield from same("dropping invalid headers", dropped, "true")


def describe(deployed: DeployedStack) -> dict[str, Any]:
    """Return the emulator's description of the load balancer."""
    client = deployed.client("elbv2")
    answer = client.describe_load_balancers(LoadBalancerArns=[deployed.physical_id(TYPE)])
    return dict(answer["LoadBalancers"][0])


def _attributes(deployed: DeployedStack) -> dict[str, str]:
    client = deployed.client("elbv2")
    answer = client.describe_load_balancer_attributes(LoadBalancerArn=deployed.physical_id(TYPE))
    return {each["Key"]: each["Value"] for each in answer["Attributes"]}


def _zones(found: dict[str, Any]) -> set[str]:
    return {zone["SubnetId"] for zone in found["AvailabilityZones"]}


def _wanted(deployed: DeployedStack) -> set[str]:
    scheme = deployed.config.setting("alb.scheme", "internet-facing")
    return zones(deployed, "Public" if scheme == "internet-facing" else "Private")


def zones(deployed: DeployedStack, kind: str) -> set[str]:
    """Return the ids of the config's public or private subnets: created, existing or imported."""
    if given := deployed.config.setting(f"network.existing.{kind.lower()}_subnets"):
        return set(given)
    letters = "ABCDEF"[: deployed.config.setting("network.zones", 2)]
    own = [f"{kind}Subnet{letter}" for letter in letters]
    if deployed.config.setting("network.vpc") == "create":
        return {deployed.ids[name] for name in own}
    parent = deployed.value("network.parent_vpc_stack", "ParentVPCStack")
    return {deployed.scope.exports[f"{parent}-Subnet{letter}{kind}"] for letter in letters}
