"""Tries each log filter on lines as applications write them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.cloudwatch.filter_pattern import UnknownPatternError, matches
from tests.deploy.checks import logs
from tests.deploy.stack.deployed_stack import DeployedStack

_ERRORS = "LogErrorsMetricFilter"


@dataclass(frozen=True)
class LogLine:
    """A line, its kind, and whether it reports an error."""

    kind: str
    wrong: bool
    line: str


LINES = [
    LogLine(**each)
    for each in yaml.safe_load(Path(__file__).with_name("log_lines.yml").read_text("utf-8"))
]


def patterns(deployed: DeployedStack) -> dict[str, str]:
    """Return the pattern of each deployed filter."""
    client = deployed.client("logs")
    found = {}
    for name, properties in deployed.expected(logs.FILTER).items():
        answer = client.describe_metric_filters(logGroupName=properties["LogGroupName"])
        known = {each["filterName"]: each["filterPattern"] for each in answer["metricFilters"]}
        found[name] = known.get(deployed.ids[name], "")
    return found


def check(deployed: DeployedStack) -> Iterator[str]:
    """Yield a message if the filter for errors counts no error of any kind."""
    pattern = patterns(deployed).get(_ERRORS)
    if pattern is None:
        return
    with contextlib.suppress(UnknownPatternError):
        if not any(each.wrong for each in counted(pattern)):
            yield f"{_ERRORS}: '{pattern}' counts no error of any kind"


def counted(pattern: str) -> list[LogLine]:
    """Return the lines that a pattern counts; raises UnknownPatternError."""
    return [each for each in LINES if matches(pattern, each.line)]


def describe(deployed: DeployedStack) -> Iterator[str]:
    """Yield which lines each filter counts or misses, for the report."""
    for name, pattern in patterns(deployed).items():
        try:
            found = counted(pattern)
        except UnknownPatternError as error:
            yield f"{name} '{pattern}' was not tried: these tests do not support {error}"
            continue
        if name != _ERRORS:
            yield f"{name} '{pattern}' counts: {_kinds(found)}"
            continue
        missed = [each for each in LINES if each.wrong and each not in found]
        yield f"{name} '{pattern}' misses: {_kinds(missed)}"
        if mistaken := [each for each in found if not each.wrong]:
            yield f"{name} '{pattern}' counts as errors: {_kinds(mistaken)}"


def _kinds(lines: list[LogLine]) -> str:
    return "; ".join(each.kind for each in lines) or "none of these"
