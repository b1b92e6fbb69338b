"""What follows in the regions that a config no longer names, or names anew."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.diagnostic import Location
from pipeline.review.region_changes import region_changes

HERE = Location("config/prod.yml", 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        (["eu-west-1"], ["eu-west-1"], [], []),
        (["eu-west-1"], ["eu-west-1", "us-east-1"], [], ["us-east-1"]),
        (["eu-west-1", "us-east-1"], ["us-east-1"], ["eu-west-1"], []),
        (["eu-west-1"], ["us-east-1"], ["eu-west-1"], ["us-east-1"]),
    ],
)
def test_regions(old: list[str], new: list[str], gone: list[str], come: list[str]) -> None:
    before: Any = SimpleNamespace(settings={"regions": old})
    config = SimpleNamespace(location=lambda _: HERE)
    rendering: Any = SimpleNamespace(regions=new, config=config)
    found = region_changes(before, rendering)
    assert [(each.resource, each.interrupts) for each, _ in found] == [
        *((region, True) for region in gone),
        *((region, False) for region in come),
    ]
    assert {cause.location for _, cause in found} <= {HERE}
    for note, _ in found:
        assert (f"--region {note.resource} " in note.text) is note.interrupts
