"""Lists whose entries have a name of their own: tags, attributes, statements, volumes.

Below `overrides` such lists merge by that name. Any other list is one value, and is replaced.
"""

from __future__ import annotations

import json
from typing import Any

from pipeline.yaml_source.functions import is_function

REPLACE = "$replace"  # a map with this only key replaces the list

# The property that names an entry among its neighbours, in CloudFormation's resource types.
NAMES = (
    "Key", "Name", "Id", "Sid", "DeviceName", "PolicyName", "LifecycleHookName", "DomainName",
    "MetricName", "ResourceType", "InstanceType", "DeviceIndex", "TopicARN",
)  # fmt: skip
# A security group refuses two rules that agree in all of these.
_RULE = (
    "IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6", "SourcePrefixListId",
    "SourceSecurityGroupId", "DestinationPrefixListId", "DestinationSecurityGroupId",
)  # fmt: skip

Identity = tuple[str, ...]


def names_of(entry: object) -> Identity:
    """Return the properties that name an entry of a list, none where it has no name."""
    if not isinstance(entry, dict) or is_function(entry):
        return ()
    if "IpProtocol" in entry:
        return tuple(name for name in _RULE if name in entry)
    return next(((name,) for name in NAMES if name in entry), ())


def identity(entry: Any) -> Identity:
    """Return what an entry of a list is called, such as `Key=team`; empty without a name."""
    names = names_of(entry)
    return tuple(f"{name}={json.dumps(entry[name], sort_keys=True)}" for name in names)


def is_keyed(entries: list[Any]) -> bool:
    """Whether a list merges: every entry that is a map has a name."""
    maps = [entry for entry in entries if isinstance(entry, dict) and not is_function(entry)]
    others = any(not isinstance(entry, dict) for entry in entries)
    return bool(maps) and not others and all(names_of(entry) for entry in maps)


def position(entries: list[Any], entry: Any) -> int | None:
    """Return the index of the entry of the same name, of the same call where it is a function."""
    if is_function(entry):
        return entries.index(entry) if entry in entries else None
    wanted = identity(entry)
    return next((index for index, each in enumerate(entries) if identity(each) == wanted), None)


def is_replacement(value: object) -> bool:
    """Whether a value says that it replaces what is there."""
    return isinstance(value, dict) and value.keys() == {REPLACE}


def is_removal(entry: Any) -> bool:
    """Whether an entry removes the one of its name: all else that it says is null."""
    rest = [value for name, value in entry.items() if name not in names_of(entry)]
    return bool(rest) and all(value is None for value in rest)
