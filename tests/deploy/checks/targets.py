"""The target group: where the application listens, and when it counts as healthy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks import load_balancer
from tests.deploy.checks.compare import same, setting
from tests.deploy.stack.standing import Standing

TYPE = "AWS::ElasticLoadBalancingV2::TargetGroup"
_SETTINGS = {
    "Port": "application.port",
    "HealthCheckPath": "alb.health_check.path",
    "HealthCheckIntervalSeconds": "alb.health_check.interval",
    "HealthCheckTimeoutSeconds": "alb.health_check.timeout",
    "HealthyThresholdCount": "alb.health_check.healthy_threshold",
    "UnhealthyThresholdCount": "alb.health_check.unhealthy_threshold",
}


def ids(standing: Standing) -> dict[str, str]:
    """Return the target groups' ARNs by logical id."""
    return standing.deployed(TYPE)


def check(standing: Standing) -> Iterator[str]:
    """Compare each target group with the config."""
    subject = standing.subject
    for name in ids(standing):
        found = describe(standing, name)
        for key, path in _SETTINGS.items():
            yield from setting(subject, path, f"{name}'s {key}", found.get(key))
        codes = found.get("Matcher", {}).get("HttpCode")
        yield from setting(subject, "alb.health_check.success_codes", f"{name}'s matcher", codes)
        wanted = subject.setting("alb.health_check.port") or "traffic-port"
        yield from same(f"{name}'s health check port", found.get("HealthCheckPort"), wanted)
        yield from same(f"{name}'s target type", found.get("TargetType"), "instance")
        yield from _attributes(standing, name)


def describe(standing: Standing, name: str) -> dict[str, Any]:
    """Return what the emulator knows of a target group."""
    client = standing.client("elbv2")
    answer = client.describe_target_groups(TargetGroupArns=[standing.ids[name]])
    found = dict(answer["TargetGroups"][0])
    if found["LoadBalancerArns"] != [standing.one(load_balancer.TYPE)]:
        found["Port"] = "not reached by the load balancer"
    return found


def _attributes(standing: Standing, name: str) -> Iterator[str]:
    client = standing.client("elbv2")
    answer = client.describe_target_group_attributes(TargetGroupArn=standing.ids[name])
    attributes = {each["Key"]: each["Value"] for each in answer["Attributes"]}
    delay = attributes.get("deregistration_delay.timeout_seconds")
    yield from setting(standing.subject, "alb.deregistration_delay", f"{name}'s delay", delay)
    for each in standing.expected(TYPE)[name].get("TargetGroupAttributes", []):
        yield from same(f"{name}'s {each['Key']}", attributes.get(each["Key"]), each["Value"])
