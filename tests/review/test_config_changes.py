"""From a change of the config to its effect on the stack, and back to the config's line."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.impact import Impact, impact
from tests.review.support import PROJECT, load, render

CHANGES: list[dict[str, Any]] = load("config_changes.yml")["changes"]


def impact_of(change: dict[str, Any]) -> Impact:
    before = render().template.data
    return impact(render(change), before, "output/prod.yml", PROJECT.partials)


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: f"{case['setting']}-{case['resource']}")
def test_config_change_has_its_effect_and_its_line(case: dict[str, Any]) -> None:
    found = impact_of(case["set"])
    [item] = [each for each in found.items if each.change.name == case["resource"]]
    assert item.change.heading == case["effect"]
    assert item.cause.setting.split("[")[0] == case["setting"]
    assert item.cause.location.file == "config/prod.yml"
    assert item.cause.location.line > 0


def test_a_setting_that_is_shown_as_before_is_no_cause() -> None:
    """Names of subnets hold that of the parent stack, and change with the scheme."""
    change = {"alb": {"scheme": "internal"}, "dashboard": {"enabled": True}}
    before = render({"dashboard": {"enabled": True}}).template.data
    found = impact(render(change), before, "output/prod.yml", PROJECT.partials)
    items = {item.change.name: item for item in found.items}
    subnets = [cause for each, cause in items["LoadBalancer"].properties if "Subnets" in each.path]
    causes = [*subnets, items["Dashboard"].cause, items["TargetGroup"].cause]
    assert len(causes) == 6
    assert {each.setting for each in causes} == {"alb.scheme"}


def test_there_are_at_least_twenty() -> None:
    assert len(CHANGES) >= 20
