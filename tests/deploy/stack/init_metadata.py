"""The stack's AWS::CloudFormation::Init metadata."""

from __future__ import annotations

from typing import Any

from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]


def configs(deployed: DeployedStack) -> list[Data]:
    """Return the configs of all config sets."""
    return [each for name, each in deployed.init.items() if name != "configSets"]


def files(deployed: DeployedStack) -> Data:
    """Return the files of all configs."""
    return {
        path: each for config in configs(deployed) for path, each in config.get("files", {}).items()
    }


def services(deployed: DeployedStack) -> Data:
    """Return the systemd services of all configs."""
    return {
        name: each
        for config in configs(deployed)
        for name, each in config.get("services", {}).get("systemd", {}).items()
    }
