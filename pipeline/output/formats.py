"""Diagnostics in the forms that other programs read, waived findings among them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipeline import VERSION
from pipeline.diagnostic import Diagnostic, Location, Waived
from pipeline.paths import dotted

_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def as_json(diagnostics: list[Diagnostic], waived: list[Waived]) -> str:
    """Return the diagnostics as a JSON list of objects; `waived` is null but for waived ones."""
    found = [_as_map(each, None) for each in diagnostics]
    found += [_as_map(each.diagnostic, each) for each in waived]
    return json.dumps(found, indent=2, ensure_ascii=False)


def as_github(diagnostics: list[Diagnostic], _: list[Waived]) -> str:
    """Return the diagnostics as annotations of a pull request's lines; waived ones are none."""
    return "\n".join(map(_annotation, diagnostics))


def as_sarif(diagnostics: list[Diagnostic], waived: list[Waived]) -> str:
    """Return the diagnostics as a SARIF 2.1.0 log, which code scanning reads.

    Waived findings are suppressed results.
    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    results = [_sarif_result(each) for each in diagnostics]
    results += [_sarif_suppressed(each) for each in waived]
    rules = sorted({result["ruleId"] for result in results})
    driver = {
        "name": "ec2-web-stack",
        "version": VERSION,
        "rules": [{"id": rule} for rule in rules],
    }
    run = {"tool": {"driver": driver}, "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2)


def as_junit(diagnostics: list[Diagnostic], waived: list[Waived]) -> str:
    """Return a JUnit report: a failed case for each diagnostic, a skipped one for each waived."""
    cases = [_junit_case(each, "failure", each.message) for each in diagnostics]
    cases += [_junit_case(each.diagnostic, "skipped", each.text) for each in waived]
    cases = cases or ['  <testcase name="render"/>\n']
    counts = f'tests="{len(cases)}" failures="{len(diagnostics)}" skipped="{len(waived)}"'
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
        "waived": {"reason": waived.reason, "until": waived.until} if waived else None,
    }


def _sarif_suppressed(waived: Waived) -> dict[str, Any]:
    justification = f"{waived.reason} (until {waived.until})"
    suppression = {"kind": "external", "status": "accepted", "justification": justification}
    return {**_sarif_result(waived.diagnostic), "suppressions": [suppression]}


def _sarif_result(diagnostic: Diagnostic) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.rule or "config",
        "level": _SARIF_LEVELS.get(diagnostic.severity, "error"),
        "message": {"text": _text(diagnostic)},
        "locations": [_sarif_location(diagnostic.location)],
    }
    if diagnostic.partial:
        result["relatedLocations"] = [_sarif_location(diagnostic.partial)]
    return result


def _sarif_location(location: Location) -> dict[str, Any]:
    region = {"startLine": location.line or 1, "startColumn": location.column or 1}
    return {"physicalLocation": {"artifactLocation": {"uri": location.file}, "region": region}}


def _junit_case(diagnostic: Diagnostic, outcome: str, message: str) -> str:
    name = quoteattr(f"{diagnostic.location} {diagnostic.rule}".strip())
    body = f"<{outcome} message={quoteattr(message)}>{escape(diagnostic.text)}</{outcome}>"
    return f"  <testcase name={name}>{body}</testcase>\n"


def _text(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message
