"""The Auto Scaling group: its sizes, its subnets, and how it is deployed and updated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.deploy.checks import load_balancer, targets
from tests.deploy.checks.compare import same, setting
from tests.deploy.standing import Standing

TYPE = "AWS::AutoScaling::AutoScalingGroup"
Data = dict[str, Any]
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")
_SUSPENDED = {
    "AlarmNotification", "AZRebalance", "HealthCheck", "InstanceRefresh", "ReplaceUnhealthy",
    "ScheduledActions",
}  # fmt: skip


def check(standing: Standing) -> Iterator[str]:
    """Compare the group with the config."""
    subject, found = standing.subject, describe(standing)
    yield from setting(subject, "fleet.min_size", "the least size", found["MinSize"])
    yield from setting(subject, "fleet.max_size", "the greatest size", found["MaxSize"])
    kind = str(subject.setting("network.instance_subnets", "private")).capitalize()
    subnets = set(found["VPCZoneIdentifier"].split(","))
    yield from same("the instances' subnets", subnets, load_balancer.zones(standing, kind))
    yield from same("the group's health check", found["HealthCheckType"], "ELB")
    if found["HealthCheckGracePeriod"] < 60 * subject.setting("fleet.boot_timeout", 0):
        yield f"a grace of {found['HealthCheckGracePeriod']} s is shorter than a boot may take"
    yield from _template_version(standing, found)
    yield from _as_rendered(standing)


def describe(standing: Standing) -> Data:
    """Return what the emulator knows of the group."""
    client = standing.client("autoscaling")
    answer = client.describe_auto_scaling_groups(AutoScalingGroupNames=[standing.one(TYPE)])
    return dict(answer["AutoScalingGroups"][0])


def _template_version(standing: Standing, found: Data) -> Iterator[str]:
    if "LaunchTemplate" not in found:
        return  # a mixed fleet: the emulator does not give its policy back
    identity = standing.one("AWS::EC2::LaunchTemplate")
    client = standing.client("ec2")
    answer = client.describe_launch_templates(LaunchTemplateIds=[identity])
    latest = answer["LaunchTemplates"][0]["LatestVersionNumber"]
    yield from same("the launch template", found["LaunchTemplate"]["LaunchTemplateId"], identity)
    yield from same("its version", found["LaunchTemplate"]["Version"], latest)


def _as_rendered(standing: Standing) -> Iterator[str]:
    """Check what the emulator does not act out, on the template."""
    ((name, group),) = standing.subject.resources(TYPE).items()
    properties = standing.expected(TYPE)[name]
    groups = set(properties.get("TargetGroupARNs", []))
    yield from same("the group's targets", groups, set(targets.ids(standing).values()))
    listeners = set(standing.subject.resources("AWS::ElasticLoadBalancingV2::Listener"))
    missing = listeners - set(group.get("DependsOn", []))
    if missing:
        yield f"the group does not wait for {sorted(missing)}: its first instance has no health"
    if not any(
        each["Granularity"] == "1Minute" for each in properties.get("MetricsCollection", [])
    ):
        yield "the group publishes no metrics"
    if signal := group.get("CreationPolicy", {}).get("ResourceSignal"):
        yield from _signal(standing, signal)
    if update := group.get("UpdatePolicy", {}).get("AutoScalingRollingUpdate"):
        yield from _rolling(standing, update)


def _signal(standing: Standing, signal: Data) -> Iterator[str]:
    subject = standing.subject
    yield from setting(subject, "fleet.min_size", "the signals awaited", signal.get("Count", 1))
    seconds = _seconds(signal["Timeout"])
    yield from setting(subject, "fleet.boot_timeout", "their timeout", seconds, 60)


def _rolling(standing: Standing, update: Data) -> Iterator[str]:
    subject = standing.subject
    if update.get("MinInstancesInService", 0) >= subject.setting("fleet.max_size"):
        yield "a rolling update has no room: as many stay in service as there may be"
    if update.get("MinInstancesInService", 0) < 1:
        yield "a rolling update may take the last instance away"
    waits = update.get("WaitOnResourceSignals", False)
    yield from same("waiting for signals", waits, wanted=True)
    seconds = _seconds(update.get("PauseTime", "PT5M"))
    yield from setting(subject, "fleet.boot_timeout", "the pause", seconds, 60)
    missing = _SUSPENDED - set(update.get("SuspendProcesses", []))
    if missing:
        yield f"a rolling update is disturbed by {sorted(missing)}"


def _seconds(duration: str) -> int:
    match = _DURATION.fullmatch(duration)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds
