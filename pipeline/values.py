"""The names that a partial sees: the config's settings, and the few that follow from them."""

from __future__ import annotations

from typing import Any

from pipeline import references
from pipeline.extends import Config
from pipeline.located import locate

_IMAGES = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"


def partial_values(config: Config, data: dict[str, Any], environment: str) -> dict[str, Any]:
    """Return what the partials may use, from a config whose defaults are filled in.

    Beside the settings themselves: `environment_name`; `https`, `dual_stack`, `mixed`, switches
    that follow from several settings; `image`, the AMI or its parameter; and CloudFormation
    references, which depend on where a resource comes from (see `pipeline/references.py`).
    """
    values: dict[str, Any] = locate(config, data)
    fleet, https = values["fleet"], values["alb"]["https"]
    return {
        **values,
        **references.network(values["network"], values["alb"]["scheme"]),
        **references.alerts(values["alerts"]),
        **references.tags(values["tags"], environment),
        "environment_name": environment,
        "https": bool(https["certificate"] or https["request_for"]),
        "certificate": https["certificate"] or {"Ref": "Certificate"},
        "key": references.key(values["encryption"]["key"]),
        "mixed": bool(fleet["more_instance_types"] or fleet["spot_percent"]),
        "image": fleet["image"] or _IMAGES + fleet["architecture"],
        "agent_metrics": any(values["alarms"][name]["enabled"] for name in ("memory", "disk")),
        "rollback_alarms": references.rollback_alarms(values["alarms"]),
        "affected_alarms": references.affected_alarms(values["alarms"]),
    }
