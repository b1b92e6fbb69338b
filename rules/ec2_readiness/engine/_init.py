"""What cfn-init works through: the metadata of a resource, and which of it a script asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine._calls import inlined
from ec2_readiness.engine._resource import Resource
from ec2_readiness.engine._scripts import commands, option
from ec2_readiness.engine._values import Value, as_list, pick
from ec2_readiness.engine._view import View

INIT = "AWS::CloudFormation::Init"
INIT_KEYS = ("Metadata", INIT)
_SETS = re.compile(r"(?:^|\s)(?:--configsets|-c)[\s=]")


def init_of(resource: Resource) -> Value:
    """The metadata that cfn-init reads; None where the resource has none."""
    return resource.part(*INIT_KEYS)


def every_config(view: View) -> Iterator[tuple[Resource, str, Value]]:
    """All configs for cfn-init, used or not, each with its resource and name."""
    for resource in view.resources.values():
        init = init_of(resource)
        for name, config in init.items() if isinstance(init, dict) else ():
            yield resource, name, config


def asked(script: str) -> Iterator[tuple[str | None, list[str]]]:
    """For each call of cfn-init the resource (None where unknown) and the config sets.

    No sets are named where they are not known.
    """
    for arguments in commands(inlined(script), "cfn-init"):
        sets = option(arguments, "--configsets", "-c")
        known = sets.split(",") if sets else ["default"]
        unknown = sets is None and _SETS.search(arguments)  # a variable of the script
        yield option(arguments, "--resource", "-r"), [] if unknown else known


def configs(init: Value, sets: list[str]) -> Iterator[tuple[str, Value]]:
    """The configs that these sets lead to, by name; all where that is not known."""
    if not isinstance(init, dict):
        return
    named = init.get("configSets")
    known = named if isinstance(named, dict) else {}
    names = [name for one in sets for name in _members(known, one, set())]
    if not names or any(name is None for name in names):
        names = [name for name in init if name != "configSets"]
    for name in dict.fromkeys(names):
        if name in init:
            yield str(name), init[name]


def _members(sets: dict[str, Value], name: str, seen: set[str]) -> Iterator[str | None]:
    if name not in sets:
        yield "config" if name == "default" else name
        return
    for item in as_list(sets[name]):
        inner = pick(item, "ConfigSet")
        if isinstance(item, str):
            yield item
        elif isinstance(inner, str) and inner not in seen:
            yield from _members(sets, inner, {*seen, inner})
        else:
            yield None
