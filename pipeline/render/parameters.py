"""The template's parameters: a value that the config leaves open is given at deployment."""

from __future__ import annotations

from typing import Any

from pipeline.config.extends import Config
from pipeline.paths import KeyPath, exists, value_at

# Each parameter, and the setting whose value it has where the config does not state it.
SETTINGS: dict[str, KeyPath] = {
    "ParentVPCStack": ("network", "parent_vpc_stack"),
    "ParentSSHBastionStack": ("access", "bastion_stack"),
    "KeyName": ("access", "key_name"),
    "InstanceType": ("fleet", "instance_type"),
    "ImageId": ("fleet", "image"),
    "ApplicationVersion": ("application", "artifact", "version"),
    "AdminEmail": ("alerts", "email"),
    "LogsRetentionInDays": ("logs", "retention_days"),
}


def parameter_values(config: Config, values: dict[str, Any]) -> dict[str, Any]:
    """Return `left_open` and `value_of`, from settings that know their origin.

    `left_open` are the parameters whose settings the config does not state; `value_of` has for
    each parameter what a property gets: a `Ref` to it, or the setting's value as a literal. `aws
    cloudformation deploy` keeps the previous value of each parameter that it is not given, so
    what the config states must not be a parameter:
    https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/
    """
    known = {name: keys for name, keys in SETTINGS.items() if exists(values, keys)}
    stated = {name for name, keys in known.items() if keys in config.locations}
    if ("fleet", "images") in config.locations:
        stated.add("ImageId")
    value_of = {
        name: value_at(values, keys) if name in stated else {"Ref": name}
        for name, keys in known.items()
    }
    return {"left_open": known.keys() - stated, "value_of": value_of}
