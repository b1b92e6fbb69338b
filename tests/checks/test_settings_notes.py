"""Which settings are noted, and which just not: rows of settings_notes.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.checks.notes import NOTES
from pipeline.config.schema import fill_defaults
from pipeline.paths import dotted
from tests.rendered import SCHEMA, SMALLEST, merged, read_cases

ROWS: list[dict[str, Any]] = read_cases(Path(__file__).with_name("settings_notes.yml"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["set"])[:80])
def test_settings_that_are_noted(row: dict[str, Any]) -> None:
    settings = fill_defaults(SCHEMA, merged(SMALLEST, row["set"]))
    https = bool(settings["alb"]["https"]["certificate"])
    values = {**settings, "environment_name": "prod", "https": https}
    found = [note for each in NOTES if each.applies(values) for note in each(values)]
    assert [f"{each.rule} {dotted(each.setting)}" for each in found] == row["notes"]
    assert [each.message for each in found if row.get("says", "") not in each.message] == []
