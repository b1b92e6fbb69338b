"""A partial's text as data: values filled in, the source of each element, slips at their lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.diagnostic import InvalidInput, Location
from pipeline.render.jinja import PartialEnvironment, render_partial
from pipeline.render.provenance import LocatedInt, LocatedStr, Origin, locate_as
from pipeline.template.fragment import Fragment, parse

SIZE = Origin(("fleet", "max_size"), Location("config/prod.yml", 4, 13), "environment")
NAME = Origin(("custom", "name"), Location("config/_base.yml", 2, 9), "base")
LIST = Origin(("custom", "list", 0), Location("config/_base.yml", 3, 9), "base")
VALUES: dict[str, Any] = {
    "size": locate_as(4, SIZE),
    "name": locate_as("shop", NAME),
    "list": [locate_as("a", LIST), "b"],
    "map": {"x": 1, "y": [2]},
    "dollar": locate_as("a${b}", NAME),
    "number": locate_as(1.5, SIZE),
    "yes": locate_as(True, SIZE),
    "empty": [],
    "text": "1",
}


def parsed(text: str, folder: Path) -> Fragment:
    folder = folder / "partials"
    folder.mkdir(exist_ok=True)
    (folder / "own.yml.j2").write_text(text, encoding="utf-8")
    return parse(render_partial(PartialEnvironment(folder, None), "own.yml.j2", VALUES))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A value alone keeps its type; in text, or in quotes, it is text.
        ("A: {B: {{ size }}}", 4),
        ("A: {B: '{{ size }}'}", "4"),
        ("A: {B: a-{{ size }}}", "a-4"),
        ("A: {B: {{ number }}}", 1.5),
        ("A: {B: {{ yes }}}", True),
        ("A: {B: {{ text }}}", "1"),
        ("A: {B: {{ size }}{{ size }}}", 44),
        ("A: {B: {{ size }}{{ text }}}", "41"),
        ("A: {B: '{{ size }}{{ size }}'}", "44"),
        ("A: {B: {{ list }}}", ["a", "b"]),
        ("A: {B: {{ map }}}", {"x": 1, "y": [2]}),
        ("A: {B: {{ empty }}}", []),
        ("A: {B: 'true'}", "true"),
        ("A: {B: true}", True),
        ("A: {B: 1.5}", 1.5),
        # In a Fn::Sub a value's own `${` is no variable.
        ("A: {B: !Sub '{{ dollar }}'}", {"Fn::Sub": "a${!b}"}),
        ("A: {B: !Sub '{{ size }}'}", {"Fn::Sub": "4"}),
        ("A: {B: !Sub {{ size }}}", {"Fn::Sub": "4"}),
        ("A: {B: {Fn::Sub: '{{ dollar }}'}}", {"Fn::Sub": "a${!b}"}),
        (
            "A: {B: !Sub ['{{ dollar }}', {C: '{{ dollar }}'}]}",
            {"Fn::Sub": ["a${!b}", {"C": "a${b}"}]},
        ),
        ("A: {B: !Join ['{{ dollar }}', []]}", {"Fn::Join": ["a${b}", []]}),
        ("A: {B: !GetAtt C.D.E}", {"Fn::GetAtt": ["C", "D.E"]}),
        ("A: {B: !Ref C}", {"Ref": "C"}),
    ],
)
def test_values_in_data(text: str, expected: Any, tmp_path: Path) -> None:
    found = parsed(text, tmp_path).data["A"]["B"]
    assert (found, type(found)) == (expected, type(expected))


def test_no_value_in_the_data_is_located(tmp_path: Path) -> None:
    data = parsed("A: {B: {{ size }}, C: {{ list }}}", tmp_path).data
    inner = [data["A"]["B"], *data["A"]["C"]]
    assert not any(isinstance(each, (LocatedInt, LocatedStr)) for each in inner)


TEXT = """\
Resources:
  {{ name }}Topic:
    Type: AWS::SNS::Topic
    Properties:
      Count: {{ size }}
      Names: {{ list }}
      Text: a-{{ name }}-{{ size }}
      Tags: {{ empty }}
      Inner:
        {{ name }}Key: !Sub fixed
{% if false %}
{% endif %}
Outputs:
"""


def test_the_source_of_each_element(tmp_path: Path) -> None:
    found = parsed(TEXT, tmp_path)
    assert found.data == {
        "Resources": {
            "shopTopic": {
                "Type": "AWS::SNS::Topic",
                "Properties": {
                    "Count": 4,
                    "Names": ["a", "b"],
                    "Text": "a-shop-4",
                    "Inner": {"shopKey": {"Fn::Sub": "fixed"}},
                },
            }
        }
    }
    topic = ("Resources", "shopTopic")
    sources = {
        "/".join(map(str, path)): (each.partial.line, *(origin.setting for origin in each.origins))
        for path, each in found.sources.items()
        if path[: len(topic)] == topic
    }
    assert sources == {
        "Resources/shopTopic": (2, ("custom", "name")),  # a setting names it
        "Resources/shopTopic/Type": (3,),
        "Resources/shopTopic/Properties": (4,),
        "Resources/shopTopic/Properties/Count": (5, ("fleet", "max_size")),
        "Resources/shopTopic/Properties/Names": (6,),
        "Resources/shopTopic/Properties/Names/0": (6, ("custom", "list", 0)),
        "Resources/shopTopic/Properties/Names/1": (6,),
        "Resources/shopTopic/Properties/Text": (7, ("custom", "name"), ("fleet", "max_size")),
        "Resources/shopTopic/Properties/Inner": (9,),
        "Resources/shopTopic/Properties/Inner/shopKey": (10,),
        "Resources/shopTopic/Properties/Inner/shopKey/Fn::Sub": (10,),
    }


FIRST = "partials/own.yml.j2:2"
TAKEN = "the name is taken: give it another one"
LINE = "check the indentation and the quotes on this line and the one before"
FLOW = f"while parsing a flow node; {LINE}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A:\n  B: &x {}\n  C: *x\n",
            ["2: alias: CloudFormation data is a tree; use a macro instead"],
        ),
        ("A: {B: !Rex C}", ["1: unknown tag !Rex; CloudFormation's are Ref, GetAtt, Sub, ..."]),
        ("A:\n  B: 1\n  B: 2\n", ["3: B: duplicate key, first defined at partials/own.yml.j2:2; "]),
        ("A:\n  ? [B]\n  : 1\n", ["2: a key must be a single word; "]),
        ("A:\n  yes: 1\n", ['2: yes: YAML 1.1 and 1.2 read it differently; quote it: "yes"']),
        ("A: {B: no}", ['1: no: YAML 1.1 and 1.2 read it differently; quote it: "no"']),
        ("A: {B: }", ["1: no value: CloudFormation refuses null; use !Ref AWS::NoValue"]),
        ("A: {B: ~}", ['1: ~: YAML 1.1 and 1.2 read it differently; quote it: "~"']),
        ("A: {B: ''}", []),
        ("A: {B: 1.10}", ['1: 1.10 is the number 1.1; quote it: "1.10", or write 1.1']),
        ("A: {B: '1.10'}", []),
        ("A:\n  {{ map }}: 1\n", ["2: a list or map as a key; "]),
        (
            "A: {B: a{{ list }}}",
            ["1: a list or map inside text; let it stand alone, or join it first"],
        ),
        (
            "A: {B: !Sub {{ list }}}",
            ["1: a list or map inside text; let it stand alone, or join it first"],
        ),
        (
            "A:\n  {{ name }}: 1\n  shop: 2\n",
            ["3: shop: duplicate key, first defined at partials/own.yml.j2:2; "],
        ),
        (
            "A:\n  shop: 1\n  {{ name }}: 2\n",
            [
                f"2: custom.name: makes shop, of which there is one at {FIRST}; {TAKEN}"
            ],
        ),
        ("[A]", ["1: not a map of sections such as 'Resources'; "]),
        ("A: [\n", [f"1: not YAML: did not find expected node content, {FLOW}"]),
    ],
)  # fmt: skip
def test_slips(text: str, expected: list[str], tmp_path: Path) -> None:
    found = []
    try:
        parsed(text, tmp_path)
    except InvalidInput as error:
        found = [f"{each.location.line}: {each.message}; {each.hint}" for each in error.diagnostics]
    assert found == expected


def test_an_empty_partial_makes_nothing(tmp_path: Path) -> None:
    assert parsed("{# nothing #}\n", tmp_path) == Fragment("partials/own.yml.j2", {}, {})
    assert parsed("Resources:\nOutputs:\n", tmp_path).data == {}
