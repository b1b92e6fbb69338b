"""The template's parameters: a value that the config leaves open is given at deployment."""

from __future__ import annotations

from typing import Any

from pipeline.config.extends import Config
from pipeline.paths import KeyPath, exists, value_at

# Each parameter, and the settings that state its value; without one of them it is left open.
SETTINGS: dict[str, tuple[KeyPath, ...]] = {
    "ParentVPCStack": (("network", "parent_vpc_stack"),),
    "ParentSSHBastionStack": (("access", "bastion_stack"),),
    "KeyName": (("access", "key_name"),),
    # With requirements no type is asked for.
    "InstanceType": (("fleet", "instance_type"), ("fleet", "requirements", "vcpus_min")),
    "ImageId": (("fleet", "image"), ("fleet", "images")),
    "ApplicationVersion": (
        ("application", "artifact", "version"),
        ("application", "container", "version"),
    ),
    "AdminEmail": (("alerts", "email"),),
    "LogsRetentionInDays": (("logs", "retention_days"),),
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
        stated = [
            keys for keys in settings if keys in config.locations and _has_value(values, keys)
        ]
        value_of[name] = value_at(values, stated[0]) if stated else {"Ref": name}
        if not stated:
            left_open.add(name)
    return {"left_open": left_open, "value_of": value_of}


def _has_value(values: dict[str, Any], keys: KeyPath) -> bool:
    """Whether a setting says something; an empty text does, a map without entries does not."""
    return exists(values, keys) and value_at(values, keys) != {}
