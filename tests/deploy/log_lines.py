"""Each log filter, tried on the kinds of lines that applications write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.deploy.checks import logs
from tests.deploy.filter_pattern import UnknownPatternError, matches
from tests.deploy.standing import Standing


@dataclass(frozen=True)
class LogLine:
    """A line, its kind, and whether it says that something went wrong."""

    kind: str
    wrong: bool
    line: str


LINES = [
    LogLine(**each)
    for each in yaml.safe_load(Path(__file__).with_name("log_lines.yml").read_text("utf-8"))
]


def patterns(standing: Standing) -> dict[str, str]:
    """Return the pattern of each filter that stands."""
    client = standing.client("logs")
    found = {}
    for name, properties in standing.expected(logs.FILTER).items():
        answer = client.describe_metric_filters(logGroupName=properties["LogGroupName"])
        known = {each["filterName"]: each["filterPattern"] for each in answer["metricFilters"]}
        found[name] = known.get(standing.ids[name], "")
    return found


def check(standing: Standing) -> Iterator[str]:
    """Complain of a filter that finds no error of any kind, or one where there is none."""
    for name, pattern in patterns(standing).items():
        try:
            counted = [each for each in LINES if matches(pattern, each.line)]
        except UnknownPatternError as error:
            yield f"{name}: a pattern that these tests cannot read: {error}"
            continue
        if not any(each.wrong for each in counted):
            yield f"{name}: '{pattern}' finds no error of any kind"
        yield from (
            f"{name}: '{pattern}' takes for an error: {each.line}"
            for each in counted
            if not each.wrong
        )


def missed(pattern: str) -> list[str]:
    """Return the kinds of errors that a pattern does not find."""
    return [each.kind for each in LINES if each.wrong and not matches(pattern, each.line)]
