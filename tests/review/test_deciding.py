"""Which settings are named for what they decide: a section where all that is in it decides."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.paths import KeyPath, ancestors
from pipeline.review.deciding import _within

SETTINGS: dict[str, Any] = {
    "fleet": {"min_size": 2, "max_size": 4},
    "alb": {"https": {"certificate": None, "port": 443}, "scheme": "internal"},
    "dashboard": {"enabled": True},
    "tags": {},
}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([], []),
        (["fleet.max_size"], ["fleet.max_size"]),
        (["fleet.max_size", "fleet.min_size"], ["fleet"]),
        (["tags", "alb.scheme", "fleet.min_size"], ["fleet.min_size", "alb.scheme", "tags"]),
        (["alb.https.port", "alb.https.certificate"], ["alb.https"]),
        (["alb.https.port", "alb.scheme"], ["alb.https.port", "alb.scheme"]),
        (["alb.https.port", "alb.https.certificate", "alb.scheme"], ["alb"]),
        (["dashboard.enabled"], ["dashboard.enabled"]),  # which is more to the point
        (["alb.nowhere"], []),
        (["fleet", "alb", "dashboard", "tags"], ["fleet", "alb", "dashboard", "tags"]),
    ],
)
def test_settings_that_decide_together(wanted: list[str], expected: list[str]) -> None:
    paths: set[KeyPath] = {tuple(each.split(".")) for each in wanted}
    assert _within(SETTINGS, (), paths, ancestors(paths))[0] == expected
