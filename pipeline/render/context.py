"""The names that a partial sees: the config's settings, and the few that follow from them."""

from __future__ import annotations

from typing import Any

from pipeline.config.extends import Config
from pipeline.config.reader import reads
from pipeline.render import application, references
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
    for derive in (*DERIVED, *references.ALL, *application.ALL):
        if derive.applies(values):
            values.update(derive(values))
    return values


@reads("fleet", "alb.https", "alarms", "deployment.strategy")
def _switches(values: dict[str, Any]) -> dict[str, Any]:
    fleet, https, alarms = values["fleet"], values["alb"]["https"], values["alarms"]
    refresh = values["deployment"]["strategy"] == "refresh"
    return {
        "https": bool(https["certificate"] or https["request_for"]),
        "mixed": bool(fleet["more_instance_types"] or fleet["spot_percent"]),
        "hook": refresh or fleet["warm_pool"]["enabled"],
        "agent_metrics": any(alarms[name]["enabled"] for name in ("memory", "disk")),
    }


DERIVED = (_switches, image_values)
