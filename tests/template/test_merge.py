"""Fragments become one template, each element with its source, and a clash names both."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.diagnostic import InvalidInput, Location
from pipeline.render.placeholders import Rendered
from pipeline.template.fragment import Fragment, parse
from pipeline.template.merge import INTERFACE, drop_groups_of_one, merge


def _fragment(name: str, text: str) -> Fragment:
    lines = [Location(name, number) for number in range(1, text.count("\n") + 2)]
    return parse(Rendered(name, text, lines, []))


def _diagnostics(*texts: str) -> list[str]:
    with pytest.raises(InvalidInput) as invalid_input:
        merge([_fragment(f"{number}.yml", text) for number, text in enumerate(texts)])
    return [diagnostic.text.splitlines()[0] for diagnostic in invalid_input.value.diagnostics]


def test_sections_are_joined() -> None:
    one = "Description: d\nResources:\n  A:\n    Type: a\n"
    two = "Resources:\n  B:\n    Type: b\nOutputs:\n  O:\n    Value: v\n"
    template = merge([_fragment("1", one), _fragment("2", two), _fragment("3", "")])
    assert template.data == {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "d",
        "Resources": {"A": {"Type": "a"}, "B": {"Type": "b"}},
        "Outputs": {"O": {"Value": "v"}},
    }
    source = template.source(("Resources", "B", "Type"))
    assert source is not None
    assert source.partial == Location("2", 3)
    nearest = template.source(("Outputs", "O", "Value", "deeper", 3))
    assert nearest is not None
    assert nearest.partial == Location("2", 6)


@pytest.mark.parametrize(
    "section", ["Parameters", "Conditions", "Resources", "Outputs", "Mappings"]
)
def test_a_clash(section: str) -> None:
    one = f"{section}:\n  A: {{a: b}}\n  B: {{a: b}}\n"
    two = f"\n\n{section}:\n  B: {{c: d}}\n"
    assert _diagnostics(one, two) == [f"1.yml:4: error: {section}.B: also made at 0.yml:3"]


def test_all_clashes_are_reported() -> None:
    text = "Description: d\nResources:\n  A: {a: b}\n  B: {a: b}\n"
    assert _diagnostics(text, text, text) == [
        f"{file}.yml:{line}: error: {name}: also made at 0.yml:{line}"
        for file in (1, 2)
        for line, name in ((1, "Description"), (3, "Resources.A"), (4, "Resources.B"))
    ]


@pytest.mark.parametrize("name", ["my-topic", "my_topic", "my topic", "ä", "a.b", '""'])
def test_a_logical_id(name: str) -> None:
    [diagnostic] = _diagnostics(f"Resources:\n  {name}: {{Type: a}}\n")
    assert diagnostic.startswith("0.yml:2: error: Resources.")
    assert diagnostic.endswith(": not a logical id")


@pytest.mark.parametrize(
    "text", ["Metadata:\n  any thing: {}\n", "Resources:\n  Fn::ForEach::A: []\n"]
)
def test_names_that_are_no_logical_ids(text: str) -> None:
    assert len(merge([_fragment("1", text)]).data) == 2


def _interface(groups: list[str], labels: list[str]) -> str:
    text = f"Metadata:\n  {INTERFACE}:\n"
    for part, entries in (("ParameterGroups", groups), ("ParameterLabels", labels)):
        if entries:
            text += f"    {part}:\n" + "".join(f"      {entry}\n" for entry in entries)
    return text


def test_interfaces_are_joined() -> None:
    one = _interface(["- Label: {default: A}"], ["A: {default: a}"])
    two = _interface(["- Label: {default: B}", "- Label: {default: C}"], [])
    three = _interface([], ["B: {default: b}"])
    template = merge([_fragment(str(n), text) for n, text in enumerate([one, two, three])])
    interface: Any = template.data["Metadata"][INTERFACE]
    assert [group["Label"]["default"] for group in interface["ParameterGroups"]] == ["A", "B", "C"]
    assert interface["ParameterLabels"] == {"A": {"default": "a"}, "B": {"default": "b"}}
    keys = ("Metadata", INTERFACE, "ParameterGroups", 2, "Label", "default")
    source = template.source(keys)
    assert source is not None
    assert source.partial == Location("1", 5)
    source = template.source(("Metadata", INTERFACE, "ParameterLabels", "B"))
    assert source is not None
    assert source.partial == Location("2", 4)


def test_an_interface_first_without_groups() -> None:
    one, two = _interface([], ["A: {default: a}"]), _interface(["- Label: {default: B}"], [])
    assert len(merge([_fragment("1", one), _fragment("2", two)]).data["Metadata"][INTERFACE]) == 2


def test_an_interface_keeps_no_empty_part() -> None:
    one, two = _interface([], ["A: {default: a}"]), _interface([], ["B: {default: b}"])
    template = merge([_fragment("1", one), _fragment("2", two)])
    assert list(template.data["Metadata"][INTERFACE]) == ["ParameterLabels"]


_GROUPS = {
    "one each": (["- Parameters: [A]", "- Parameters: [B]"], [], False),
    "one of two": (["- Parameters: [A]", "- Parameters: [B, C]"], [], True),
    "labels": (["- Parameters: [A]"], ["A: {default: a}"], True),
    "a group without parameters": (["- Label: {default: A}"], [], True),
}


@pytest.mark.parametrize("case", _GROUPS)
def test_groups_of_one_parameter_each_are_left_out(case: str) -> None:
    groups, labels, kept = _GROUPS[case]
    template = merge([_fragment("1", _interface(groups, labels))])
    drop_groups_of_one(template)
    assert ("Metadata" in template.data) is kept


def test_other_metadata_stays() -> None:
    text = _interface(["- Parameters: [A]"], []) + "  Owner: {}\n"
    template = merge([_fragment("1", text)])
    drop_groups_of_one(template)
    assert template.data["Metadata"] == {"Owner": {}}


def test_each_label_that_clashes_names_the_first() -> None:
    text = _interface([], ["A: {default: a}"])
    assert _diagnostics(text, text, text) == [
        f"{file}.yml:4: error: Metadata.{INTERFACE}.ParameterLabels.A: also made at 0.yml:4"
        for file in (1, 2)
    ]
