"""Problems in the forms that other programs read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipeline import VERSION
from pipeline.problem import Place, Problem

_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def as_json(problems: list[Problem]) -> str:
    """Return the problems as a JSON list of objects."""
    return json.dumps([_as_map(problem) for problem in problems], indent=2, ensure_ascii=False)


def as_github(problems: list[Problem]) -> str:
    """Return the problems as annotations of a pull request's lines."""
    return "\n".join(problem.annotation for problem in problems)


def as_sarif(problems: list[Problem]) -> str:
    """Return the problems as a SARIF 2.1.0 log, which code scanning reads.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    rules = sorted({problem.rule or "config" for problem in problems})
    driver = {
        "name": "ec2-web-stack",
        "version": VERSION,
        "rules": [{"id": rule} for rule in rules],
    }
    run = {"tool": {"driver": driver}, "results": [_sarif_result(each) for each in problems]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2)


def as_junit(problems: list[Problem]) -> str:
    """Return the problems as a JUnit report: a failed case for each, or one that passed."""
    cases = "".join(_junit_case(problem) for problem in problems) or '  <testcase name="render"/>\n'
    head = f'<testsuite name="ec2-web-stack" tests="{max(len(problems), 1)}"'
    return f'<?xml version="1.0"?>\n{head} failures="{len(problems)}">\n{cases}</testsuite>'


FORMATS: dict[str, Callable[[list[Problem]], str]] = {
    "github": as_github,
    "json": as_json,
    "junit": as_junit,
    "sarif": as_sarif,
}


def _as_map(problem: Problem) -> dict[str, Any]:
    found = problem._asdict() | {"place": None}
    del found["place"]
    partial = problem.partial._asdict() if problem.partial else None
    return {**problem.place._asdict(), **found, "partial": partial}


def _sarif_result(problem: Problem) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.rule or "config",
        "level": _SARIF_LEVELS.get(problem.severity, "error"),
        "message": {"text": _text(problem)},
        "locations": [_sarif_location(problem.place)],
    }
    if problem.partial:
        result["relatedLocations"] = [_sarif_location(problem.partial)]
    return result


def _sarif_location(place: Place) -> dict[str, Any]:
    region = {"startLine": place.line or 1, "startColumn": place.column or 1}
    return {"physicalLocation": {"artifactLocation": {"uri": place.file}, "region": region}}


def _junit_case(problem: Problem) -> str:
    name = quoteattr(f"{problem.place} {problem.rule}".strip())
    message = quoteattr(problem.message)
    body = f"<failure message={message}>{escape(problem.text)}</failure>"
    return f"  <testcase name={name}>{body}</testcase>\n"


def _text(problem: Problem) -> str:
    return f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
