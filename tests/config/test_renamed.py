"""A former name of a setting: unknown, and the message names the one of today."""

from __future__ import annotations

import pytest

from pipeline.config.schema import settings
from pipeline.config.schema_files import load_schema
from pipeline.paths import dotted
from tests.support import REGIONS, ROOT, Folder

SCHEMA = load_schema(ROOT / "schema" / "config.schema.json")
RENAMED = SCHEMA["renamed"]
NAMES = {dotted(keys) for keys, _ in settings(SCHEMA)}


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_the_message_names_the_setting_of_today(old: str, new: str, stack: Folder) -> None:
    assert new in NAMES
    section, _, name = old.partition(".")
    result = stack.render(f"{REGIONS}{section}:\n  {name}: 1\n")
    assert result.code == 2
    said = f"config/case.yml:3:3: error: {old}: unknown setting\n"
    assert f"{said}    hint: the setting is named {new} now\n" in result.err


def test_no_name_is_used_again() -> None:
    assert RENAMED.keys().isdisjoint(NAMES)
