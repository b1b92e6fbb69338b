"""Hostile values: which settings get them, and how a template's readers see them."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config.schema import Schema
from pipeline.paths import KeyPath
from tests.rendered import SCHEMA
from tests.soak.as_read import texts
from tests.soak.injection import accepts, as_meant, by_former_name, settings
from tests.soak.payloads import PAYLOADS, hostile_values


@pytest.mark.parametrize(
    ("data", "read"),
    [
        ({"A": {"Fn::Sub": "a ${!b} ${C}"}}, {("A",): "a ${b} <C>"}),
        ({"A": ["$x"]}, {("A", 0): "$x"}),
        (
            {"U": {"Fn::Sub": '#!/bin/bash\nA="\\$x \\"y\\""\nB=\'z\'\n\nrest'}},
            {("U", "A"): '$x "y"', ("U", "B"): "z", ("U", "script"): "rest"},
        ),
        (
            {"/etc/application.env": {"content": 'A=1\nB="x \\"y\\" \\\\ $z\nw"\n'}},
            {
                ("/etc/application.env", "content", "A"): "1",
                ("/etc/application.env", "content", "B"): 'x "y" \\ $z\nw',
            },
        ),
        (
            {"DashboardBody": {"Fn::Sub": '{"a": ["${!x}\\u0022"]}'}},
            {("DashboardBody", "a", 0): '${x}"'},
        ),
    ],
)
def test_what_a_reader_has(data: Any, read: dict[Any, str]) -> None:
    assert dict(texts(data)) == read


def _of_text(schema: Schema, path: tuple[str, ...] = ()) -> set[str]:
    """Return the settings of free text, those in lists and maps included."""
    inside = [(path, schema.get("items")), (path, schema.get("additionalProperties"))]
    inside += [((*path, key), value) for key, value in schema.get("properties", {}).items()]
    found = {name for at, each in inside if isinstance(each, dict) for name in _of_text(each, at)}
    is_text = schema.get("type") == "string" and "enum" not in schema
    return found | ({".".join(path)} if is_text else set())


def test_every_setting_of_text_gets_hostile_values() -> None:
    # Keys of free maps are part of a name there.
    found = {each.name for each in settings()}
    missing = {
        name
        for name in _of_text(SCHEMA)
        if not any(each == name or each.startswith(f"{name}.") for each in found)
    }
    assert missing - {"extends", "custom", "overrides"} == set()


def test_values_are_payloads_first() -> None:
    values = hostile_values(300, 1)
    assert len(set(values)) == 300
    assert values[: len(PAYLOADS)] == list(PAYLOADS)
    assert values == hostile_values(300, 1)


def test_a_rule_takes_the_whole_text() -> None:
    rule = {"type": "string", "maxLength": 5, "pattern": "^[a-z]+$"}
    assert [accepts(rule, each) for each in ("abc", "abc\n", "abcdef", "")] == [True, *[False] * 3]


@pytest.mark.parametrize(
    ("setting", "text", "value", "read"),
    [
        ("fleet.name_tag", "x just-a-word", "${A.B}", "x ${A.B}"),
        (
            "scaling.target_tracking.metrics.dimensions.value",
            "just-a-word",
            "${A.B}",
            "<A.B>",
        ),
        ("application.secrets.TOKEN", "TOKEN|just-a-word|", "a:b", "TOKEN|a|b"),
        ("application.secrets.TOKEN", "secret:just-a-word-??????", "a:b", "secret:a-??????"),
        ("application.secrets.TOKEN", "TOKEN|just-a-word|", "a", "TOKEN|a|"),
    ],
)
def test_what_a_value_becomes(setting: str, text: str, value: str, read: str) -> None:
    assert as_meant(setting, text, value) == read


@pytest.mark.parametrize(
    ("after", "same"),
    [
        ({("Resources", "SqsEndpoint", "Type"): "x", ("Description",): "y"}, True),
        ({("Resources", "SqsEndpoint", "Other"): "x", ("Description",): "y"}, False),
        (
            {
                ("Resources", "A", "Type"): "x",
                ("Resources", "B", "Type"): "x",
                ("Description",): "y",
            },
            False,
        ),
    ],
)
def test_a_resource_by_its_former_name(after: dict[KeyPath, str], same: bool) -> None:
    before: dict[KeyPath, str] = {
        ("Resources", "JustAWordEndpoint", "Type"): "x",
        ("Description",): "y",
    }
    assert (by_former_name(after, before) == before) is same
