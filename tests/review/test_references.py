"""Which resources and conditions a value names, and where; changed entries of a list."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.diagnostic import Location
from pipeline.review.canonical import MISSING, canonical
from pipeline.review.cause import Cause
from pipeline.review.differences import differences
from pipeline.review.effects import Effect
from pipeline.review.entries import with_whole_lists
from pipeline.review.records import PropertyChange
from pipeline.review.references import conditions, references
from pipeline.review.registry import is_unordered
from pipeline.review.wording import shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "A"}, [((), "A", "")]),
        ({"Fn::GetAtt": ["A", "Arn"]}, [((), "A", "Arn")]),
        ({"Fn::GetAtt": ["A", {"Ref": "B"}]}, [((), "A", "")]),
        ({"Fn::GetAtt": "A.B.C"}, [((), "A", "B.C")]),
        (
            {"x": [{"Ref": "A"}, {"y": {"Ref": "B"}}]},
            [(("x", 0), "A", ""), (("x", 1, "y"), "B", "")],
        ),
        # Inside a function the path is the function's: that is the value which changes.
        ({"x": {"Fn::Sub": "a-${A}-${B.Arn}"}}, [(("x",), "A", ""), (("x",), "B", "Arn")]),
        ({"x": {"Fn::If": ["C", {"y": {"Ref": "A"}}, "b"]}}, [(("x",), "A", "")]),
        ({"x": {"Ref": "A", "y": {"Ref": "B"}}}, [(("x", "y"), "B", "")]),
        ({"Fnx": {"y": {"Ref": "A"}}}, [(("Fnx", "y"), "A", "")]),
        ("A", []),
        ({}, []),
    ],
)
def test_references(value: Any, expected: Any) -> None:
    assert list(references(canonical(value))) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Fn::If": ["C", {"Fn::If": ["D", "a", "b"]}, "c"]}, ["C", "D"]),
        ({"x": [{"y": {"Fn::If": ["C", "a", "b"]}}]}, ["C"]),
        ({"Fn::If": "C"}, []),
        ("C", []),
    ],
)
def test_conditions(value: Any, expected: list[str]) -> None:
    assert list(conditions(canonical(value))) == expected


SCHEMA = {
    "properties": {
        "Set": {"insertionOrder": False, "items": {"$ref": "#/definitions/Item"}},
        "List": {"insertionOrder": True, "items": {"type": "string"}},
        "Unsaid": {"items": {"type": "string"}},
        "Inside": {"$ref": "#/definitions/Inside"},
    },
    "definitions": {
        "Item": {"properties": {"Inner": {"insertionOrder": False}}},
        "Inside": {"properties": {"Set": {"$ref": "#/definitions/Set"}}},
        "Set": {"insertionOrder": False},
    },
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("Set",), True),
        (("Set", 0, "Inner"), True),
        (("Inside", "Set"), True),
        (("List",), False),
        (("Unsaid",), False),
        (("Set", 0), False),
        (("Nothing",), False),
        (("Nothing", 0, "Inner"), False),
        (("List", 0, "Inner"), False),
    ],
)
def test_lists_whose_order_says_nothing(path: tuple[str | int, ...], expected: bool) -> None:
    assert is_unordered(SCHEMA, path) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"Set": ["a", "b"]}, {"Set": ["b", "a"]}, []),
        ({"Set": ["a"]}, {"Set": ["a", "b"]}, ["Set: (none) -> b"]),
        ({"Set": ["a", "b"]}, {"Set": ["b"]}, ["Set: a -> (none)"]),
        # Maps that share most entries are the same thing, changed.
        (
            {"Set": [{"x": "1", "y": "1"}, {"x": "2", "y": "2"}]},
            {"Set": [{"x": "2", "y": "3"}, {"x": "1", "y": "1"}]},
            ["Set[0].y: 2 -> 3"],
        ),
        (
            {"Set": [{"x": "1"}]},
            {"Set": [{"x": "2"}]},
            ["Set: (none) -> x=2", "Set: x=1 -> (none)"],
        ),
        ({"List": ["a", "b"]}, {"List": ["b", "a"]}, ["List[0]: a -> b", "List[1]: b -> a"]),
        ({"List": ["a"]}, {"List": ["a", "b"]}, ["List[1]: (none) -> b"]),
        ({"List": ["a", "b"]}, {"List": ["a"]}, ["List[1]: b -> (none)"]),
        (
            {"List": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]},
            {"List": [{"Key": "b", "Value": "3"}, {"Key": "c", "Value": "4"}]},
            [
                *("List[b].Value: 2 -> 3", "List[c]: (none) -> Key=c Value=4"),
                "List[a]: Key=a Value=1 -> (none)",
            ],
        ),
        ({"x": {"Ref": "A"}}, {"x": {"Ref": "B"}}, ["x: A -> B"]),
        ({"x": {"a": "1"}}, {"x": {"b": "1"}}, ["x.b: (none) -> 1", "x.a: 1 -> (none)"]),
        ({"x": ["a"]}, {"x": {"a": "1"}}, ["x: a -> a=1"]),
        ({"x": "1"}, {}, ["x: 1 -> (none)"]),
    ],
)
def test_where_two_resources_differ(before: Any, after: Any, expected: list[str]) -> None:
    found = differences({"Properties": before}, {"Properties": after}, SCHEMA)
    labels = [each.label.removeprefix("Properties.") for each in found]
    values = [f"{shown(each.before)} -> {shown(each.after)}" for each in found]
    assert [": ".join(pair) for pair in zip(labels, values, strict=True)] == expected


def test_outside_of_the_properties_a_list_has_an_order() -> None:
    [one, two] = differences({"Set": ["a", "b"]}, {"Set": ["b", "a"]}, SCHEMA)
    assert (one.label, two.label) == ("Set[0]", "Set[1]")


PORT, SIZE = (Cause(Location("c.yml", line), "s") for line in (1, 2))


def entry(label: str, before: Any, after: Any, reason: str = "") -> PropertyChange:
    return PropertyChange((label,), label, before, after, Effect.NONE, reason)


def test_entries_of_one_list_with_one_cause_are_one_change() -> None:
    pairs = [
        (entry("Subnets", MISSING, "a"), PORT),
        (entry("Port", "1", "2"), PORT),
        (entry("Subnets", "b", MISSING), PORT),
        (entry("Subnets", MISSING, "c"), PORT),
        (entry("Port", "1", "2"), PORT),
        (entry("Subnets", MISSING, "d"), SIZE),
        (entry("Subnets", MISSING, "e", "why"), PORT),
        (entry("Groups", MISSING, "f"), PORT),
        (entry("Groups", MISSING, "g"), PORT),
        (entry("Peers", "h", MISSING), PORT),
        (entry("Peers", "i", MISSING), PORT),
    ]
    found = [
        (change.label, change.before, change.after, cause)
        for change, cause in with_whole_lists(pairs)
    ]
    assert found == [
        ("Subnets", ["b"], ["a", "c"], PORT),
        ("Port", "1", "2", PORT),
        ("Port", "1", "2", PORT),
        ("Subnets", MISSING, "d", SIZE),
        ("Subnets", MISSING, "e", PORT),
        ("Groups", MISSING, ["f", "g"], PORT),
        ("Peers", ["h", "i"], MISSING, PORT),
    ]
