"""The names that a partial sees: the config's settings, and the few that follow from them."""

from __future__ import annotations

from typing import Any

from pipeline.config.extends import Config
from pipeline.config.reader import reads
from pipeline.render import references
from pipeline.render.images import image_values
from pipeline.render.parameters import parameter_values
from pipeline.render.provenance import locate


def partial_context(config: Config, environment: str) -> dict[str, Any]:
    """Return what the partials may use, from a valid config.

    Beside the settings themselves: `environment_name`; `https`, `mixed`, `hook` (instances wait in
    a lifecycle hook) and `agent_metrics`, which follow from several settings; `switches`, those of
    boot.sh; `left_open` and `value_of`, the parameters (see `pipeline/render/parameters.py`); and
    what depends on where a resource or an image comes from (see `pipeline/render/references.py`
    and `images.py`). Where the schema does not know a setting, what follows from it is undefined.
    """
    values: dict[str, Any] = {**locate(config, config.settings), "environment_name": environment}
    values.update(parameter_values(config, values))
    for derive in (*DERIVED, *references.ALL):
        if derive.applies(values):
            values.update(derive(values))
    return values


@reads("fleet", "alb.https", "alarms", "deployment.strategy")
def _switches(values: dict[str, Any]) -> dict[str, Any]:
    fleet, https, alarms = values["fleet"], values["alb"]["https"], values["alarms"]
    return {
        "https": bool(https["certificate"] or https["request_for"]),
        "mixed": bool(fleet["more_instance_types"] or fleet["spot_percent"]),
        "hook": _waits_in_hook(values),
        "agent_metrics": any(alarms[name]["enabled"] for name in ("memory", "disk")),
    }


@reads(
    "application.artifact.bucket",
    "application.parameters",
    "application.secrets",
    "fleet.update_at_boot",
    "fleet.warm_pool.enabled",
    "deployment.strategy",
)
def _boot_switches(values: dict[str, Any]) -> dict[str, Any]:
    """Return `switches`, the parts of boot.sh that a config needs; see there."""
    application, fleet = values["application"], values["fleet"]
    return {
        "switches": {
            "ARTIFACT": bool(application["artifact"]["bucket"]),
            "HOOK": _waits_in_hook(values),
            "PARAMETERS": bool(application["parameters"]),
            "SECRETS": bool(application["secrets"]),
            "UPDATE": bool(fleet["update_at_boot"]),
            "WARM_POOL": fleet["warm_pool"]["enabled"],
        }
    }


def _waits_in_hook(values: dict[str, Any]) -> bool:
    refresh = values["deployment"]["strategy"] == "refresh"
    return refresh or bool(values["fleet"]["warm_pool"]["enabled"])


DERIVED = (_switches, _boot_switches, image_values)
