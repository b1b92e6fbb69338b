"""Which combinations of conditions the rules look at: rows of views.yml, and what is too many."""

from __future__ import annotations

import sys
from typing import Any

import pytest
import yaml
from cfnlint.rules import Rules

from .corpus import HERE
from .found import indexed

ROWS = yaml.safe_load((HERE / "views.yml").read_text(encoding="utf-8"))


def _stack(template: dict[str, Any], rules: Rules) -> Any:
    assert rules
    return sys.modules["ec2_readiness.engine._stack"].stack_of(indexed(template))


def _views(stack: Any) -> list[str]:
    truths = [view.resolver.truths for view in stack.views]
    return [" ".join(name for name, holds in each.items() if holds) for each in truths]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row)[:80])
def test_combinations(row: dict[str, Any], rules: Rules) -> None:
    names = [name for name in row["conditions"] if name not in row.get("unused", ())]
    template = {
        "Parameters": row.get("parameters", {}),
        "Conditions": row["conditions"],
        "Outputs": {name: {"Condition": name, "Value": name} for name in names},
        **row.get("also", {}),
    }
    stack = _stack(template, rules)
    found, expected = _views(stack), row["views"]
    assert sorted(found) == sorted(expected)
    assert found[:1] == expected[:1]
    assert not stack.is_cut


@pytest.mark.parametrize(
    ("count", "views", "is_cut"),
    [(4, 16, False), (5, 7, True), (9, 11, True), (10, 12, True), (30, 24, True)],
)
def test_too_many_combinations(count: int, views: int, is_cut: bool, rules: Rules) -> None:
    """The defaults, all the others, and one choice changed at a time."""
    names = [f"P{number:02}" for number in range(count)]
    template = {
        "Parameters": {name: {"Type": "String", "Default": "no"} for name in names},
        "Conditions": {f"C{name}": {"Fn::Equals": [{"Ref": name}, "yes"]} for name in names},
        "Outputs": {name: {"Condition": f"C{name}", "Value": name} for name in names},
    }
    stack = _stack(template, rules)
    found = _views(stack)
    assert (len(found), stack.is_cut) == (views, is_cut)
    if is_cut:
        assert found[0] == ""
        assert found[1] == " ".join(f"C{name}" for name in names)
        assert found[2:] == [f"C{name}" for name in names][: views - 2]


def test_literals_that_are_compared_make_no_combinations(rules: Rules) -> None:
    names = [f"P{number}" for number in range(9)]  # as many combinations as are tried
    template = {
        "Parameters": {name: {"Type": "String"} for name in names},
        "Conditions": {
            "All": {"Fn::And": [{"Fn::Equals": [{"Ref": name}, "x"]} for name in names]},
            "Ever": {"Fn::Equals": ["a", "a"]},
        },
        "Outputs": {name: {"Condition": name, "Value": name} for name in ("All", "Ever")},
    }
    stack = _stack(template, rules)
    assert (_views(stack), stack.is_cut) == (["Ever", "All Ever"], False)


@pytest.mark.parametrize(
    ("template", "asked"),
    [
        ({"Resources": {"R": {"Condition": "A"}}}, True),
        ({"Resources": {"R": {"Properties": {"X": [{"Fn::If": ["A", 1, 2]}]}}}}, True),
        ({"Outputs": {"O": {"Condition": "A"}}}, True),
        ({"Outputs": {"O": {"Value": {"Fn::If": ["A", 1, 2]}}}}, True),
        ({"Resources": {"R": {"Properties": {"X": {"Fn::If": ["B", 1, 2]}}}}}, False),
        ({"Resources": {"R": {"Properties": {"X": {"Fn::If": []}}}}}, False),
        ({"Resources": {"R": {"Properties": {"X": {"Fn::If": "A"}}}}}, False),
        ({"Resources": {"R": {"Properties": {"Condition": {"A": "B"}}}}}, False),
        ({"Metadata": {"X": {"Fn::If": ["A", 1, 2]}}}, False),
        ({"Resources": "A"}, False),
    ],
)
def test_conditions_that_something_hangs_on(
    template: dict[str, Any], asked: bool, rules: Rules
) -> None:
    own = {
        "Parameters": {"P": {"Type": "String"}},
        "Conditions": {"A": {"Fn::Equals": [{"Ref": "P"}, "x"]}},
    }
    assert _views(_stack({**own, **template}, rules)) == (["", "A"] if asked else [""])


@pytest.mark.parametrize(
    ("given", "regions"),
    [
        ([], []),
        (["us-east-1"], []),  # what cfn-lint gives where the command names none
        (["eu-west-1"], ["eu-west-1"]),
        (["us-east-1", "eu-west-1"], ["us-east-1", "eu-west-1"]),
    ],
)
def test_regions_are_those_that_the_command_names(
    given: list[str], regions: list[str], rules: Rules
) -> None:
    assert rules
    template = indexed({"Resources": {}})
    template.regions = given
    stack = sys.modules["ec2_readiness.engine._stack"].stack_of(template)
    [view] = stack.views
    assert view.regions == regions
    assert stack.without_defaults(0, frozenset()).regions == regions


def test_a_template_is_indexed_once(rules: Rules) -> None:
    stack_of = sys.modules["ec2_readiness.engine._stack"].stack_of
    first, second = indexed({"Resources": {}}), indexed({"Resources": {}})
    assert rules
    assert stack_of(first) is stack_of(first)
    assert stack_of(first) is not stack_of(second)


def test_in_how_many_combinations_a_resource_is(rules: Rules) -> None:
    template = {
        "Parameters": {"P": {"Type": "String"}},
        "Conditions": {"A": {"Fn::Equals": [{"Ref": "P"}, "x"]}},
        "Resources": {"Always": {"Type": "T"}, "Some": {"Type": "T", "Condition": "A"}},
    }
    assert _stack(template, rules).presence == {"Always": 2, "Some": 1}
