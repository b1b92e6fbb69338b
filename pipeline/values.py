"""The names that a partial sees: the config's settings, and the few that follow from them."""

from __future__ import annotations

from typing import Any

from pipeline.extends import Config
from pipeline.located import locate

_ZONES = "ABC"


def partial_values(config: Config, data: dict[str, Any], environment: str) -> dict[str, Any]:
    """Return what the partials may use, from a config whose defaults are filled in.

    Beside the settings themselves: `environment_name`; `zone_letters`, as the parent stack names
    its subnets; `tag_list` and `propagated_tag_list`, the tags as CloudFormation writes them.
    """
    values: dict[str, Any] = locate(config, data)
    tags = [
        {"Key": key, "Value": value}
        for key, value in {"environment": environment, **values["tags"]}.items()
    ]
    return {
        **values,
        "environment_name": environment,
        "zone_letters": list(_ZONES[: data["network"]["zones"]]),
        "tag_list": tags,
        "propagated_tag_list": [{**tag, "PropagateAtLaunch": True} for tag in tags],
    }
