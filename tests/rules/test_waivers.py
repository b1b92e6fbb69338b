"""Waivers in a template's metadata: reported, also when they count for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .corpus import SOUND, load

Found = list[tuple[str, list["str | int"], str]]
Run = Callable[[dict[str, Any]], Found]


def template(*waivers: Any, lifetime: int = 60) -> dict[str, Any]:
    """Return a template with one mistake (ER9307) and some waivers."""
    body = load(next(path for path in SOUND if path.name == "minimal.yml"))
    body["Resources"]["Group"]["Properties"]["MaxInstanceLifetime"] = lifetime
    body["Metadata"] = {"ec2-readiness": {"waivers": list(waivers)}}
    return body


GOOD = {"rule": "ER9307", "resource": "Group", "reason": "a test", "until": "2099-12-31"}


def test_a_waiver_makes_the_finding_information(run_on_data: Run) -> None:
    ((rule, path, message),) = run_on_data(template(GOOD))
    assert rule == "IR9923"
    assert path[1] == "Group"
    assert message.startswith("ER9307 waived until 2099-12-31: a test. ")


def test_a_waiver_may_stand_at_the_resource(run_on_data: Run) -> None:
    body = template()
    del body["Metadata"]
    own = {key: value for key, value in GOOD.items() if key != "resource"}
    body["Resources"]["Group"]["Metadata"] = {"ec2-readiness": {"waivers": [own]}}
    assert [rule for rule, _, _ in run_on_data(body)] == ["IR9923"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"reason": " "}, "The waiver gives no reason"),
        ({"until": "soon"}, "The waiver has no date"),
        ({"until": "2020-01-01"}, "The waiver ran out on 2020-01-01"),
        ({"rule": ""}, "The waiver names no rule"),
        ({"rule": "WR9307"}, "Nothing needs the waiver of WR9307"),
        ({"resource": "Template"}, "Nothing needs the waiver of ER9307"),
    ],
)
def test_a_waiver_that_does_not_count_is_reported(
    change: dict[str, str], problem: str, run_on_data: Run
) -> None:
    found = {rule: (path, message) for rule, path, message in run_on_data(template(GOOD | change))}
    assert set(found) == {"ER9307", "WR9919"}
    path, message = found["WR9919"]
    assert path == ["Metadata", "ec2-readiness", "waivers", 0]
    assert message.startswith(problem)


def test_a_waiver_that_nothing_needs_is_reported(run_on_data: Run) -> None:
    ((rule, _, message),) = run_on_data(template(GOOD, lifetime=86400))
    assert rule == "WR9919"
    assert message.startswith("Nothing needs the waiver of ER9307")


def test_a_waiver_of_a_warning_does_not_cover_the_error(run_on_data: Run) -> None:
    assert "ER9307" in [r for r, _, _ in run_on_data(template(GOOD | {"rule": "WR9307"}))]


@pytest.mark.parametrize("nonsense", [None, 7, "x", [[]], {"rule": ["a"]}])
def test_nonsense_for_a_waiver_is_reported(nonsense: Any, run_on_data: Run) -> None:
    assert "WR9919" in [rule for rule, _, _ in run_on_data(template(nonsense))]
