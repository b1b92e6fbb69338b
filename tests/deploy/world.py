"""What a sandboxed instance finds around it: its metadata, its group and its load balancer."""

from __future__ import annotations

import json
import zlib
from typing import Any

from tests.deploy.checks import targets
from tests.deploy.emulator import ACCOUNT
from tests.deploy.scenarios import Scenario, Start
from tests.deploy.standing import Standing

Data = dict[str, Any]


def make(standing: Standing, scenario: Scenario, start: Start) -> Data:
    """Return what an instance finds around it when it starts."""
    return {
        "instance": instance_of(scenario),
        "network": scenario.network,
        "metadata_delay": scenario.metadata_delay,
        "metadata": _metadata(standing, scenario, start),
        "state": start.state,
        "target_group": target_group(standing),
        "image": "missing" if scenario.release == "missing" else "sound",
        "missing_package": _missing_package(standing, scenario),
        "group": standing.one("AWS::AutoScaling::AutoScalingGroup"),
        "hooks": hooks(standing),
    }


def _missing_package(standing: Standing, scenario: Scenario) -> str:
    packages: list[str] = standing.subject.setting("application.packages", [])
    return packages[0] if packages and scenario.release == "no package" else ""


def hooks(standing: Standing) -> list[str]:
    """Return the names of the hooks that an instance of the group waits for at its launch."""
    groups = standing.expected("AWS::AutoScaling::AutoScalingGroup").values()
    return [
        hook["LifecycleHookName"]
        for group in groups
        for hook in group.get("LifecycleHookSpecificationList", [])
        if hook["LifecycleTransition"] == "autoscaling:EC2_INSTANCE_LAUNCHING"
    ]


def instance_of(scenario: Scenario) -> str:
    """Return an instance id of the scenario's own, so that log streams do not mix."""
    return f"i-{zlib.crc32(scenario.name.encode()):017x}"


def _metadata(standing: Standing, scenario: Scenario, start: Start) -> dict[str, str]:
    region = standing.subject.region
    credentials = {
        "Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": ACCOUNT, "SecretAccessKey": "none",
        "Token": "none", "Expiration": "2099-01-01T00:00:00Z",
        "LastUpdated": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    document = {"instanceId": instance_of(scenario), "region": region, "accountId": ACCOUNT}
    return {
        "meta-data/instance-id": instance_of(scenario),
        "meta-data/placement/region": region,
        "meta-data/placement/availability-zone": f"{region}a",
        "meta-data/local-ipv4": "10.0.0.7",
        "meta-data/tags/instance/aws:autoscaling:groupName": standing.ids["AutoScalingGroup"],
        "meta-data/autoscaling/target-lifecycle-state": start.target,
        "meta-data/iam/security-credentials": "role",
        "meta-data/iam/security-credentials/role": json.dumps(credentials),
        "dynamic/instance-identity/document": json.dumps(document),
    }


def target_group(standing: Standing) -> Data:
    """Return how the load balancer asks for an instance's health."""
    name = next(iter(targets.ids(standing)))
    found = targets.describe(standing, name)
    port = found["HealthCheckPort"]
    return {
        "arn": standing.ids[name],
        "port": found["Port"],
        "health_port": found["Port"] if port == "traffic-port" else int(port),
        "path": found["HealthCheckPath"],
        "timeout": found["HealthCheckTimeoutSeconds"],
        "healthy_threshold": found["HealthyThresholdCount"],
        "matcher": found["Matcher"]["HttpCode"],
    }
