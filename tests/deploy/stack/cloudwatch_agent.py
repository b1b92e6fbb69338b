"""The CloudWatch agent's configuration in the stack's cfn-init metadata."""

from __future__ import annotations

import json
from typing import Any

from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]
_FOLDER = "/opt/aws/amazon-cloudwatch-agent/etc/"


def configs(deployed: DeployedStack) -> list[Data]:
    """Return the agent's configuration files."""
    found = []
    for key, config in deployed.init.items():
        files = config.get("files", {}) if key != "configSets" else {}
        contents = [file["content"] for path, file in files.items() if _is_config(path)]
        found += [json.loads(each) if isinstance(each, str) else each for each in contents]
    return found


def _is_config(path: str) -> bool:
    """Return whether a file is a configuration, and not the agent's common-config.toml."""
    return path.startswith(_FOLDER) and path.endswith(".json")


def measured(metrics: Data) -> set[str]:
    """Return the names of the metrics that a configuration publishes."""
    return {
        f"{plugin}_{(each['name'] if isinstance(each, dict) else each).removeprefix(plugin + '_')}"
        for plugin, settings in metrics.get("metrics_collected", {}).items()
        for each in settings.get("measurement", [])
    }
