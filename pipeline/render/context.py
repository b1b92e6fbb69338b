"""The names that a partial sees: the config's settings, and the few that follow from them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from pipeline.config.extends import Config
from pipeline.render import references
from pipeline.render.provenance import locate

_IMAGES = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"


def partial_values(config: Config, data: dict[str, Any], environment: str) -> dict[str, Any]:
    """Return what the partials may use, from a config whose defaults are filled in.

    Beside the settings themselves: `environment_name`; `https`, `mixed`, `hook` (instances wait in
    a lifecycle hook) and `agent_metrics`, switches that follow from several settings; `image`, the
    AMI or its parameter; and references, whose form depends on where a resource comes from (see
    `pipeline/render/references.py`). Where the schema does not know a setting, what follows from
    it is undefined.
    """
    values: dict[str, Any] = {**locate(config, data), "environment_name": environment}
    for derive in DERIVATIONS:
        with contextlib.suppress(KeyError):
            values.update(derive(values))
    return values


def _https(values: dict[str, Any]) -> dict[str, Any]:
    https = values["alb"]["https"]
    return {"https": bool(https["certificate"] or https["request_for"])}


def _mixed(values: dict[str, Any]) -> dict[str, Any]:
    fleet = values["fleet"]
    return {"mixed": bool(fleet["more_instance_types"] or fleet["spot_percent"])}


def _hook(values: dict[str, Any]) -> dict[str, Any]:
    refresh = values["deployment"]["strategy"] == "refresh"
    return {"hook": refresh or values["fleet"]["warm_pool"]["enabled"]}


def _agent_metrics(values: dict[str, Any]) -> dict[str, Any]:
    alarms = values["alarms"]
    return {"agent_metrics": any(alarms[name]["enabled"] for name in ("memory", "disk"))}


def _image(values: dict[str, Any]) -> dict[str, Any]:
    fleet = values["fleet"]
    return {"image": fleet["image"] or _IMAGES + fleet["architecture"]}


# Each takes the settings and returns names for the partials.
DERIVATIONS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
    _https,
    _mixed,
    _hook,
    _agent_metrics,
    _image,
    *references.ALL,
)
