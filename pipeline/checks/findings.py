"""What a linter finds in a template, led back to the lines that it comes from."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.diagnostic import Diagnostic, Location
from pipeline.paths import KeyPath
from pipeline.template.template import Template


class LintMatch(NamedTuple):
    """A finding at an element of the template; line and column are those of its text."""

    path: KeyPath
    line: int
    column: int
    message: str
    hint: str
    severity: str
    rule: str


def locate_match(match: LintMatch, name: str, template: Template) -> Diagnostic:
    """Return a finding as a diagnostic at the config's line, else the partial's, else its own.

    `name` is the template's file. The location of a default is the config that leaves it out.
    """
    diagnostic = Diagnostic(
        Location(name, match.line, match.column),
        match.message,
        match.hint,
        match.severity,
        match.rule,
        element=match.path,
    )
    source = template.source(match.path)
    if not source:
        return diagnostic
    if not source.origins:
        return diagnostic._replace(location=source.partial)
    origin = source.origins[0]
    return diagnostic._replace(
        location=origin.location,
        partial=source.partial,
        setting=origin.setting,
        is_default=origin.layer == "default",
    )
