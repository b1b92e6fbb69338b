"""What CloudFormation takes for the same has one form, and what it does not has two."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.canonical import canonical, canonical_resource, in_order, item_key, sort_key

NONE = {"Ref": "AWS::NoValue"}
A, B = {"Ref": "A"}, {"Ref": "B"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, "true"),
        (2.0, "2"),
        (2.5, "2.5"),
        (("a", 1), ["a", "1"]),
        ({"Fn::GetAtt": "Db.Endpoint.Port"}, {"Fn::GetAtt": ["Db", "Endpoint.Port"]}),
        ({"Fn::Sub": "${A}"}, A),
        ({"Fn::Sub": "${ A }"}, A),
        ({"Fn::Sub": "${Db.Endpoint.Port}"}, {"Fn::GetAtt": ["Db", "Endpoint.Port"]}),
        ({"Fn::Sub": ["${x}-${A}", {"x": "y"}]}, {"Fn::Sub": "y-${A}"}),
        ({"Fn::Sub": ["${A}", {"A": B}]}, B),
        ({"Fn::Sub": "plain"}, "plain"),
        ({"Fn::Sub": ""}, ""),
        ({"Fn::Sub": "${!A}"}, "${A}"),
        ({"Fn::Join": ["", ["a", A, "b"]]}, {"Fn::Sub": "a${A}b"}),
        ({"Fn::Join": ["-", ["a", A]]}, {"Fn::Sub": "a-${A}"}),
        ({"Fn::Join": ["-", ["a", "b"]]}, "a-b"),
        ({"Fn::Join": ["-", ["a", NONE, "b"]]}, "a-b"),
        ({"Fn::Join": ["-", []]}, ""),
        ({"Fn::Join": ["-", ["a", {"Fn::Join": ["", ["b", A]]}]]}, {"Fn::Sub": "a-b${A}"}),
        ({"Fn::If": ["C", "a", "a"]}, "a"),
        ({"Fn::If": ["C", 1, True]}, {"Fn::If": ["C", "1", "true"]}),
        (["a", NONE], ["a"]),
        ({"a": 1, "b": NONE}, {"a": "1"}),
        ({"Action": "s3:Get*"}, {"Action": ["s3:Get*"]}),
        ({"Resource": ["b", "a"]}, {"Resource": ["a", "b"]}),
        ({"AWS": "1"}, {"AWS": ["1"]}),
    ],
)
def test_the_same(one: Any, other: Any) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Fn::If": ["C", "a", NONE]}, "a"),
        ({"Fn::If": ["C", NONE, "a"]}, {"Fn::If": ["C", "a", NONE]}),
        ({"Fn::Sub": "${!A}"}, {"Fn::Sub": "${A}"}),
        ({"Fn::Join": ["-", ["a", "b"]]}, {"Fn::Join": ["", ["a", "b"]]}),
        ({"Fn::Join": ["-", [["a", "b"], "c"]]}, {"Fn::Join": ["-", [["b", "a"], "c"]]}),
        ({"Tags": ["a", "b"]}, {"Tags": ["b", "a"]}),
        (["a", ""], ["a"]),
    ],
)
def test_not_the_same(one: Any, other: Any) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "value",
    [
        {"Fn::Join": ["-"]},
        {"Fn::Join": ["-", "a", "b"]},
        {"Fn::Join": ["-", A]},
        {"Fn::Join": "-"},
        {"Fn::Sub": ["${A}"]},
        {"Fn::Sub": ["${A}", {}, {}]},
        {"Fn::Sub": ["${A}", "b"]},
        {"Fn::Sub": A},
        {"Fn::If": ["C", "a"]},
        {"Fn::If": "C"},
    ],
)
def test_what_is_no_argument_of_a_function_stays(value: Any) -> None:
    assert canonical(value) == value


def test_a_list_inside_a_join_stays_beside_the_delimiter() -> None:
    value = {"Fn::Join": ["-", [{"Fn::GetAZs": ["a"]}, ["b"], "c"]]}
    assert canonical(value) == value


def test_resources_are_waited_for_in_any_order() -> None:
    first = canonical_resource({"Type": "T", "DependsOn": ["B", "A"]})
    assert first == canonical_resource({"DependsOn": ["A", "B"], "Type": "T"})
    assert canonical_resource({"DependsOn": "A"}) == {"DependsOn": ["A"], "Properties": {}}


@pytest.mark.parametrize(
    ("items", "key"),
    [
        ([{"Key": "a"}, {"Key": "b"}], "Key"),
        ([{"Key": "a", "Name": "x"}, {"Key": "a", "Name": "y"}], "Name"),
        ([{"Key": "a"}, {"Key": "a"}], ""),
        ([{"Key": "a"}, {"Value": "b"}], ""),
        ([{"Key": "a"}, "b"], ""),
        ([{"Key": A}, {"Key": B}], ""),
        ([], ""),
    ],
)
def test_what_distinguishes_the_entries_of_a_list(items: list[Any], key: str) -> None:
    assert item_key(items) == key


def test_the_arguments_of_a_function_keep_their_order() -> None:
    assert in_order({"b": ["d", "c"], "a": {"y": 1, "x": 2}}) == {
        "a": {"x": 2, "y": 1},
        "b": ["c", "d"],
    }
    assert in_order([{"Fn::Join": ["-", ["b", "a"]]}]) == [{"Fn::Join": ["-", ["b", "a"]]}]


def test_the_order_of_keys_says_nothing() -> None:
    assert sort_key({"a": 1, "b": {"c": 2, "d": 3}}) == sort_key({"b": {"d": 3, "c": 2}, "a": 1})
    assert sort_key(["a", "b"]) != sort_key(["b", "a"])
