"""Which values below `custom` no partial reads: rows of custom_reads.yml."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.config.schema_files import load_schema
from pipeline.paths import dotted
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import render_config
from tests.rendered import read_cases
from tests.support import Folder

ROWS: list[dict[str, Any]] = read_cases(Path(__file__).with_name("custom_reads.yml"))
PARTIAL = "Metadata:\n  Read: |\n    ( %s )\n"


def _unread(small: Folder, custom: dict[str, Any], partial: str) -> dict[str, list[str]]:
    schema = json.loads(small.read("schema/config.schema.json"))
    schema["properties"]["custom"] = {"type": "object", "default": {}}
    small.write("schema/config.schema.json", json.dumps(schema))
    text = partial if partial.startswith("Metadata") else PARTIAL % partial
    small.write("partials/own.yml.j2", text)
    settings = {"regions": ["eu-west-1"], "flag": False, "custom": custom}
    path = small.write("config/case.yml", yaml.safe_dump(settings))
    environment = PartialEnvironment(small.root / "partials", None)
    loaded = load_schema(small.root / "schema" / "config.schema.json")
    found = render_config(environment, loaded, path, "config/case.yml").unread
    return {dotted(each.path): list(each.known) for each in found}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["partial"]))
def test_what_is_unread(row: dict[str, Any], small: Folder) -> None:
    assert _unread(small, row["custom"], row["partial"]) == row["unread"]


def test_a_config_without_own_values(small: Folder) -> None:
    assert _unread(small, {}, "a") == {}
