"""Findings that a team accepts for now: each with a reason, and a date after which it counts."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from pipeline.config.extends import Config
from pipeline.diagnostic import Diagnostic

RULE = "waiver"


class Waived(NamedTuple):
    """What is left of the findings, and the lines that tell what was waived and why."""

    diagnostics: list[Diagnostic]
    lines: list[str]


def waive(
    diagnostics: list[Diagnostic], config: Config, waivers: list[dict[str, Any]], today: dt.date
) -> Waived:
    """Take out the findings that a waiver accepts.

    A waiver whose date has passed accepts nothing; one that matches no finding is a finding.
    """
    lines: list[str] = []
    added: list[Diagnostic] = []
    left = list(diagnostics)
    for index, waiver in enumerate(waivers):
        matched = [diagnostic for diagnostic in left if _matches(waiver, diagnostic)]
        location = config.location(("waivers", index))
        name = f"waivers[{index}]: {waiver['rule']} on {waiver['resource'] or 'anything'}"
        if not matched:
            hint = "delete it"
            added.append(Diagnostic(location, f"{name} matches no finding", hint, rule=RULE))
        elif dt.date.fromisoformat(waiver["until"]) < today:
            hint = "mend what it waives, or give it another date"
            added.append(
                Diagnostic(location, f"{name} ended on {waiver['until']}", hint, rule=RULE)
            )
        else:
            left = [diagnostic for diagnostic in left if diagnostic not in matched]
            told = f"waived until {waiver['until']}: {waiver['reason']}"
            lines += [
                f"{diagnostic.location}: {diagnostic.message} [{diagnostic.rule}] {told}"
                for diagnostic in matched
            ]
    return Waived([*left, *added], lines)


def _matches(waiver: dict[str, Any], diagnostic: Diagnostic) -> bool:
    resource = waiver["resource"]
    parts = diagnostic.element.split(".")
    return diagnostic.rule == waiver["rule"] and (not resource or resource in parts[1:2])
