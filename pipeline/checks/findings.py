"""What a check finds on a rendered template, and how it is led back to its source."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.config.layer import KeyPath
from pipeline.diagnostic import Diagnostic, Location
from pipeline.template.merge import Template


class LintMatch(NamedTuple):
    """A finding at an element of the template; line and column are those of its text."""

    keys: KeyPath
    line: int
    column: int
    message: str
    hint: str
    severity: str
    rule: str


def locate_match(match: LintMatch, name: str, template: Template) -> Diagnostic:
    """Return a finding as a problem at the config's line, else the partial's, else the template's.

    A default's place is the config that leaves it out; the problem names the setting then.
    """
    source = template.source(match.keys)
    location = Location(name, match.line, match.column)
    partial, setting = None, ""
    if source and source.origins:
        origin = source.origins[0]
        location, partial = origin.location, source.partial
        setting = f"default of {origin.setting}" if origin.layer == "default" else origin.setting
    elif source:
        location = source.partial
    return Diagnostic(
        location,
        match.message,
        match.hint,
        match.severity,
        match.rule,
        partial,
        ".".join(map(str, match.keys)),
        setting,
    )


def fold(matches: list[LintMatch]) -> list[LintMatch]:
    """Return the findings without those that a later check has on the same element.

    cfn-lint and cloudformation-validate have many rules in common, under names of their own.
    """
    kept: list[LintMatch] = []
    seen: dict[tuple[KeyPath, str], str] = {}
    for match in matches:
        checker = _checker(match)
        if seen.setdefault((match.keys, match.severity), checker) == checker:
            kept.append(match)
    return kept


def _checker(match: LintMatch) -> str:
    return "second opinion" if match.rule.startswith("AWS-") else "cfn-lint"
