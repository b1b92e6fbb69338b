"""The events of a stack's last operation, as `describe-stack-events` prints them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.diagnostic import InvalidInput
from pipeline.review.events import read_events

STACK = "AWS::CloudFormation::Stack"


def _event(time: int, name: str, status: str, type_: str = STACK) -> dict[str, Any]:
    return {
        "Timestamp": f"2026-01-01T00:00:{time:02}Z",
        "StackName": "shop",
        "LogicalResourceId": name,
        "ResourceType": type_,
        "ResourceStatus": status,
    }


CREATED = _event(2, "shop", "CREATE_COMPLETE"), _event(1, "shop", "CREATE_IN_PROGRESS")
GROUP = _event(4, "Group", "UPDATE_IN_PROGRESS", "AWS::AutoScaling::AutoScalingGroup")
UPDATED = _event(5, "shop", "UPDATE_COMPLETE"), GROUP, _event(3, "shop", "UPDATE_IN_PROGRESS")
LAST = [
    ("shop", "UPDATE_IN_PROGRESS"),
    ("Group", "UPDATE_IN_PROGRESS"),
    ("shop", "UPDATE_COMPLETE"),
]


def _read(folder: Path, data: Any) -> list[tuple[str, str]]:
    path = folder / "events.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return [(each.resource, each.status) for each in read_events(str(path))]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"StackEvents": [*UPDATED, *CREATED]}, LAST),
        ({"Events": [*UPDATED, *CREATED]}, LAST),
        ([*UPDATED, *CREATED], LAST),
        ([*CREATED, *UPDATED], LAST),
        ([GROUP], [("Group", "UPDATE_IN_PROGRESS")]),
    ],
)
def test_the_last_operation(data: Any, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert _read(tmp_path, data) == expected


@pytest.mark.parametrize("data", [{}, [], 5, "text", {"StackEvents": [5]}, [{}], {"Other": []}])
def test_what_is_no_list_of_events(data: Any, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as error:
        _read(tmp_path, data)
    [found] = error.value.diagnostics
    assert str(found.location) == f"{tmp_path}/events.json:1:1"
    assert found.message == "no events of resources in it"
