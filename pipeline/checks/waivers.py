"""Findings that a team accepts for a time: each with a reason, and a date on which that ends."""

import datetime as dt
from typing import Any, NamedTuple

from pipeline.config.extends import Config
from pipeline.diagnostic import Diagnostic, Waived, did_you_mean

RULE = "waiver"


class Report(NamedTuple):
    """What the checks find in one template, and what its waivers accept of that."""

    diagnostics: list[Diagnostic]
    waived: list[Waived]


def waive(
    diagnostics: list[Diagnostic], config: Config, waivers: list[dict[str, Any]], today: dt.date
) -> Report:
    """Take out the findings that a waiver accepts.

    A waiver whose date has passed accepts nothing; one that matches no finding is a finding, but
    for one of a file that others extend, too: it may be for a finding of theirs.
    """
    waived: list[Waived] = []
    added: list[Diagnostic] = []
    left = list(diagnostics)
    for index, waiver in enumerate(waivers):
        matched = [diagnostic for diagnostic in left if _matches(waiver, diagnostic)]
        location = config.location(("waivers", index))
        is_shared = location.file != config.name
        if issue := _issue(waiver, today, left, matched=bool(matched), is_shared=is_shared):
            resource = f" on {waiver['resource']}" if waiver["resource"] else ""
            name = f"waivers[{index}]: {waiver['rule']}{resource}"
            message, hint = issue
            added.append(Diagnostic(location, f"{name} {message}", hint, rule=RULE))
        else:
            left = [diagnostic for diagnostic in left if diagnostic not in matched]
            waived += [Waived(each, waiver["reason"], waiver["until"]) for each in matched]
    return Report([*left, *added], waived)


def _issue(
    waiver: dict[str, Any],
    today: dt.date,
    left: list[Diagnostic],
    *,
    matched: bool,
    is_shared: bool,
) -> tuple[str, str] | None:
    """Return what is wrong with a waiver and what to do, None where it holds."""
    ended = dt.date.fromisoformat(waiver["until"]) < today
    if not matched:
        until = f", and ended on {waiver['until']}" if ended else ""
        similar = _similar(waiver, left)
        if is_shared and not ended and not similar:
            return None
        return f"matches no finding{until}", similar or "delete it"
    if ended:
        return f"ended on {waiver['until']}", "fix the finding, or extend the date"
    return None


def _similar(waiver: dict[str, Any], left: list[Diagnostic]) -> str:
    """Return a hint that names the resource of a finding that the waiver may mean."""
    of_rule = [each for each in left if each.rule == waiver["rule"]]
    resources = [str(each.element[1]) for each in of_rule if len(each.element) > 1]
    return did_you_mean(waiver["resource"], resources)


def _matches(waiver: dict[str, Any], diagnostic: Diagnostic) -> bool:
    resource = waiver["resource"]
    same_resource = not resource or resource in diagnostic.element[1:2]
    return diagnostic.rule == waiver["rule"] and same_resource
