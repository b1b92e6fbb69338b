"""The template's parameters: a value that the config leaves open is given at deployment."""

from __future__ import annotations

from typing import Any

from pipeline.config.constraints.parameters import ON_REQUEST
from pipeline.config.extends import Config
from pipeline.paths import KeyPath, exists, value_at

# Each parameter, and the settings that state its value; without one of them it is left open.
# Those on request have a default, and are left open only where `parameters` names them.
SETTINGS: dict[str, tuple[KeyPath, ...]] = {
    "ParentVPCStack": (("network", "parent_vpc_stack"),),
    "ImageId": (("fleet", "image"), ("fleet", "images")),
    "ApplicationVersion": (
        ("application", "artifact", "version"),
        ("application", "container", "version"),
    ),
    "AdminEmail": (("alerts", "email"),),
    **ON_REQUEST,
}


def parameter_values(config: Config, values: dict[str, Any]) -> dict[str, Any]:
    """Return `left_open` and `value_of`, from settings that know their origin.

    `left_open` are the parameters whose value the config does not state; `value_of` has for each
    parameter what a property gets: a `Ref` to it, or the setting's value as a literal. `aws
    cloudformation deploy` keeps the previous value of each parameter that it is not given, so
    what the config states must not be a parameter:
    https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/
    """
    left_open, value_of = set(), {}
    for name, settings in SETTINGS.items():
        known = [keys for keys in settings if _has_value(values, keys)]
        if name not in ON_REQUEST:
            known = [keys for keys in known if keys in config.locations]
        if not known or name in values.get("parameters", ()):
            left_open.add(name)
        value_of[name] = {"Ref": name} if name in left_open else value_at(values, known[0])
    return {"left_open": left_open, "value_of": value_of}


def _has_value(values: dict[str, Any], keys: KeyPath) -> bool:
    """Whether a setting says something; an empty text does, a map without entries does not."""
    return exists(values, keys) and value_at(values, keys) != {}
