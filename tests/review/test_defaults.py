"""Templates with their parameters' defaults in place, and the conditions that these decide."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.defaults import filled_resources

PARAMETERS = {
    "Name": {"Type": "String", "Default": "shop"},
    "Size": {"Type": "Number", "Default": 2},
    "Empty": {"Type": "String", "Default": ""},
    "Open": {"Type": "String"},
    "Image": {"Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", "Default": "/image"},
}
NAMED = {"Fn::Equals": [{"Ref": "Name"}, "shop"]}
OTHER = {"Fn::Equals": [{"Ref": "Name"}, "other"]}
UNKNOWN = {"Fn::Equals": [{"Ref": "Open"}, "a"]}
CONDITIONS = {
    "Named": NAMED,
    "Other": OTHER,
    "Two": {"Fn::Equals": ["2", {"Ref": "Size"}]},
    "Unknown": UNKNOWN,
    "Reversed": {"Fn::Equals": ["a", {"Ref": "Open"}]},
    "Listed": {"Fn::Equals": [{"Fn::Split": [",", {"Ref": "Name"}]}, "shop"]},
    "Again": {"Condition": "Named"},
    "Nowhere": {"Condition": "Missing"},
    "NotNamed": {"Fn::Not": [NAMED]},
    "NotOther": {"Fn::Not": [OTHER]},
    "NotUnknown": {"Fn::Not": [UNKNOWN]},
    "Both": {"Fn::And": [NAMED, {"Condition": "Two"}]},
    "OneOfBoth": {"Fn::And": [NAMED, OTHER]},
    "Either": {"Fn::Or": [OTHER, NAMED]},
    "Neither": {"Fn::Or": [OTHER, OTHER]},
    "EitherUnknown": {"Fn::Or": [NAMED, UNKNOWN]},
    "NoList": {"Fn::And": "Named"},
    "NoEntries": {"Fn::And": []},
    "NoFunction": {"Fn::Xor": [NAMED, OTHER]},
    "TwoKeys": {"Fn::Not": [NAMED], "Fn::And": [NAMED]},
    "Text": "Named",
}


def filled(value: Any) -> Any:
    resources = {"It": {"Properties": {"Value": value}}}
    data = {"Parameters": PARAMETERS, "Conditions": CONDITIONS, "Resources": resources}
    return filled_resources(data)["It"]["Properties"]["Value"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Name"}, "shop"),
        ({"Ref": "Size"}, "2"),
        ({"Ref": "Empty"}, ""),
        ({"Ref": "Open"}, {"Ref": "Open"}),
        ({"Ref": "Image"}, {"Ref": "Image"}),
        ({"Ref": "Resource"}, {"Ref": "Resource"}),
        ([{"Ref": "Name"}, 1], ["shop", 1]),
        ({"a": {"Ref": "Name"}, "b": True}, {"a": "shop", "b": True}),
        ({"Ref": "Name", "Other": "a"}, {"Ref": "Name", "Other": "a"}),
        ({"Fn::Sub": "${Name}-${Open}-${Size}"}, {"Fn::Sub": "shop-${Open}-2"}),
        ({"Fn::Sub": "${Db.Port}-${!Name}"}, {"Fn::Sub": "${Db.Port}-${!Name}"}),
        ({"Fn::Sub": ["${a}", {"a": {"Ref": "Name"}}]}, {"Fn::Sub": ["${a}", {"a": "shop"}]}),
        ({"Fn::Join": ["", ["a", {"Ref": "Name"}]]}, {"Fn::Join": ["", ["a", "shop"]]}),
    ],
)
def test_defaults_stand_in_the_place_of_parameters(value: Any, expected: Any) -> None:
    assert filled(value) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Named", "Two", "Again", "NotOther", "Both", "Either"), "shop"),
        (("Other", "NotNamed", "OneOfBoth", "Neither"), "no"),
    ],
)
def test_conditions_are_decided(names: tuple[str, ...], expected: str) -> None:
    found = {name: filled({"Fn::If": [name, {"Ref": "Name"}, "no"]}) for name in names}
    assert found == dict.fromkeys(names, expected)


def test_what_is_not_known_stays_open_with_defaults_in_both_branches() -> None:
    names = (
        "Unknown", "Reversed", "Listed", "Nowhere", "NotUnknown", "EitherUnknown", "NoList",
        "NoEntries", "NoFunction", "TwoKeys", "Text", "Missing",
    )  # fmt: skip
    for name in names:
        found = filled({"Fn::If": [name, {"Ref": "Name"}, [{"Ref": "Size"}]]})
        assert found == {"Fn::If": [name, "shop", ["2"]]}, name


@pytest.mark.parametrize("argument", [["Named", "a"], "Named", ["Named", "a", "b", "c"]])
def test_what_is_no_argument_of_a_condition_stays(argument: Any) -> None:
    assert filled({"Fn::If": argument}) == {"Fn::If": argument}


def test_without_a_default_nothing_is_decided() -> None:
    resources = {"It": {"Properties": {"Fn::If": ["Same", "a", "b"]}}}
    data = {"Conditions": {"Same": {"Fn::Equals": ["a", "a"]}}, "Resources": resources}
    assert filled_resources(data) is resources
    assert filled_resources({}) == {}
