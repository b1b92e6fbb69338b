"""What the stack's AWS::CloudFormation::Init metadata describes."""

from __future__ import annotations

from typing import Any

from tests.deploy.stack.standing import Standing

Data = dict[str, Any]


def configs(standing: Standing) -> list[Data]:
    """Return the configs in the metadata, whatever sets they are in."""
    return [each for name, each in standing.init.items() if name != "configSets"]


def files(standing: Standing) -> Data:
    """Return the files that the metadata describes."""
    return {
        path: each for config in configs(standing) for path, each in config.get("files", {}).items()
    }


def services(standing: Standing) -> Data:
    """Return the services that the metadata describes."""
    return {
        name: each
        for config in configs(standing)
        for name, each in config.get("services", {}).get("systemd", {}).items()
    }
