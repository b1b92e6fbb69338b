"""Overrides of a config and of its base add up, each value with the place of its last writing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.config.extends import Config, read_config
from pipeline.diagnostic import Location
from pipeline.paths import walk

A, B, C = ({"Key": key, "Value": 1} for key in "abc")
B2 = {"Key": "b", "Value": 2}
CALL = {"Fn::If": ["X", A, B]}
REF = {"Ref": "X"}


def _config(folder: Path, base: str, top: str) -> Config:
    (folder / "base.yml").write_text(f"overrides:\n  x: {base}\n", encoding="utf-8")
    text = f"extends: base.yml\noverrides:\n  x: {top}\n"
    (folder / "top.yml").write_text(text, encoding="utf-8")
    return read_config(folder / "top.yml", "top.yml")


@pytest.mark.parametrize(
    ("base", "top", "merged"),
    [
        ({"x": 1, "y": 2}, {"y": 3, "z": 4}, {"x": 1, "y": 3, "z": 4}),
        ({"x": 1}, {"x": None}, {"x": None}),
        (None, {"y": 1}, {"y": 1}),
        ({"y": 1}, 5, 5),
        ({"y": 1}, [A], [A]),
        ([A], {"y": 1}, {"y": 1}),
        ([A, B], [B2, C], [A, B2, C]),
        ([1, 2], [3], [3]),
        ([A], [1], [1]),
        ([1], [A], [A]),
        ([CALL, A], [CALL, B], [CALL, A, B]),
        ([REF, A], [CALL, B], [REF, A, CALL, B]),
        ([A, B], {"$replace": [C]}, {"$replace": [C]}),
        ({"$replace": [A, B]}, [B2, C], {"$replace": [A, B2, C]}),
        ({"$replace": [A]}, {"$replace": [B]}, {"$replace": [B]}),
        ({"$replace": [A]}, [1], [1]),
        ({"y": 1}, REF, REF),
        (REF, {"y": 1}, {"y": 1}),
        (REF, CALL, CALL),
        (
            {"y": [A, {"Key": "b", "Value": {"z": [C]}}]},
            {"y": [{"Key": "b", "Value": {"z": [A]}}]},
            {"y": [A, {"Key": "b", "Value": {"z": [C, A]}}]},
        ),
    ],
)
def test_a_layer_over_its_base(base: Any, top: Any, merged: Any, tmp_path: Path) -> None:
    config = _config(tmp_path, json.dumps(base), json.dumps(top))
    assert config.data["overrides"]["x"] == merged
    paths = {path for path, _ in walk(config.data) if path}
    assert {path for path in config.locations if path} == paths


def test_places(tmp_path: Path) -> None:
    base = "\n    names:\n      - {Key: a, Value: 1}\n      - {Key: b, Value: 1}\n    z: 1"
    top = "\n    names:\n      - {Key: c, Value: 3}\n      - {Key: b, Value: 2}"
    config = _config(tmp_path, base, top)
    names = ("overrides", "x", "names")
    assert [each["Key"] for each in config.data["overrides"]["x"]["names"]] == ["a", "b", "c"]
    for keys, expected in {
        ("overrides", "x", "z"): Location("base.yml", 6, 8),
        (*names, 0): Location("base.yml", 4, 9),
        (*names, 1, "Value"): Location("top.yml", 6, 25),
        (*names, 1, "Key"): Location("top.yml", 6, 15),
        (*names, 2): Location("top.yml", 5, 9),
        (*names, 2, "Value"): Location("top.yml", 5, 25),
    }.items():
        assert config.location(keys) == expected, keys


def test_the_place_of_a_map_is_its_key(tmp_path: Path) -> None:
    config = _config(tmp_path, "{names: {a: 1}}", "\n    names:\n      b:\n        c: 1")
    assert config.location(("overrides", "x", "names", "b")) == Location("top.yml", 5, 7)
    assert config.location(("overrides", "x", "names", "a")) == Location("base.yml", 2, 18)
