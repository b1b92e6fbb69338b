"""The text of a template says what its data says, to every reader, in a canonical order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.template.house_style import write
from pipeline.template.normalise import NormaliseError, normalise, parse_template
from pipeline.template.template import Template
from tests.readers import read_1_1, read_1_2
from tests.rendered import ENVIRONMENTS, render_file

ODD = [
    "a: b",
    "# no comment",
    " leading",
    "trailing ",
    "- a",
    "? x",
    "%",
    "@",
    "`",
    "&a",
    "*a",
    "!Ref X",
    "|",
    ">",
    "{{ 7*7 }}",
    "[a]",
    "{a: b}",
    "'",
    '"',
    "''",
    "\\",
    "\\n",
    "a\\",
    "1e3",
    "0o14",
    "0x1f",
    "012345678901",
    "1_000",
    "22:22",
    "2026-11-23",
    "null",
    "Null",
    "~",
    "true",
    "no",
    "on",
    "=",
    "<<",
    ".inf",
    ".nan",
    "1.0",
    "01.5",
    "${",
    "${!",
    "${A}",
    "---",
    "...",
    "a\nb",
    "a\n",
    "\na",
    "a\n\nb\n\n",
    "\n",
    "\n\n",
    " \n",
    "  a\nb",
    "a \nb",
    "a\tb",
    "\ta",
    "\ta\nb",
    "a\t\U0001f600",
    "Foo:\n  Type: AWS::S3::Bucket\n",
    "a\n\nFoo:\n  Type: AWS::S3::Bucket",
    "Resources:",
    "a\n\nResources:\n  A:\n    Type: AWS::S3::Bucket\n",
    "emoji \U0001f600 ä \u00a0 \u4e2d",
    "x" * 4000,
    "word " * 800,
    ", ".join(["a"] * 200),
    "key: " * 100,
    "\n".join(["line"] * 60),
]


def _template(text: Any) -> dict[str, Any]:
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": text if isinstance(text, str) else "d",
        "Metadata": {"a": text, "b": [text, {"c": text}], "d": {"Fn::Sub": text}},
        "Resources": {"A": {"Type": "AWS::B", "Properties": {"p": text, "q": {"r": text}}}},
    }


def _check(data: dict[str, Any]) -> str:
    text = normalise(Template(data, {}))
    assert parse_template(text, "x") == data
    assert read_1_1(text) == data
    assert read_1_2(text) == data
    return text


@pytest.mark.parametrize("text", ODD, ids=lambda text: repr(text)[:20])
def test_odd_text(text: str) -> None:
    data = _template(text)
    data["Metadata"][text] = "a key"
    _check(data)


@pytest.mark.parametrize(
    "value",
    [
        *({"Ref": "A"}, {"Ref": "1e3"}, {"Ref": ""}, {"Ref": "AWS::NoValue"}, {"Ref": "a: b"}),
        *({"Ref": 5}, {"Ref": True}, {"Fn::Sub": 5}, {"Ref": {"Ref": "A"}}, {"Ref": ["a"]}),
        *({"Fn::GetAtt": ["A", "B"]}, {"Fn::GetAtt": ["A", "B.C"]}, {"Fn::GetAtt": "A.B"}),
        *({"Fn::GetAtt": ["A.B", "C"]}, {"Fn::GetAtt": ["A", "B", "C"]}, {"Fn::GetAtt": ["A"]}),
        *({"Ref": {}}, {"Fn::Sub": {}}, {"Fn::Select": []}),
        *({"Fn::GetAtt": []}, {"Fn::GetAtt": ["A", {"Ref": "B"}]}, {"Fn::GetAtt": ["A", "1e3"]}),
        *({"Fn::GetAtt": [1, 2]}, {"Fn::GetAtt": {"a": "b"}}, {"Fn::GetAtt": 5}),
        *({"Condition": "A"}, {"Condition": {"StringEquals": {"a": "b"}}}),
        *({"Fn::Base64": {"Fn::Sub": "a\nb\n"}}, {"Fn::Sub": "#!/bin/bash\necho ${A}\n"}),
        *({"Fn::Sub": ["${A}", {"A": {"Ref": "B"}}]}, {"Fn::ForEach::X": ["a", [1], {}]}),
        *({"Fn::If": ["A", {"Ref": "B"}, {"Fn::GetAtt": ["C", "D"]}]}, {"Fn::Join": ["", []]}),
        *({"Fn::Select": [0, {"Fn::GetAZs": ""}]}, {"Fn::ImportValue": {"Fn::Sub": "${A}-b"}}),
        *({"Fn::Transform": {"Name": "a", "Parameters": {}}}, {"Fn::Unknown": "a"}, {"a": {}}),
        *([], {}, [[]], [{}], [[["a"]]], [{"a": []}], {"": "a"}, {"a b": "c"}, {"1": "a"}),
        *(0, -1, 1.5, 1e22, 1e-7, -0.5, 10**17, True, False, [True, 1, "1", "true"]),
    ],
    ids=json.dumps,
)
def test_values(value: object) -> None:
    data = _template("text")
    data["Metadata"] = {"value": value, "list": [value, value], "map": {"a": {"b": value}}}
    _check(data)


def test_shared_values_are_written_out() -> None:
    shared = {"a": ["b"]}
    data = _template("text")
    data["Metadata"] = {"one": shared, "two": shared}
    text = _check(data)
    assert "&" not in text
    assert "*" not in text


def test_scripts_are_readable() -> None:
    script = "#!/bin/bash\nset -e\n\nif true; then\n    echo 'a: b' # c\nfi\n"
    data = _template("text")
    data["Metadata"] = {"script": {"Fn::Sub": script}, "plain": script}
    text = _check(data)
    assert "script: !Sub |" in text
    assert "plain: |" in text


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("a: '1'", "a: 1"),
        ("a: '1'", "a: '2'"),
        ("a: '1'", "a: no"),
        ("a: '1'", "a: [b"),
        ("a: '1'", "b: '1'"),
        ("a: '1'", "a: '1'\n  c: '1'"),
        ("b: !Ref C", "b: !Reference C"),
        ("b: !Ref C", "b: C"),
        ("b: !Ref C", "a: '1'"),
        ("Metadata:", "Mappings:"),
    ],
)
def test_a_text_that_says_something_else_is_a_bug(
    written: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = Template({"Metadata": {"a": "1", "b": {"Ref": "C"}}, "Resources": {}}, {})
    assert written in normalise(template)
    monkeypatch.setattr(
        "pipeline.template.normalise.write", lambda root: write(root).replace(written, found)
    )
    with pytest.raises(NormaliseError):
        normalise(template)


def test_order() -> None:
    data = {
        "Outputs": {"O": {"Value": "v"}},
        "Resources": {"A": {"Properties": {"z": 1, "a": 2}, "DependsOn": "B", "Type": "AWS::B"}},
        "Description": "d",
        "AWSTemplateFormatVersion": "2010-09-09",
    }
    assert normalise(Template(data, {})) == (
        "AWSTemplateFormatVersion: '2010-09-09'\n"
        "Description: d\n"
        "\n"
        "Resources:\n"
        "\n"
        "  A:\n"
        "    Type: AWS::B\n"
        "    DependsOn: B\n"
        "    Properties:\n"
        "      z: 1\n"
        "      a: 2\n"
        "\n"
        "Outputs:\n"
        "  O:\n"
        "    Value: v\n"
    )


_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp", "Cn"])
    | st.sampled_from("\n\t:#-?%@!&*|>'\"{}[],`$ 0123456789eox_.~"),
    max_size=30,
)
_DATA = st.recursive(
    _TEXT
    | st.integers(-(10**15), 10**15)
    | st.booleans()
    | st.floats(-1e15, 1e15, allow_nan=False).filter(lambda value: len(repr(value)) <= 18),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(_TEXT, inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Ref", "Fn::Sub", "Fn::GetAtt", "Fn::Join", "Condition"]),
            inner,
            min_size=1,
            max_size=1,
        )
    ),
    max_leaves=10,
)


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(_DATA)
@example("a\n\nResources:\n  A:\n    Type: AWS::S3::Bucket\n")
@example("\ufeff")
def test_any_data_survives(value: Any) -> None:
    _check(_template(value))


@pytest.mark.parametrize("path", ENVIRONMENTS, ids=lambda path: path.name)
def test_every_reader_takes_a_template_alike(path: Path) -> None:
    text = render_file(path).text
    data = parse_template(text, path.name)
    assert "AutoScalingGroup" in data["Resources"]
    assert read_1_1(text) == data
    assert read_1_2(text) == data
