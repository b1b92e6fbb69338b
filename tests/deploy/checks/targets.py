"""The target groups: port, health check, attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks import load_balancer
from tests.deploy.checks.compare import same, setting
from tests.deploy.stack.deployed_stack import DeployedStack

TYPE = "AWS::ElasticLoadBalancingV2::TargetGroup"
_SETTINGS = {
    "Port": "application.port",
    "HealthCheckPath": "alb.health_check.path",
    "HealthCheckIntervalSeconds": "alb.health_check.interval",
    "HealthCheckTimeoutSeconds": "alb.health_check.timeout",
    "HealthyThresholdCount": "alb.health_check.healthy_threshold",
    "UnhealthyThresholdCount": "alb.health_check.unhealthy_threshold",
}


def ids(deployed: DeployedStack) -> dict[str, str]:
    """Return the target groups' ARNs by logical id."""
    return deployed.physical_ids(TYPE)


def check(deployed: DeployedStack) -> Iterator[str]:
    """Compare each target group with the config."""
    config = deployed.config
    for name in ids(deployed):
        found = describe(deployed, name)
        for key, path in _SETTINGS.items():
            yield from setting(config, path, f"{name}'s {key}", found.get(key))
        codes = found.get("Matcher", {}).get("HttpCode")
        yield from setting(config, "alb.health_check.success_codes", f"{name}'s matcher", codes)
        wanted = config.setting("alb.health_check.port") or "traffic-port"
        yield from same(f"{name}'s health check port", found.get("HealthCheckPort"), wanted)
        yield from same(f"{name}'s target type", found.get("TargetType"), "instance")
        yield from _attributes(deployed, name)


def describe(deployed: DeployedStack, name: str) -> dict[str, Any]:
    """Return the emulator's description of a target group."""
    client = deployed.client("elbv2")
    answer = client.describe_target_groups(TargetGroupArns=[deployed.ids[name]])
    found = dict(answer["TargetGroups"][0])
    if found["LoadBalancerArns"] != [deployed.physical_id(load_balancer.TYPE)]:
        found["Port"] = "not reached by the load balancer"
    return found


def _attributes(deployed: DeployedStack, name: str) -> Iterator[str]:
    client = deployed.client("elbv2")
    answer = client.describe_target_group_attributes(TargetGroupArn=deployed.ids[name])
    attributes = {each["Key"]: each["Value"] for each in answer["Attributes"]}
    delay = attributes.get("deregistration_delay.timeout_seconds")
    yield from setting(deployed.config, "alb.deregistration_delay", f"{name}'s delay", delay)
    for each in deployed.expected(TYPE)[name].get("TargetGroupAttributes", []):
        yield from same(f"{name}'s {each['Key']}", attributes.get(each["Key"]), each["Value"])
