"""Problems in the forms that other programs read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipeline import VERSION
from pipeline.diagnostic import Diagnostic, Location

_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def as_json(diagnostics: list[Diagnostic]) -> str:
    """Return the problems as a JSON list of objects."""
    return json.dumps(
        [_as_map(diagnostic) for diagnostic in diagnostics], indent=2, ensure_ascii=False
    )


def as_github(diagnostics: list[Diagnostic]) -> str:
    """Return the problems as annotations of a pull request's lines."""
    return "\n".join(diagnostic.annotation for diagnostic in diagnostics)


def as_sarif(diagnostics: list[Diagnostic]) -> str:
    """Return the problems as a SARIF 2.1.0 log, which code scanning reads.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    rules = sorted({diagnostic.rule or "config" for diagnostic in diagnostics})
    driver = {
        "name": "ec2-web-stack",
        "version": VERSION,
        "rules": [{"id": rule} for rule in rules],
    }
    run = {"tool": {"driver": driver}, "results": [_sarif_result(each) for each in diagnostics]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2)


def as_junit(diagnostics: list[Diagnostic]) -> str:
    """Return the problems as a JUnit report: a failed case for each, or one that passed."""
    cases = (
        "".join(_junit_case(diagnostic) for diagnostic in diagnostics)
        or '  <testcase name="render"/>\n'
    )
    head = f'<testsuite name="ec2-web-stack" tests="{max(len(diagnostics), 1)}"'
    return f'<?xml version="1.0"?>\n{head} failures="{len(diagnostics)}">\n{cases}</testsuite>'


FORMATS: dict[str, Callable[[list[Diagnostic]], str]] = {
    "github": as_github,
    "json": as_json,
    "junit": as_junit,
    "sarif": as_sarif,
}


def _as_map(diagnostic: Diagnostic) -> dict[str, Any]:
    found = diagnostic._asdict()
    location = found.pop("location")._asdict()
    return {**location, **found, "partial": found["partial"] and found["partial"]._asdict()}


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


def _junit_case(diagnostic: Diagnostic) -> str:
    name = quoteattr(f"{diagnostic.location} {diagnostic.rule}".strip())
    message = quoteattr(diagnostic.message)
    body = f"<failure message={message}>{escape(diagnostic.text)}</failure>"
    return f"  <testcase name={name}>{body}</testcase>\n"


def _text(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message
