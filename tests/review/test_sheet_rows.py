"""The rows and sentences of the sheet's sections, from templates that are small enough to count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from pipeline.review.causes import Causes
from pipeline.review.sheet import capacity, page
from pipeline.review.sheet.alarms import AlarmRow, alarm_rows, notices, topic_lines
from pipeline.review.sheet.changes_table import change_rows, unknown
from pipeline.review.sheet.conditions import condition, without_data
from pipeline.review.sheet.costs import costs
from pipeline.review.sheet.diagram import diagram
from pipeline.review.sheet.firewall import firewall
from pipeline.review.sheet.keeping import kept, leavings
from pipeline.review.sheet.permission_rows import permission_rows
from pipeline.review.sheet.reach import Way, ways
from pipeline.review.sheet.requests import answers
from pipeline.review.sheet.stack import Stack
from tests.rendered import merged, read_cases
from tests.review.support import DATA, base_rendering, with_template

Data = dict[str, Any]
CONDITIONS: list[Data] = read_cases(DATA / "alarm_conditions.yml")
ROWS: dict[str, list[Data]] = read_cases(DATA / "sheet_rows.yml")


def joined(rows: Iterable[Iterable[object]]) -> list[str]:
    return [" | ".join(map(str, row)) for row in rows]


def way(found: Way) -> str:
    return " | ".join([*found[:-1], "in" if found.opens else "out"])


def alarm(row: AlarmRow) -> str:
    return f"{row.name}: {row.meaning}, {row.first}, {' + '.join(row.goes_to)}"


SECTIONS: dict[str, Callable[[Stack], list[str]]] = {
    "alarms": lambda stack: list(map(alarm, alarm_rows(stack))),
    "answers": lambda stack: joined(answers(stack)),
    "changes": lambda stack: joined(
        (*each[:1], *each[2:]) for each in change_rows(stack, Causes(stack.rendering, {}))
    ),
    "costs": lambda stack: joined(costs(stack)),
    "creation": lambda stack: [capacity.creation(stack)],
    "deployments": lambda stack: joined(capacity.deployment_rows(stack)),
    "diagram": lambda stack: diagram(stack, alarm_rows(stack), ways(stack)).split("\n"),
    "firewall": firewall,
    "kept": lambda stack: joined(kept(stack)),
    "leavings": leavings,
    "moves": lambda stack: capacity.moves(stack, alarm_rows(stack)),
    "notices": notices,
    "permissions": lambda stack: joined(permission_rows(stack, Causes(stack.rendering, {}))),
    "sizes": capacity.sizes,
    "strategy": lambda stack: [page._strategy(stack)],  # noqa: SLF001
    "topics": lambda stack: topic_lines(stack, alarm_rows(stack)),
    "unknown": unknown,
    "undocumented": lambda stack: [capacity.undocumented(stack)],
    "ways": lambda stack: list(map(way, ways(stack))),
}


def stack_of(case: Data) -> Stack:
    """Return a stack with the resources of a case alone."""
    sections = {name.title(): case.get(name, {}) for name in ("outputs", "parameters")}
    rendering = with_template(base_rendering(), case["resources"], **sections)
    settings = merged(rendering.config.settings, case.get("settings", {}))
    stack = Stack(rendering._replace(values={"agent_metrics": case.get("agent_metrics")}))
    stack.settings = settings
    return stack


@pytest.mark.parametrize(
    ("section", "case"),
    [(name, case) for name, cases in ROWS.items() for case in cases],
    ids=lambda value: value if isinstance(value, str) else " ".join(value["resources"]),
)
def test_rows_of_a_section(section: str, case: Data) -> None:
    assert SECTIONS[section](stack_of(case)) == case["rows"]


@pytest.mark.parametrize("case", CONDITIONS, ids=lambda case: case["says"])
def test_condition_of_an_alarm(case: Data) -> None:
    resources: Data = {name: {"Type": "AWS::CloudWatch::Alarm"} for name in ("Errors", "Slow")}
    counted = {"FilterPattern": "ERROR", "MetricTransformations": [{"MetricName": "LogErrors"}]}
    resources["Filter"] = {"Type": "AWS::Logs::MetricFilter", "Properties": counted}
    parameters = {"Limit": {"Default": 80}}
    stack = Stack(with_template(base_rendering(), resources, Parameters=parameters))
    assert condition(stack, case["alarm"]) == case["says"]
    if "without_data" in case:
        assert without_data(stack, case["alarm"]) == case["without_data"]
