"""Diagnostics in the forms that other programs read, waived findings among them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipeline.diagnostic import Diagnostic, Waived
from pipeline.output.sarif import as_sarif
from pipeline.paths import dotted


def as_json(diagnostics: list[Diagnostic], waived: list[Waived]) -> str:
    """Return the diagnostics as a JSON list of objects; `waived` is null but for waived ones."""
    found = [_as_map(each, None) for each in diagnostics]
    found += [_as_map(each.diagnostic, each) for each in waived]
    return json.dumps(found, indent=2, ensure_ascii=False)


def as_github(diagnostics: list[Diagnostic], _: list[Waived]) -> str:
    """Return the diagnostics as annotations of a pull request's lines; waived ones are none."""
    return "\n".join(map(_annotation, diagnostics))


def as_junit(diagnostics: list[Diagnostic], waived: list[Waived]) -> str:
    """Return a JUnit report: a failed case for each diagnostic, a skipped one for each waived.

    Information is the output of a case that passed.
    """
    notes = [each for each in diagnostics if each.severity == "info"]
    failed = [each for each in diagnostics if each.severity != "info"]
    cases = [_junit_case(each, "failure", each.message) for each in failed]
    cases += [_junit_case(each.diagnostic, "skipped", each.text) for each in waived]
    cases += [_junit_note(each) for each in notes]
    cases = cases or ['  <testcase name="render"/>\n']
    counts = f'tests="{len(cases)}" failures="{len(failed)}" skipped="{len(waived)}"'
    head = f'<?xml version="1.0"?>\n<testsuite name="ec2-web-stack" {counts}>\n'
    return head + "".join(cases) + "</testsuite>"


FORMATS: dict[str, Callable[[list[Diagnostic], list[Waived]], str]] = {
    "github": as_github,
    "json": as_json,
    "junit": as_junit,
    "sarif": as_sarif,
}


def _annotation(diagnostic: Diagnostic) -> str:
    """Return a workflow command, which marks the line in a pull request.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    level = {"error": "error", "warning": "warning"}.get(diagnostic.severity, "notice")
    location = diagnostic.location
    spot = f"file={_property(location.file)}"
    if location.line:
        spot += f",line={location.line},col={location.column or 1}"
    message = diagnostic.text.partition(": ")[2]
    return f"::{level} {spot}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _as_map(diagnostic: Diagnostic, waived: Waived | None) -> dict[str, Any]:
    location, partial = diagnostic.location, diagnostic.partial
    return {
        **location._asdict(),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "severity": diagnostic.severity,
        "rule": diagnostic.rule,
        "partial": partial._asdict() if partial else None,
        "element": dotted(diagnostic.element),
        "setting": dotted(diagnostic.setting),
        "is_default": diagnostic.is_default,
        "configs": list(diagnostic.configs),
        "waived": {"reason": waived.reason, "until": waived.until} if waived else None,
    }


def _junit_case(diagnostic: Diagnostic, outcome: str, message: str) -> str:
    name = _junit_name(diagnostic)
    body = f"<{outcome} message={quoteattr(message)}>{escape(diagnostic.text)}</{outcome}>"
    return f"  <testcase name={name}>{body}</testcase>\n"


def _junit_note(diagnostic: Diagnostic) -> str:
    body = f"<system-out>{escape(diagnostic.text)}</system-out>"
    return f"  <testcase name={_junit_name(diagnostic)}>{body}</testcase>\n"


def _junit_name(diagnostic: Diagnostic) -> str:
    return quoteattr(f"{diagnostic.location} {diagnostic.rule}".strip())
