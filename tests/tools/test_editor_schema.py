"""The schema for editors, read by a validator where there is no Node.js."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from pipeline.config.schema import Schema
from pipeline.config.schema_files import load_schema
from tests.support import ROOT
from tools.editor_schema import editor_schema

SCHEMA = editor_schema(load_schema(ROOT / "schema" / "config.schema.json"))
CONFIGS = sorted(ROOT.glob("config/**/*.yml"))


def _errors(config: Any, schema: Schema = SCHEMA) -> list[str]:
    return [error.message for error in Draft7Validator(schema).iter_errors(config)]


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_a_shipped_config_is_valid(path: Path) -> None:
    assert _errors(yaml.safe_load(path.read_text(encoding="utf-8"))) == []


def test_null_restores_the_default_of_what_is_not_required() -> None:
    assert _errors({"extends": "_shared.yml", "fleet": {"min_size": None}, "alb": None}) == []
    assert _errors({"extends": "_shared.yml", "tags": {"team": None}}) == []
    assert _errors({"extends": "_shared.yml", "deployment": {"strategy": None}}) == []
    assert _errors({"regions": None}) != []


@pytest.mark.parametrize("name", ["regions", "extends"])
def test_regions_may_stand_in_the_config_that_is_extended(name: str) -> None:
    value: Any = ["eu-west-1"] if name == "regions" else "_shared.yml"
    assert _errors({name: value}) == []
    assert _errors({}) != []


def _described(schema: Schema) -> Any:
    yield schema
    for inner in (*schema.get("properties", {}).values(), schema.get("items")):
        if isinstance(inner, dict):
            yield from _described(inner)


def test_no_default_is_inserted_with_its_section() -> None:
    described = list(_described(SCHEMA))
    assert len(described) > 250
    assert [each for each in described if "default" in each] == []
