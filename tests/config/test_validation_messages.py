"""The words and the hint for each way to break a schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.config.extends import read_config
from pipeline.config.validate import validate
from pipeline.paths import KeyPath

SECTION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"depth": {"type": "integer"}, "shared": {"type": "string"}},
}
PROPERTIES: dict[str, Any] = {
    "regions": {
        "type": "array",
        "items": {"type": "string", "enum": ["eu", "us"]},
        "minItems": 1,
        "maxItems": 2,
        "uniqueItems": True,
        "examples": [["eu"]],
    },
    "size": {"type": "integer", "minimum": 1, "maximum": 9, "examples": [5]},
    "ratio": {"type": "number"},
    "flag": {"type": "boolean"},
    "name": {"type": ["string", "null"], "minLength": 3, "maxLength": 5, "examples": ["abc"]},
    "code": {"type": "string", "pattern": "^[0-9]$", "title": "a digit", "examples": ["7"]},
    "word": {"type": "string", "pattern": "^[a-z]+$", "examples": ["größe # 1"]},
    "tags": {
        "type": "object",
        "maxProperties": 1,
        "propertyNames": {"pattern": "^[a-z]+$", "title": "a word", "examples": ["team"]},
        "additionalProperties": {"type": "string"},
    },
    "kind": {"type": "string", "enum": ["none", "some", "all"]},
    "level": {"type": "string", "enum": ["1", "2"]},
    "strategy": {"type": "string", "enum": ["rolling", "replace"]},
    "switched": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"enabled": {"type": "boolean"}, "seconds": {"type": "integer"}},
    },
    "several": {"type": "array", "uniqueItems": False},
    "maps": {"type": "array", "uniqueItems": True, "items": {"type": "object"}},
    "section": SECTION,
    "other": {**SECTION, "properties": {"shared": {"type": "string"}, "height": {"type": "null"}}},
}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["regions"],
    "properties": PROPERTIES,
}
ALL = ", ".join(PROPERTIES)


def _found(folder: Path, text: str) -> list[str]:
    (folder / "case.yml").write_text(text, encoding="utf-8")
    config = read_config(folder / "case.yml", "case.yml")
    lines = [each.text for each in validate(config, SCHEMA).diagnostics]
    return [line.removeprefix("case.yml:").replace(": error: ", ": ") for line in lines]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("size: x", "1:7: size: 'x' is not a whole number", "for example 5"),
        ("size: 'x5'", "1:7: size: 'x5' is not a whole number", "for example 5"),
        ("size: '-5'", "1:7: size: '-5' is not a whole number", "delete the quotes"),
        ("flag: 'true'", "1:7: flag: 'true' is not true or false", "delete the quotes"),
        ("size: 5.0", "1:7: size: 5.0 is not a whole number", "for example 5"),
        ("size: true", "1:7: size: true is not a whole number", "for example 5"),
        ("size: {größe: 1}", '1:1: size: {"größe": 1} is not a whole number', "for example 5"),
        ("size: 0", "1:7: size: 0 is less than the minimum 1", "for example 5"),
        ("size: 10", "1:7: size: 10 is greater than the maximum 9", "for example 5"),
        ("ratio: true", "1:8: ratio: true is not a number", ""),
        ("ratio: [1]", "1:1: ratio: [1] is not a number", ""),
        ("name: 5", "1:7: name: 5 is not a string or null", 'quote it: "5"'),
        ("name: 5.5", "1:7: name: 5.5 is not a string or null", 'quote it: "5.5"'),
        ("name: 1.10", "1:7: name: 1.10 is not a string or null", 'quote it: "1.10"'),
        ("name: 0x10", "1:7: name: 0x10 is not a string or null", 'quote it: "0x10"'),
        ("name: .5", "1:7: name: .5 is not a string or null", 'quote it: ".5"'),
        ("name: TRUE", "1:7: name: TRUE is not a string or null", 'quote it: "TRUE"'),
        ("name: [1.10, {a: 2.50}]", '1:1: name: [1.10, {"a": 2.50}] is not a string or null',
         "for example abc"),
        ("size: 1.10", "1:7: size: 1.10 is not a whole number", "for example 5"),
        ("size: 0x10", "1:7: size: 0x10 is greater than the maximum 9", "for example 5"),
        ("name: [a]", '1:1: name: ["a"] is not a string or null', "for example abc"),
        ("code: true", "1:7: code: true is not a string", 'quote it: "true"'),
        ("name: ''", "1:7: name: empty", "for example abc"),
        ("name: ab", "1:7: name: 'ab' is shorter than 3 characters", "for example abc"),
        ("name: abcdef", "1:7: name: 6 characters, more than 5", "for example abc"),
        ("code: a", "1:7: code: 'a' is not a digit", 'for example "7"'),
        ("word: A", "1:7: word: 'A' is not as expected", "write a"),
        ("word: A1", "1:7: word: 'A1' is not as expected", 'for example "größe # 1"'),
        ("tags: {A: b}", "1:8: tags.A: 'A' is not a word", "write a"),
        ("tags: {A1: b}", "1:8: tags.A1: 'A1' is not a word", "for example team"),
        ("tags: {a: b, c: d}", "1:1: tags: 2 entries, more than 1", ""),
        ("tags: {a: 5}", "1:11: tags.a: 5 is not a string", 'quote it: "5"'),
        ("tags: {a: 1.10}", "1:11: tags.a: 1.10 is not a string", 'quote it: "1.10"'),
        ("maps: [{a: 1, b: 2}, {b: 2, a: 1}]",
         '1:1: maps: [{"a": 1, "b": 2}, {"b": 2, "a": 1}] holds an entry twice', ""),
        ("depth: 1", "1:1: depth: unknown setting",
         "did you mean section.depth? Indent it below 'section:'"),
        ("height: 1", "1:1: height: unknown setting",
         "did you mean other.height? Indent it below 'other:'"),
        ("siz: 1", "1:1: siz: unknown setting", "did you mean 'size'?"),
        ("shared: 1", "1:1: shared: unknown setting", f"the settings here are {ALL}"),
        ("other:\nshared: 1", "2:1: shared: unknown setting",
         "did you mean other.shared? Indent it below 'other:'"),
        ("section: {deep: 1}", "1:11: section.deep: unknown setting",
         "did you mean 'depth'?"),
        ("section: depth:5", "1:10: section: 'depth:5' is not a map",
         "put a blank after the colon: 'depth: 5'"),
        ("section: width:5", "1:10: section: 'width:5' is not a map", ""),
        ("section: 'depth:'", "1:10: section: 'depth:' is not a map", ""),
        ("section: depth", "1:10: section: 'depth' is not a map", ""),
        # True and false where words are meant, or a map.
        ("kind: true", "1:7: kind: true is not a string", "write none, some or all"),
        ("kind: 5", "1:7: kind: 5 is not a string", "write none, some or all"),
        ("kind: 1", "1:7: kind: 1 is not a string", "write none, some or all"),
        ("level: 1", "1:8: level: 1 is not a string", 'quote it: "1"'),
        ("switched: false", "1:11: switched: false is not a map", "write {enabled: false}"),
        ("other: true", "1:8: other: true is not a map", "the settings here are shared, height"),
        ("other: 5", "1:8: other: 5 is not a map", ""),
        # What others call it.
        ("strategy: blue_green", "1:11: strategy: 'blue_green' is not one of 'rolling', 'replace'",
         "replace comes nearest to it"),
        ("kind: blue_green", "1:7: kind: 'blue_green' is not one of 'none', 'some', 'all'", ""),
        ("size: depth:5", "1:7: size: 'depth:5' is not a whole number", "for example 5"),
    ],
)  # fmt: skip
def test_a_breach(text: str, message: str, hint: str, tmp_path: Path) -> None:
    expected = f"{message}\n    hint: {hint}" if hint else message
    assert _found(tmp_path, text + "\nregions: [eu]\n") == [expected]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("size: 5", "1:1: regions: missing", 'for example regions: ["eu"]'),
        ("regions: []", "1:1: regions: 0 entries, fewer than 1", 'for example ["eu"]'),
        ("regions: [euu]", "1:11: regions[0]: 'euu' is not one of 'eu', 'us'",
         "did you mean 'eu'?"),
        ("regions: [eu, eu]", '1:1: regions: ["eu", "eu"] holds an entry twice',
         'for example ["eu"]'),
        ("regions: eu", "1:10: regions: 'eu' is not a list", 'for example ["eu"]'),
    ],
)  # fmt: skip
def test_a_breach_of_a_list(text: str, message: str, hint: str, tmp_path: Path) -> None:
    assert _found(tmp_path, text + "\n") == [f"{message}\n    hint: {hint}"]


def test_a_list_may_hold_an_entry_twice(tmp_path: Path) -> None:
    assert _found(tmp_path, "regions: [eu]\nseveral: [a, a]\n") == []


def test_each_breach_of_a_list_is_reported(tmp_path: Path) -> None:
    assert [line.split("\n")[0] for line in _found(tmp_path, "regions: [eu, us, x, eu]\n")] == [
        "1:19: regions[2]: 'x' is not one of 'eu', 'us'",
        "1:1: regions: 4 entries, more than 2",
        '1:1: regions: ["eu", "us", "x", "eu"] holds an entry twice',
    ]


def test_a_value_of_another_type_is_reported_for_that_alone(tmp_path: Path) -> None:
    found = _found(tmp_path, "regions: [5]\nname: 5\n")
    assert [line.split("\n")[0] for line in found] == [
        "1:11: regions[0]: 5 is not a string",
        "2:7: name: 5 is not a string or null",
    ]


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("regions: [x]", ("regions", 0)),
        ("size: 5", ("regions",)),
        ("regions: [eu]\nsiz: 5", ("siz",)),
        ("regions: [eu]\ntags: {A: b}", ("tags", "A")),
    ],
)
def test_a_breach_names_the_setting(text: str, setting: KeyPath, tmp_path: Path) -> None:
    (tmp_path / "case.yml").write_text(text, encoding="utf-8")
    config = read_config(tmp_path / "case.yml", "case.yml")
    assert [each.setting for each in validate(config, SCHEMA).diagnostics] == [setting]
