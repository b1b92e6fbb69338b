"""The environment of a sandboxed instance: its metadata, its group and its load balancer."""

from __future__ import annotations

import json
import zlib
from typing import Any

from tests.deploy.boots.scenario import Scenario, Start
from tests.deploy.checks import targets
from tests.deploy.stack.deployed_stack import DeployedStack
from tests.deploy.stack.emulator import ACCOUNT

Data = dict[str, Any]


def make(deployed: DeployedStack, scenario: Scenario, start: Start) -> Data:
    """Return the environment of an instance when it starts."""
    return {
        "instance": instance_id(scenario),
        "network": scenario.network,
        "metadata_delay": scenario.metadata_delay,
        "metadata": _metadata(deployed, scenario, start),
        "state": start.state,
        "denied": start.denied,
        "target_group": target_group(deployed),
        "image": "missing" if scenario.release == "missing" else "sound",
        "missing_package": _missing_package(deployed, scenario),
        "group": deployed.physical_id("AWS::AutoScaling::AutoScalingGroup"),
        "hooks": hooks(deployed),
        "deploying": scenario.deploying,
    }


def _missing_package(deployed: DeployedStack, scenario: Scenario) -> str:
    packages: list[str] = deployed.config.setting("application.packages", [])
    return packages[0] if packages and scenario.release == "no package" else ""


def hooks(deployed: DeployedStack) -> list[str]:
    """Return the names of the group's launch hooks."""
    groups = deployed.expected("AWS::AutoScaling::AutoScalingGroup").values()
    return [
        hook["LifecycleHookName"]
        for group in groups
        for hook in group.get("LifecycleHookSpecificationList", [])
        if hook["LifecycleTransition"] == "autoscaling:EC2_INSTANCE_LAUNCHING"
    ]


def instance_id(scenario: Scenario) -> str:
    """Return the scenario's instance id; each has its own, so that log streams do not mix."""
    return f"i-{zlib.crc32(scenario.name.encode()):017x}"


def _metadata(deployed: DeployedStack, scenario: Scenario, start: Start) -> dict[str, str]:
    region = deployed.config.region
    credentials = {
        "Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": ACCOUNT, "SecretAccessKey": "none",
        "Token": "none", "Expiration": "2099-01-01T00:00:00Z",
        "LastUpdated": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    document = {"instanceId": instance_id(scenario), "region": region, "accountId": ACCOUNT}
    return {
        "meta-data/instance-id": instance_id(scenario),
        "meta-data/placement/region": region,
        "meta-data/placement/availability-zone": f"{region}a",
        "meta-data/local-ipv4": "10.0.0.7",
        "meta-data/tags/instance/aws:autoscaling:groupName": deployed.ids["AutoScalingGroup"],
        "meta-data/autoscaling/target-lifecycle-state": start.target,
        "meta-data/iam/security-credentials": "role",
        "meta-data/iam/security-credentials/role": json.dumps(credentials),
        "dynamic/instance-identity/document": json.dumps(document),
    }


def target_group(deployed: DeployedStack) -> Data:
    """Return the target group's health check."""
    name = next(iter(targets.ids(deployed)))
    found = targets.describe(deployed, name)
    port = found["HealthCheckPort"]
    return {
        "arn": deployed.ids[name],
        "port": found["Port"],
        "health_port": found["Port"] if port == "traffic-port" else int(port),
        "path": found["HealthCheckPath"],
        "timeout": found["HealthCheckTimeoutSeconds"],
        "healthy_threshold": found["HealthyThresholdCount"],
        "matcher": found["Matcher"]["HttpCode"],
    }
