"""Findings that a team accepts for now: each with a reason, and a date after which it counts."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from pipeline.config.extends import Config
from pipeline.problem import Problem

RULE = "waiver"


class Waived(NamedTuple):
    """What is left of the findings, and the lines that tell what was waived and why."""

    problems: list[Problem]
    lines: list[str]


def waive(
    problems: list[Problem], config: Config, waivers: list[dict[str, Any]], today: dt.date
) -> Waived:
    """Take out the findings that a waiver accepts.

    A waiver whose date has passed accepts nothing; one that matches no finding is a finding.
    """
    lines: list[str] = []
    added: list[Problem] = []
    left = list(problems)
    for index, waiver in enumerate(waivers):
        matched = [problem for problem in left if _matches(waiver, problem)]
        place = config.place(("waivers", index))
        name = f"waivers[{index}]: {waiver['rule']} on {waiver['resource'] or 'anything'}"
        if not matched:
            hint = "delete it"
            added.append(Problem(place, f"{name} matches no finding", hint, rule=RULE))
        elif dt.date.fromisoformat(waiver["until"]) < today:
            hint = "mend what it waives, or give it another date"
            added.append(Problem(place, f"{name} ended on {waiver['until']}", hint, rule=RULE))
        else:
            left = [problem for problem in left if problem not in matched]
            told = f"waived until {waiver['until']}: {waiver['reason']}"
            lines += [
                f"{problem.place}: {problem.message} [{problem.rule}] {told}" for problem in matched
            ]
    return Waived([*left, *added], lines)


def _matches(waiver: dict[str, Any], problem: Problem) -> bool:
    resource = waiver["resource"]
    parts = problem.element.split(".")
    return problem.rule == waiver["rule"] and (not resource or resource in parts[1:2])
