"""Configs that no call of cfn-init asks for."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    INIT_KEYS,
    Finding,
    Launch,
    Rule,
    View,
    aws,
    commands,
    init_of,
    inlined,
    launches,
    option,
    runs_others,
)


class InitConfigsUsed(Rule):
    id = "WR9475"
    shortdesc = "cfn-init is asked for each config that the metadata has"
    description = (
        "A config that is in no config set that the script asks for is not worked through: its "
        "packages, files and services are not on the instance."
    )
    instead = "Put the config into a set that cfn-init is called with"
    assumes = "no other program calls cfn-init"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-init.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = inlined(launch.possible_text or "")
            calls = list(commands(text, "cfn-init"))
            sets = [option(call, "--configsets", "-c") for call in calls]
            unknown = any(
                " -c" in c or "--configsets" in c
                for c, s in zip(calls, sets, strict=True)
                if s is None
            )
            if calls and not unknown and not self._hands_on(launch):
                yield from self._unused(launch)

    @staticmethod
    def _hands_on(launch: Launch) -> bool:
        return launch.is_stock_linux and runs_others(launch.script or "")

    @staticmethod
    def _unused(launch: Launch) -> Iterator[Finding]:
        done = {(holder.name, name) for holder, name, _ in launch.init_configs}
        for holder in {holder.name: holder for holder, _, _ in launch.init_configs}.values():
            for name in init_of(holder):
                parts = init_of(holder)[name]
                only = isinstance(parts, dict) and set(parts) == {"commands"}  # for calls by hand
                if name != "configSets" and (holder.name, name) not in done and not only:
                    yield holder.finding_at(f"Nothing asks for {name}", *INIT_KEYS, name)
