"""Partials: what they may say, and that no value in them changes the structure of a template."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.template.normalise import parse_template
from tests.support import REGIONS, Folder

HEAD = """\
{% from "_macros.j2" import entry %}
Resources:
  Extra:
    Type: AWS::CloudFormation::WaitConditionHandle
    Metadata:
"""
VALUE = """\
regions: [eu-west-1]
description: "it's: #1 \\n  - x: {y}"
name: "${A} $"
size: 22
flag: true
names: ["{x}", "b"]
settings: {items: i, values: v, copy: c, keys: k, get: g, update: u, "0": zero}
"""
TEXT = "it's: #1 \n  - x: {y}"


def _metadata(small: Folder, lines: str) -> Any:
    small.write("partials/extra.yml.j2", HEAD + lines)
    result = small.render(VALUE)
    assert result.code == 0, result.err
    return parse_template(result.out, "x")["Resources"]["Extra"]["Metadata"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("{{ description }}", TEXT),
        ('"{{ description }}"', TEXT),
        ("'{{ description }}'", TEXT),
        ("a {{ description }} b", f"a {TEXT} b"),
        ("|-\n        {{ description }}", TEXT),
        (">-\n        {{ description }}\n        b", f"{TEXT} b"),
        ("{{ description | upper }}", TEXT.upper()),
        ('{{ description | replace("#", "{{") }}', TEXT.replace("#", "{{")),
        ("{{ description | length }}", len(TEXT)),
        ('{{ "<" ~ description ~ ">" }}', f"<{TEXT}>"),
        ("{{ description | shell }}", f"""'it'"'"'s{TEXT[4:]}'"""),
        ("{{ size }}", 22),
        ('"{{ size }}"', "22"),
        ("-{{ size }}", -22),
        ("{{ size }}{{ size }}", 2222),
        ("{{ size }}.5", 22.5),
        ("{{ size * 60 }}", 1320),
        ("PT{{ size }}M", "PT22M"),
        ("{{ flag }}", True),
        ('"{{ flag }}"', "true"),
        ("x{{ flag }}", "xtrue"),
        ("{{ flag | string }}", "true"),
        ('{{ "x" ~ flag }}', "xtrue"),
        ("{{ not flag }}", False),
        ("{{ names }}", ["{x}", "b"]),
        ("{{ names | join(', ') }}", "{x}, b"),
        (
            "{{ settings }}",
            {
                "items": "i",
                "values": "v",
                "copy": "c",
                "keys": "k",
                "get": "g",
                "update": "u",
                "0": "zero",
            },
        ),
        ("{{ settings.items }}", "i"),
        ("{{ settings.values }}", "v"),
        ("{{ settings.copy }}", "c"),
        ("{{ settings.keys }}", "k"),
        ("{{ settings['get'] }}", "g"),
        ("{{ settings.update }}", "u"),
        ("{{ [size, {'a': flag}] }}", [22, {"a": True}]),
        ("!Sub '{{ name }}'", {"Fn::Sub": "${!A} $"}),
        ("!Sub '{{ name }}{x}'", {"Fn::Sub": "${!A} ${!x}"}),
        ("!Sub '{{ name }}{{ names[0] }}'", {"Fn::Sub": "${!A} ${!x}"}),
        ("!Sub '${{ names[0] }}'", {"Fn::Sub": "${!x}"}),
        ("!Sub ${A}{{ size }}", {"Fn::Sub": "${A}22"}),
        ("!Sub {{ name }}", {"Fn::Sub": "${!A} $"}),
        ("!Sub ['{{ name }}', {A: '{{ name }}'}]", {"Fn::Sub": ["${!A} $", {"A": "${A} $"}]}),
        ("{'Fn::Sub': '{{ name }}'}", {"Fn::Sub": "${!A} $"}),
        ("{'Fn::Sub': ['{{ name }}', {}]}", {"Fn::Sub": ["${!A} $", {}]}),
        ("!Base64\n        Fn::Sub: '{{ name }}'", {"Fn::Base64": {"Fn::Sub": "${!A} $"}}),
        ("{{ name }}", "${A} $"),
        ("!GetAtt A.B.C", {"Fn::GetAtt": ["A", "B.C"]}),
        ("!Ref '{{ description }}'", {"Ref": TEXT}),
        ("{true: a, 1: b, 1.50: c, 0x10: d}", {"true": "a", "1": "b", "1.50": "c", "0x10": "d"}),
        ("{'{{ description }}': a, x{{ size }}: b}", {TEXT: "a", "x22": "b"}),
        ("{{ description }} # a comment", TEXT),
    ],
)
def test_a_value(expression: str, expected: object, small: Folder) -> None:
    value = _metadata(small, f"      a: {expression}\n")["a"]
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('{{ entry("a", description) }}', {"a": TEXT}),
        ('{{ entry("a", description) | trim | indent(6, true) }}', {"a": TEXT}),
        ('{{ entry("a", description) }}{{ entry("b", size) }}', {"a": TEXT, "b": 22}),
        ('{{ entry("a", 1) ~ entry("b", 2) }}', {"a": 1, "b": 2}),
        ("{% set it %}\n      a: {{ description }}\n{% endset %}\n{{ it }}", {"a": TEXT}),
        ("{% filter indent(2) %}\n      a: {{ description }}\n{% endfilter %}", {"a": TEXT}),
        ("{% include '_more.j2' %}", {"a": TEXT}),
        (
            "{% macro m() %}\n      a: {{ caller() }}\n{% endmacro %}{% call m() %}x{% endcall %}",
            {"a": "x"},
        ),
        (
            "{% for key, value in settings | items %}\n      {{ key }}: {{ value }}\n{% endfor %}",
            {
                "items": "i",
                "values": "v",
                "copy": "c",
                "keys": "k",
                "get": "g",
                "update": "u",
                "0": "zero",
            },
        ),
        ("{% raw %}\n      a: '{{ x }}'\n{% endraw %}", {"a": "{{ x }}"}),
        ("{% autoescape false %}\n      a: {{ description }}\n{% endautoescape %}", {"a": TEXT}),
    ],
)
def test_text_with_values(lines: str, expected: object, small: Folder) -> None:
    small.write("partials/_more.j2", "      a: {{ description }}\n")
    assert _metadata(small, lines + "\n") == expected


def test_a_partial_with_windows_line_endings(small: Folder) -> None:
    before = small.render(VALUE).out
    for path in (small.root / "partials").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert small.render(VALUE).out == before


def test_a_partial_in_another_encoding(small: Folder) -> None:
    small.write("partials/extra.yml.j2", "# ä\n".encode("latin-1"))
    result = small.render(REGIONS)
    assert result.code == 2
    assert result.lines[0].startswith("partials/extra.yml.j2:1:1: error: not UTF-8 at byte 3")


def test_no_partials(small: Folder) -> None:
    for path in (small.root / "partials").glob("*.yml.j2"):
        path.unlink()
    result = small.render(REGIONS)
    assert (result.code, result.lines[0].split(": ", 1)[1]) == (2, "error: no partials here")


def test_only_fragments_are_rendered(small: Folder) -> None:
    before = small.render(REGIONS).out
    small.write("partials/_draft.yml.j2", "Resources: {{ not yet }}\n")
    small.write("partials/notes.txt", "{{ nothing }}\n")
    assert small.render(REGIONS).out == before
