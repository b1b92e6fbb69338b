"""A partial calculates with numbers; a text or a list is refused, at the config's line."""

from __future__ import annotations

import json

import pytest

from tests.support import REGIONS, Folder

PARTIAL = """\
Resources:
  Extra:
    Type: AWS::CloudFormation::WaitConditionHandle
    Metadata:
      Value: {{ %s }}
"""
QUOTED = "    hint: write it without quotes: "
HERE = "(partials/extra.yml.j2:5)"
CASES = [
    # A text that is multiplied is repeated by Python, also where the number comes first.
    ('"20"', "custom.size * 107374182", "'20' is text, not a number", "20"),
    ('"20"', "107374182 * custom.size", "'20' is text, not a number", "20"),
    ('"2.5"', "custom.size // 2", "'2.5' is text, not a number", "2.5"),
    ('"20"', "100 - custom.size", "'20' is text, not a number", "20"),
    ('"20"', "custom.size / 2", "'20' is text, not a number", "20"),
    ("100GB", "custom.size * 2", "'100GB' is text, not a number", ""),
    ("[20]", "custom.size * 1000", "[20] is a list, not a number", ""),
]


@pytest.fixture(autouse=True)
def _with_custom(small: Folder) -> None:
    """Have values of a team in the schema, as the project's has them."""
    schema = json.loads(small.read("schema/config.schema.json"))
    schema["properties"]["custom"] = {"type": "object", "default": {}}
    small.write("schema/config.schema.json", json.dumps(schema))


def _failed(small: Folder, size: str, expression: str) -> list[str]:
    small.write("partials/extra.yml.j2", PARTIAL % expression)
    result = small.render(f"{REGIONS}custom: {{size: {size}}}\n")
    assert (result.code, result.out) == (2, "")
    return result.lines[:2]


@pytest.mark.parametrize(("size", "expression", "message", "number"), CASES)
def test_what_is_no_number(
    size: str, expression: str, message: str, number: str, small: Folder
) -> None:
    column = 17 if size.startswith("[") else 16
    assert _failed(small, size, expression) == [
        f"config/case.yml:2:{column}: error: custom.size: {message} {HERE}",
        QUOTED + number if number else "    hint: write a number",
    ]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("(custom.size ~ 1) * 5", "'201' is text, not a number"),
        ("[] * 5", "[] is a list, not a number"),
        ("[[1]] * 5", "[[1]] is a list, not a number"),
    ],
)
def test_what_the_partial_made(expression: str, message: str, small: Folder) -> None:
    [error, hint] = _failed(small, "20", expression)
    assert error == f"partials/extra.yml.j2:5: error: {message} (config/case.yml)"
    assert hint == "    hint: a partial can calculate with numbers only"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("custom.size * 60 - 20 // 3", "1194"),
        ("custom.size / 8", "2.5"),
        ("(custom.text | int) * 2", "14"),
        ("2 * [custom.size, 30] | max - 1", "59"),
    ],
)
def test_numbers(expression: str, value: str, small: Folder) -> None:
    small.write("partials/extra.yml.j2", PARTIAL % expression)
    result = small.render(f'{REGIONS}custom: {{size: 20, text: "7"}}\n')
    assert f"      Value: {value}\n" in result.out, result.err


def test_a_value_that_is_longer_than_a_template(small: Folder) -> None:
    [error, *_] = _failed(small, "aaaaaaaaaa", 'custom.size | replace("a", "b" | center(200000))')
    message = "a value of 2,000,000 characters is longer than a template may be"
    assert error == f"partials/extra.yml.j2:5: error: {message} (config/case.yml)"
