"""What names an entry of a list, and which entry of another list it merges with."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config.keyed_lists import (
    identity,
    is_keyed,
    is_removal,
    is_replacement,
    names_of,
    position,
)

KEY_A, KEY_B, REF = {"Key": "a", "Value": 1}, {"Key": "b", "Value": 1}, {"Ref": "X"}
CALL = {"Fn::If": ["C", KEY_A, REF]}
RULE = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8"}


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        (KEY_A, ("Key",)),
        ({"Name": "n", "Key": "a"}, ("Key",)),
        ({"Value": 1}, ()),
        ({}, ()),
        (REF, ()),
        (CALL, ()),
        ("Key", ()),
        (5, ()),
        (["Key"], ()),
        ({**RULE, "Description": "d"}, ("IpProtocol", "FromPort", "ToPort", "CidrIp")),
    ],
)
def test_names(entry: object, names: tuple[str, ...]) -> None:
    assert names_of(entry) == names


def test_identity() -> None:
    assert identity(KEY_A) == ('Key="a"',)
    assert identity({"Id": {"b": 1, "a": 2}}) == ('Id={"a": 2, "b": 1}',)
    assert identity(REF) == ()
    assert identity(RULE) != identity({**RULE, "ToPort": 444})


@pytest.mark.parametrize(
    ("entries", "keyed"),
    [
        ([KEY_A], True),
        ([KEY_A, REF], True),
        ([KEY_A, {"Value": 1}], False),
        ([KEY_A, "text"], False),
        ([REF], False),
        (["text"], False),
        ([], False),
    ],
)
def test_a_list_that_merges(entries: list[Any], keyed: bool) -> None:
    assert is_keyed(entries) is keyed


@pytest.mark.parametrize(
    ("entry", "index"),
    [
        (KEY_A, 1),
        ({"Key": "b", "Value": 9}, 3),
        ({"Key": "c"}, None),
        (REF, 2),
        (CALL, 0),
        ({"Ref": "Y"}, None),
    ],
)
def test_the_entry_of_the_same_name(entry: Any, index: int | None) -> None:
    assert position([CALL, KEY_A, REF, KEY_B], entry) == index


def test_what_replaces_and_what_removes() -> None:
    assert is_replacement({"$replace": []})
    assert not is_replacement({"$replace": [], "Key": "a"})
    assert not is_replacement({})
    assert not is_replacement(["$replace"])
    assert is_removal({"Key": "a", "Value": None})
    assert not is_removal({"Key": "a", "Value": None, "Other": 1})
    assert not is_removal({"Key": "a"})
    assert not is_removal({"Key": None})
