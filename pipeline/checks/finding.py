"""What a check finds on a rendered template, and how it is led back to its source."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.config.config import Keys
from pipeline.problem import Place, Problem
from pipeline.template.merge import Template


class Finding(NamedTuple):
    """A finding at an element of the template; line and column are those of its text."""

    keys: Keys
    line: int
    column: int
    message: str
    hint: str
    severity: str
    rule: str


def locate_finding(finding: Finding, name: str, template: Template) -> Problem:
    """Return a finding as a problem at the config's line, else the partial's, else the template's.

    A default's place is the config that leaves it out; the problem names the setting then.
    """
    source = template.source(finding.keys)
    place = Place(name, finding.line, finding.column)
    partial, setting = None, ""
    if source and source.origins:
        origin = source.origins[0]
        place, partial = origin.place, source.partial
        setting = f"default of {origin.setting}" if origin.layer == "default" else origin.setting
    elif source:
        place = source.partial
    return Problem(
        place,
        finding.message,
        finding.hint,
        finding.severity,
        finding.rule,
        partial,
        ".".join(map(str, finding.keys)),
        setting,
    )


def fold(findings: list[Finding]) -> list[Finding]:
    """Return the findings without those that a later check has on the same element.

    cfn-lint and cloudformation-validate have many rules in common, under names of their own.
    """
    kept: list[Finding] = []
    seen: dict[tuple[Keys, str], str] = {}
    for finding in findings:
        checker = _checker(finding)
        if seen.setdefault((finding.keys, finding.severity), checker) == checker:
            kept.append(finding)
    return kept


def _checker(finding: Finding) -> str:
    return "second opinion" if finding.rule.startswith("AWS-") else "cfn-lint"
