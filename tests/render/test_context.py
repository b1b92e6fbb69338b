"""The names that follow from settings: rows of derived.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.config.schema import fill_defaults
from pipeline.render.context import derivations
from tests.rendered import SCHEMA, SMALLEST, merged, read_cases

ROWS: list[dict[str, Any]] = read_cases(Path(__file__).with_name("derived.yml"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["set"])[:80])
def test_what_follows(row: dict[str, Any]) -> None:
    settings = fill_defaults(SCHEMA, merged(SMALLEST, row["set"]))
    values = {**settings, "environment_name": "prod"}
    for derive in derivations():
        if derive.applies(values):
            values.update(derive(values))
    expected = {name: value for name, value in row.items() if name != "set"}
    assert {name: values[name] for name in expected} == expected
