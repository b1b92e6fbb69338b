"""The config sets in the call of cfn-init, and the configs that they list."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    INIT_KEYS,
    Finding,
    Hole,
    Resource,
    Rule,
    Value,
    View,
    aws,
    commands,
    entries,
    inlined,
    launches,
    of_own_stack,
    option,
    pick,
)


class InitSetsExist(Rule):
    id = "ER9213"
    shortdesc = "The config sets of cfn-init exist"
    description = (
        "cfn-init fails when it is called with a config set that the metadata does not define, or "
        "when a config set lists a config that is not there."
    )
    instead = "Name a key of configSets, or with no configSets a config called config"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-init.html")
    tags = ["deployment", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource in view.resources.values():
            init = resource.part(*INIT_KEYS)
            if isinstance(init, dict):
                yield from self._lists(resource, init)
        for launch in launches(view):
            for arguments in commands(inlined(launch.script or ""), "cfn-init"):
                name = option(arguments, "--resource", "-r")
                if not of_own_stack(arguments):
                    continue
                sets = option(arguments, "--configsets", "-c")
                init = pick(getattr(view.resources.get(name or ""), "body", None), *INIT_KEYS)
                for missing in self._missing(init, (sets or "").split(",")):
                    yield launch.finding(
                        f"cfn-init asks for the config set {missing!r}", "UserData"
                    )

    @staticmethod
    def _missing(init: Value, names: list[str]) -> list[str]:
        sets = pick(init, "configSets")
        known = sets if isinstance(sets, dict) else {}
        if isinstance(sets, Hole):
            return []
        return [
            n for n in names if n and isinstance(init, dict) and n not in known and n not in init
        ]

    @staticmethod
    def _lists(resource: Resource, init: dict[str, Value]) -> Iterator[Finding]:
        sets = init.get("configSets")
        for name, configs in sets.items() if isinstance(sets, dict) else ():
            for index, config in entries(configs):
                if isinstance(config, str) and config not in init:
                    yield resource.finding_at(
                        f"The config set {name} lists {config!r}, which is not there",
                        *INIT_KEYS,
                        "configSets",
                        name,
                        index,
                    )
