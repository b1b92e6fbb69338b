"""Findings that are accepted for now."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pipeline.checks.waivers import RULE, waive
from pipeline.config.extends import Config, read_config
from pipeline.config.layer import read_layer
from pipeline.diagnostic import Diagnostic, Location, Waived

TODAY = dt.date(2026, 6, 15)
FOUND = Diagnostic(
    Location("config/prod.yml", 3, 1),
    "too open",
    rule="W2509",
    element=("Resources", "Group", "Properties"),
)
CONFIG = """\
regions: [eu-west-1]
waivers:
  - {rule: W2509, resource: Group, reason: on purpose, until: "2026-06-15"}
"""


def _waiver(**changes: Any) -> dict[str, Any]:
    waiver = {"rule": "W2509", "resource": "Group", "reason": "on purpose", "until": "2026-06-15"}
    return {**waiver, **changes}


@pytest.fixture
def shared(tmp_path: Path) -> Config:
    """Return a config that has its waivers from the file that it extends."""
    (tmp_path / "_shared.yml").write_text(CONFIG)
    path = tmp_path / "prod.yml"
    path.write_text("extends: _shared.yml\n")
    return read_config(path, "prod.yml")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = tmp_path / "prod.yml"
    path.write_text(CONFIG)
    assert read_layer(path, "prod.yml").diagnostics == []
    return read_config(path, "prod.yml")


@pytest.mark.parametrize("changes", [{}, {"resource": None}])
def test_a_waiver_accepts_its_finding(config: Config, changes: dict[str, Any]) -> None:
    left, waived = waive([FOUND], config, [_waiver(**changes)], TODAY)
    assert left == []
    assert waived == [Waived(FOUND, "on purpose", "2026-06-15")]
    expected = "config/prod.yml:3:1: too open [W2509] waived until 2026-06-15: on purpose"
    assert waived[0].text == expected


@pytest.mark.parametrize(
    ("element", "is_waived"),
    [
        (("Resources", "Group"), True),
        (("Resources", "Other", "Group"), False),  # a property of this name
        (("Outputs", "Group", "Value"), True),
        (("Resources",), False),
        ((), False),
    ],
)
def test_a_waiver_is_for_a_resource(
    config: Config, element: tuple[str, ...], *, is_waived: bool
) -> None:
    found = FOUND._replace(element=element)
    left, waived = waive([found], config, [_waiver()], TODAY)
    assert ([each.diagnostic for each in waived] == [found]) is is_waived
    assert (found not in left) is is_waived


def test_a_waiver_names_a_similar_resource(config: Config) -> None:
    found = [FOUND._replace(element=each) for each in (("Resources",), ("Resources", "Groups"))]
    left, _ = waive(found, config, [_waiver()], TODAY)
    [wrong] = [each for each in left if each.rule == RULE]
    assert wrong.hint == "did you mean 'Groups'?"


@pytest.mark.parametrize("changes", [{"rule": "W2510"}, {"resource": "Other"}])
def test_a_waiver_that_matches_nothing_is_a_finding(
    config: Config, changes: dict[str, Any]
) -> None:
    left, waived = waive([FOUND], config, [_waiver(**changes)], TODAY)
    assert [diagnostic.rule for diagnostic in left] == ["W2509", RULE]
    assert "matches no finding" in left[1].message
    assert left[1].location == Location("prod.yml", 3, 5)
    assert waived == []


def test_a_waiver_ends(config: Config) -> None:
    left, waived = waive([FOUND], config, [_waiver()], TODAY + dt.timedelta(days=1))
    assert [diagnostic.rule for diagnostic in left] == ["W2509", RULE]
    assert left[1].message == "waivers[0]: W2509 on Group ended on 2026-06-15"
    assert waived == []


def test_a_misspelt_resource_is_led_to_that_of_a_finding(config: Config) -> None:
    left, _ = waive([FOUND], config, [_waiver(resource="Grup")], TODAY)
    assert left[1].hint == "did you mean 'Group'?"


def test_a_waiver_that_ended_and_matches_nothing_says_both(config: Config) -> None:
    ended = _waiver(rule="W9999", resource="", until="2026-06-14")
    [found] = waive([], config, [ended], TODAY).diagnostics
    assert found.message == "waivers[0]: W9999 matches no finding, and ended on 2026-06-14"


def test_a_shared_waiver_may_be_for_another_environment(shared: Config) -> None:
    assert waive([], shared, [_waiver()], TODAY) == ([], [])
    assert waive([FOUND], shared, [_waiver()], TODAY).diagnostics == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rule": "W9999", "until": "2026-06-14"}, "matches no finding, and ended on 2026-06-14"),
        ({"resource": "Grup"}, "matches no finding"),  # there is one on `Group`
    ],
)
def test_a_shared_waiver_that_is_for_no_environment(
    shared: Config, changes: dict[str, Any], message: str
) -> None:
    found = waive([FOUND], shared, [_waiver(**changes)], TODAY).diagnostics[-1]
    assert (found.location, found.message.endswith(message)) == (
        Location("_shared.yml", 3, 5),
        True,
    )
