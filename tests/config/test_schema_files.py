"""A schema in files is one schema; what cannot be read is reported where it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.config.schema_files import load_schema
from pipeline.diagnostic import InvalidInput


def _load(folder: Path, text: str) -> Any:
    (folder / "config.schema.json").write_text(text, encoding="utf-8")
    return load_schema(folder / "config.schema.json")


def test_references_are_replaced_in_lists_too(tmp_path: Path) -> None:
    text = {"definitions": {"a": {"const": 1}}, "allOf": [{"$ref": "#/definitions/a"}, {"b": 2}]}
    assert _load(tmp_path, json.dumps(text)) == {"allOf": [{"const": 1}, {"b": 2}]}


def test_what_stands_beside_a_reference_wins(tmp_path: Path) -> None:
    leaf = {"title": "a", "type": "string"}
    text = {"definitions": {"a": leaf}, "items": {"$ref": "#/definitions/a", "title": "b"}}
    assert _load(tmp_path, json.dumps(text)) == {"items": {"title": "b", "type": "string"}}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{", "1:2: error: not JSON: "),
        ('{\n"a" 1}', "2:5: error: not JSON: "),
        ("[" * 100_000, "1:1: error: not JSON: "),
        ("[]", "1:1: error: not a JSON schema: expected an object"),
        ('{\n\n"items": {"$ref": "#/definitions/x"}}', "3:1: error: broken schema: $ref #/def"),
        ('{\n"items": {"$ref": "#/\\u0061"}}', "1:1: error: broken schema: $ref #/a: no such"),
    ],
)
def test_what_cannot_be_read(text: str, where: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as raised:
        _load(tmp_path, text)
    assert str(raised.value).startswith(f"schema/config.schema.json:{where}")
