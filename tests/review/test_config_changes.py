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


def test_there_are_at_least_twenty() -> None:
    assert len(CHANGES) >= 20
