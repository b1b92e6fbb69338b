"""Which setting a change comes from, and the partial's line where it is none."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.diagnostic import Location
from pipeline.review.attribution import Attribution, Earlier, _few
from pipeline.review.changes import compare
from pipeline.review.effects import Effect
from pipeline.review.records import PropertyChange
from tests.review.support import PARTIALS, render

GROUP = "AutoScalingGroup"


def _attribution(before: dict[str, Any], after: dict[str, Any]) -> Attribution:
    return Attribution(render(after), Earlier(render(before).config, PARTIALS))


def _change(key: str, before: Any) -> PropertyChange:
    return PropertyChange(("Properties", key), key, before, "b", Effect.NONE, "")


@pytest.mark.parametrize(
    ("before", "after", "resource", "key", "value", "setting"),
    [
        ({"fleet": {"max_size": 5}}, {"fleet": {"max_size": 6}}, GROUP, "MaxSize", "5", True),
        ({"fleet": {"max_size": 5}}, {}, GROUP, "MaxSize", "5", True),
        ({}, {"fleet": {"max_size": 6}}, GROUP, "MaxSize", "4", True),
        # The value before is another one: the setting is close all the same.
        ({"fleet": {"max_size": 5}}, {"fleet": {"max_size": 6}}, GROUP, "MaxSize", "9", True),
        # Of a resource that settings change, what no setting alone changes is not known.
        (
            {"fleet": {"max_size": 5}},
            {"fleet": {"max_size": 6}},
            GROUP,
            "TargetGroupARNs",
            "",
            None,
        ),
        # Of another one it is the line of the partial.
        (
            {"fleet": {"max_size": 5}},
            {"fleet": {"max_size": 6}},
            "LoadBalancer",
            "Subnets",
            "",
            False,
        ),
        ({}, {}, GROUP, "MaxSize", "5", False),
        ({}, {}, "Nowhere", "MaxSize", "5", None),
    ],
)
def test_a_property(
    before: dict[str, Any],
    after: dict[str, Any],
    resource: str,
    key: str,
    value: str,
    setting: bool | None,
) -> None:
    """`setting` says whether it is one, or a partial's line; None for neither."""
    cause = _attribution(before, after).property(resource, _change(key, value))
    if setting:
        assert cause.setting == "fleet.max_size"
    elif setting is None:
        assert (cause.setting, cause.location) == ("", Location("config/prod.yml"))
    else:
        assert cause.setting == ""
        assert cause.location.file.startswith("partials/")
        assert cause.location.line


@pytest.mark.parametrize(
    ("before", "after", "is_default", "is_removed"),
    [
        ({}, {"dashboard": {"enabled": True}}, False, False),
        ({"dashboard": {"enabled": True}}, {}, False, True),
    ],
)
def test_a_resource(
    before: dict[str, Any], after: dict[str, Any], is_default: bool, is_removed: bool
) -> None:
    attribution = _attribution(before, after)
    old, new = (render(each).template.data for each in (before, after))
    change = next(each for each in compare(old, new, "eu-west-1") if each.name == "Dashboard")
    cause = attribution.resource(change)
    assert cause.setting == "dashboard.enabled"
    assert (cause.is_default, cause.is_removed) == (is_default, is_removed)


def test_an_output() -> None:
    attribution = _attribution({}, {"alb": {"scheme": "internal"}})
    assert attribution.output("Nowhere").text == ""
    assert attribution.output("DNSName").location.file.startswith("partials/")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ([("a",)], [("a",)]),
        ([("a", str(each)) for each in range(16)], [("a", str(each)) for each in range(16)]),
        ([*(("a", str(each)) for each in range(16)), ("b",)], [("a",), ("b",)]),
        (
            [*(("a", str(each)) for each in range(10)), *(("b", str(each)) for each in range(7))],
            [("a",), *(("b", str(each)) for each in range(7))],
        ),
        ([(str(each),) for each in range(17)], [(str(each),) for each in range(17)]),
    ],
)
def test_many_settings_are_tried_by_the_maps_that_most_are_in(
    settings: list[Any], expected: list[Any]
) -> None:
    assert _few(settings) == expected
