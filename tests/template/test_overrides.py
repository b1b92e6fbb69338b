"""Overrides merge over the finished template, and own what they set."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from pipeline.template.normalise import parse_template
from tests.support import REGIONS, Folder


def _render(small: Folder, overrides: dict[str, Any]) -> dict[str, Any]:
    result = small.render(REGIONS + yaml.safe_dump({"overrides": overrides}))
    assert result.code == 0, result.err
    return parse_template(result.out, "x")


def _sized(small: Folder, value: Any) -> Any:
    return _render(small, {"Outputs": {"Size": {"Value": value}}})["Outputs"]["Size"]["Value"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", "text"),
        ("!Ref X", "!Ref X"),
        ("{{ x }}", "{{ x }}"),
        (5, 5),
        ([1, [2]], [1, [2]]),
        ({"Ref": "Handle"}, {"Ref": "Handle"}),
        ({"Ref": 5}, {"Ref": 5}),
        ({"Fn::GetAtt": "Handle.Arn"}, {"Fn::GetAtt": "Handle.Arn"}),
        ({"Fn::GetAtt": ["Handle", "Arn"]}, {"Fn::GetAtt": ["Handle", "Arn"]}),
        ({"Fn::Sub": "${AWS::Region}"}, {"Fn::Sub": "${AWS::Region}"}),
        ({}, {}),
    ],
    ids=str,
)
def test_a_value_replaces(value: Any, expected: Any, small: Folder) -> None:
    assert _sized(small, value) == expected


def test_maps_merge(small: Folder) -> None:
    before = _render(small, {})["Resources"]["Handle"]
    change = {"Metadata": {"list": ["only"], "alone": None, "new": {"a": {"b": 1}}}, "Extra": "x"}
    after = _render(small, {"Resources": {"Handle": change}})["Resources"]["Handle"]
    metadata = {**before["Metadata"], "list": ["only"], "new": {"a": {"b": 1}}}
    del metadata["alone"]
    assert after == {**before, "Extra": "x", "Metadata": metadata}


def test_an_override_of_one_environment_is_in_no_other(small: Folder) -> None:
    before = _render(small, {})
    _render(small, {"Resources": {"Handle": {"Metadata": {"list": None, "new": "x"}}}})
    assert _render(small, {}) == before


def test_a_function_is_replaced_and_never_merged(small: Folder) -> None:
    change: Any = {"Metadata": {"function": {"Fn::GetAtt": ["A", "B"]}}}
    handle = _render(small, {"Resources": {"Handle": change}})["Resources"]["Handle"]
    assert handle["Metadata"]["function"] == {"Fn::GetAtt": ["A", "B"]}
    change = {"Metadata": {"function": {"a": ["b"]}}}
    handle = _render(small, {"Resources": {"Handle": change}})["Resources"]["Handle"]
    assert handle["Metadata"]["function"] == {"a": ["b"]}


def test_null_removes_an_element_and_an_empty_section(small: Folder) -> None:
    assert list(_render(small, {"Outputs": {"Flag": None}})["Outputs"]) == ["Size"]
    assert "Outputs" not in _render(small, {"Outputs": {"Flag": None, "Size": None}})


def test_an_override_of_one_place_leaves_the_same_value_elsewhere(small: Folder) -> None:
    change = {"Metadata": {"tags": {"a": "b"}}}
    template = _render(small, {"Resources": {"Handle": change}})
    assert template["Resources"]["Handle"]["Metadata"]["tags"] == {"a": "b"}
    assert _render(small, {})["Resources"]["Handle"]["Metadata"]["tags"] == []


def test_overrides_of_a_base_merge_too(small: Folder) -> None:
    small.write(
        "config/_over.yml", REGIONS + "overrides: {Outputs: {Size: {Value: a}, Flag: null}}\n"
    )
    result = small.render("extends: _over.yml\noverrides: {Outputs: {Size: {Export: {Name: b}}}}\n")
    assert result.code == 0, result.err
    assert parse_template(result.out, "x")["Outputs"] == {
        "Size": {"Description": "How many.", "Value": "a", "Export": {"Name": "b"}}
    }
