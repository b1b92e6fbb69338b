"""The review sheet of one rendering, as Markdown that reads alike on GitHub and in a terminal."""

from __future__ import annotations

import functools
from pathlib import Path, PurePath
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from pipeline.config.unused import unused
from pipeline.render.bytecode import Bytecode, KnownTemplates
from pipeline.review.causes import Causes
from pipeline.review.fleet import seconds
from pipeline.review.markdown import cell, cells, code, prose
from pipeline.review.partial_text import PartialText
from pipeline.review.sheet.alarms import alarm_rows, notices, topic_lines
from pipeline.review.sheet.capacity import creation, deployment_rows, moves, sizes, undocumented
from pipeline.review.sheet.changes_table import (
    change_cells,
    change_rows,
    in_several_rows,
    long_rows,
    outage_settings,
    unknown,
)
from pipeline.review.sheet.costs import costs
from pipeline.review.sheet.diagram import diagram
from pipeline.review.sheet.firewall import firewall
from pipeline.review.sheet.keeping import kept, leavings
from pipeline.review.sheet.permission_rows import permission_rows
from pipeline.review.sheet.reach import ways
from pipeline.review.sheet.requests import answers
from pipeline.review.sheet.settings_table import setting_rows, without_effect
from pipeline.review.sheet.stack import Stack
from pipeline.review.update_behaviours import GROUP
from pipeline.review.wording import duration
from pipeline.snapshot import Snapshot
from pipeline.template.assembly import Rendering

_TEMPLATE = "sheet.md.j2"


def review_sheet(
    rendering: Rendering,
    texts: dict[str, PartialText],
    cache: Path | None,
    snapshot: Snapshot | None = None,
) -> str:
    """Return the sheet's text; `texts` are those of the partials.

    The same rendering gives the same bytes on every machine.
    """
    return _environment(cache, snapshot).get_template(_TEMPLATE).render(_values(rendering, texts))


@functools.cache
def _environment(cache: Path | None, snapshot: Snapshot | None) -> Environment:
    environment = Environment(
        loader=_Loader(_source),
        bytecode_cache=Bytecode(cache, snapshot) if cache else None,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 (Markdown; every value passes through one of the filters)
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(cell=cell, cells=cells, code=code, prose=prose)
    return environment


class _Loader(KnownTemplates, FunctionLoader):
    pass


def _source(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")  # an error has the file's name


def _values(rendering: Rendering, texts: dict[str, PartialText]) -> dict[str, Any]:
    stack = Stack(rendering)
    alarms = alarm_rows(stack)
    causes = Causes(rendering, texts)
    changes = change_rows(stack, causes)
    reach, off = ways(stack), unused(stack.settings)
    return {
        "name": rendering.name,
        "config": PurePath(rendering.config.name).name,
        "description": stack.words(stack.data.get("Description", "")),
        "regions": rendering.regions,
        "diagram": diagram(stack, alarms, reach),
        "ways_in": [each[:-1] for each in reach if each.opens],
        "ways_out": [each[:-1] for each in reach if not each.opens],
        "firewall": firewall(stack),
        "answers": answers(stack),
        "sizes": sizes(stack),
        "moves": moves(stack, alarms),
        "creation": creation(stack),
        "deployments": deployment_rows(stack),
        "undocumented": undocumented(stack),
        "strategy": _strategy(stack),
        "changes": [change_cells(row) for row in changes],
        "long_changes": long_rows(changes),
        "in_several_rows": in_several_rows(changes),
        "unknown": unknown(stack),
        "outage_settings": outage_settings(stack, causes),
        "alarms": alarms,
        "topics": topic_lines(stack, alarms),
        "notices": notices(stack),
        "permissions": permission_rows(stack, causes),
        "costs": costs(stack),
        "kept": kept(stack),
        "leavings": leavings(stack),
        "parameters": [
            (name, stack.words(each.get("Default", "")), stack.words(each.get("Description", "")))
            for name, each in stack.data.get("Parameters", {}).items()
        ],
        "outputs": [
            (name, *(stack.words(each.get(key, "")) for key in ("Value", "Export", "Description")))
            for name, each in stack.data.get("Outputs", {}).items()
        ],
        "moving": _moving(stack),
        "waivers": rendering.waivers,
        "settings": setting_rows(stack, off),
        "without_effect": without_effect(off),
    }


def _moving(stack: Stack) -> list[str]:
    """Return the parameters whose values CloudFormation reads anew at each deployment."""
    return [
        name
        for name, each in stack.data.get("Parameters", {}).items()
        if str(each.get("Type", "")).startswith("AWS::SSM::Parameter::Value")
    ]


def _strategy(stack: Stack) -> str:
    for name, _ in stack.of_type(GROUP):
        policy = stack.resources[name].get("UpdatePolicy", {})
        for kind, words in _STRATEGIES.items():
            if kind in policy:
                return words(stack, policy[kind])
    return "There is no group with an update policy: running instances stay as they are."


def _rolling(_stack: Stack, policy: dict[str, Any]) -> str:
    pause = duration(seconds(policy.get("PauseTime", "")))
    return (
        "A rolling update: instances are replaced in batches. Each new one reports when the load "
        f"balancer finds it healthy, within {pause}; if one does not, CloudFormation rolls the "
        "whole update back. Nothing scales meanwhile."
    )


def _refresh(stack: Stack, policy: dict[str, Any]) -> str:
    watched = stack.targets(policy.get("Preferences", {}).get("AlarmSpecification", {}))
    alarms = f", or when one of {', '.join(watched)} is in ALARM" if watched else ""
    return (
        "An instance refresh: new instances are launched before old ones are terminated. It is "
        f"rolled back when a new instance does not become ready in time{alarms}."
    )


def _replacing(_stack: Stack, _policy: dict[str, Any]) -> str:
    return (
        "A whole new group is created beside the old one; when all of its instances have "
        "reported, the old group is deleted. If they do not, the new group is deleted."
    )


_STRATEGIES = {
    "AutoScalingReplacingUpdate": _replacing,
    "AutoScalingInstanceRefresh": _refresh,
    "AutoScalingRollingUpdate": _rolling,
}
