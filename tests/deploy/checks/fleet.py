"""The Auto Scaling group: its sizes, its subnets, and how it is deployed and updated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks import deployment, load_balancer, targets
from tests.deploy.checks.compare import same, setting
from tests.deploy.stack.deployed_stack import DeployedStack

TYPE = "AWS::AutoScaling::AutoScalingGroup"
Data = dict[str, Any]


def check(deployed: DeployedStack) -> Iterator[str]:
    """Compare the group with the config."""
    config, found = deployed.config, describe(deployed)
    yield from setting(config, "fleet.min_size", "MinSize", found["MinSize"])
    yield from setting(config, "fleet.max_size", "MaxSize", found["MaxSize"])
    kind = str(config.setting("network.instance_subnets", "private")).capitalize()
    subnets = set(found["VPCZoneIdentifier"].split(","))
    yield from same("the instances' subnets", subnets, load_balancer.zones(deployed, kind))
    yield from same("the group's health check", found["HealthCheckType"], "ELB")
    grace = found["HealthCheckGracePeriod"]
    if grace > 60:
        yield f"a dead application is not replaced for {grace} s after its instance is in service"
    yield from _template_version(deployed, found)
    yield from _as_rendered(deployed)


def describe(deployed: DeployedStack) -> Data:
    """Return the emulator's description of the group."""
    client = deployed.client("autoscaling")
    answer = client.describe_auto_scaling_groups(AutoScalingGroupNames=[deployed.physical_id(TYPE)])
    return dict(answer["AutoScalingGroups"][0])


def _template_version(deployed: DeployedStack, found: Data) -> Iterator[str]:
    if "LaunchTemplate" not in found:
        return  # the emulator does not return a MixedInstancesPolicy
    identity = deployed.physical_id("AWS::EC2::LaunchTemplate")
    client = deployed.client("ec2")
    answer = client.describe_launch_templates(LaunchTemplateIds=[identity])
    latest = answer["LaunchTemplates"][0]["LatestVersionNumber"]
    yield from same("the launch template", found["LaunchTemplate"]["LaunchTemplateId"], identity)
    yield from same("its version", found["LaunchTemplate"]["Version"], latest)


def _as_rendered(deployed: DeployedStack) -> Iterator[str]:
    """Check in the template what the emulator does not return."""
    ((name, group),) = deployed.config.resources(TYPE).items()
    properties = deployed.expected(TYPE)[name]
    groups = set(properties.get("TargetGroupARNs", []))
    yield from same("the group's targets", groups, set(targets.ids(deployed).values()))
    listeners = set(deployed.config.resources("AWS::ElasticLoadBalancingV2::Listener"))
    missing = listeners - set(group.get("DependsOn", []))
    if missing:
        yield f"the group does not depend on {sorted(missing)}, without which no target is healthy"
    if not any(
        each["Granularity"] == "1Minute" for each in properties.get("MetricsCollection", [])
    ):
        yield "the group publishes no metrics"
    yield from deployment.check(deployed, group, properties)
