"""The names that a partial sees: the config's settings, and the few that follow from them."""

from __future__ import annotations

from typing import Any

from pipeline.config.extends import Config
from pipeline.config.reader import Reader, reads
from pipeline.render import application, references
from pipeline.render.provenance import locate

_IMAGES = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"


def partial_context(config: Config, environment: str) -> dict[str, Any]:
    """Return what the partials may use, from a valid config.

    Beside the settings themselves: `environment_name`; `https`, `mixed`, `hook` (instances wait in
    a lifecycle hook) and `agent_metrics`, which follow from several settings; `image`, the AMI or
    its parameter; `switches`, those of boot.sh; and references, whose form depends on where a
    resource comes from (see `pipeline/render/references.py`). Where the schema does not know a
    setting, what follows from it is undefined.
    """
    values: dict[str, Any] = {**locate(config, config.settings), "environment_name": environment}
    for derive in derivations():
        if derive.applies(values):
            values.update(derive(values))
    return values


def derivations() -> tuple[Reader[dict[str, Any]], ...]:
    """Return what adds names to the settings, in order: each may use those before it."""
    return (*DERIVED, *references.ALL, *application.ALL)


@reads("alb.https.certificate", "alb.https.request_for")
def _https(values: dict[str, Any]) -> dict[str, Any]:
    https = values["alb"]["https"]
    return {"https": bool(https["certificate"] or https["request_for"])}


@reads("fleet.more_instance_types", "fleet.spot_percent")
def _mixed(values: dict[str, Any]) -> dict[str, Any]:
    fleet = values["fleet"]
    return {"mixed": bool(fleet["more_instance_types"] or fleet["spot_percent"])}


@reads("deployment.strategy", "fleet.warm_pool.enabled")
def _hook(values: dict[str, Any]) -> dict[str, Any]:
    refresh = values["deployment"]["strategy"] == "refresh"
    return {"hook": refresh or values["fleet"]["warm_pool"]["enabled"]}


@reads("alarms.memory.enabled", "alarms.disk.enabled")
def _agent_metrics(values: dict[str, Any]) -> dict[str, Any]:
    memory, disk = (values["alarms"][name]["enabled"] for name in ("memory", "disk"))
    return {"agent_metrics": bool(memory or disk)}


@reads("fleet.image", "fleet.architecture")
def _image(values: dict[str, Any]) -> dict[str, Any]:
    fleet = values["fleet"]
    return {"image": fleet["image"] or _IMAGES + fleet["architecture"]}


DERIVED = (_https, _mixed, _hook, _agent_metrics, _image)
