"""Protections of databases and other stores that a change gives up count as widened."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.access import access_changes
from tests.rendered import read_cases
from tests.review.support import DATA

Data = dict[str, Any]
CASES: list[Data] = read_cases(DATA / "store_protections.yml")


def _template(case: Data, side: str) -> Data:
    resource = {"Type": case["type"], **case[side]}
    return {"Resources": {"Store": resource}, "Parameters": case.get("parameters", {})}


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["lost"])[:50] or "nothing")
def test_what_is_lost_counts_as_widened(case: Data) -> None:
    found = access_changes(_template(case, "before"), _template(case, "after"))
    assert [f"{each.words}: {each.grant.text}" for each in found if each.widens] == case["lost"]


def test_a_store_that_is_new_or_goes_loses_nothing() -> None:
    guarded = {"Type": "AWS::RDS::DBInstance", "DeletionPolicy": "Retain"}
    plain = {"Type": "AWS::RDS::DBInstance", "DeletionPolicy": "Delete"}
    for old, new in (({}, {"A": plain}), ({"A": guarded}, {}), ({"A": guarded}, {"B": plain})):
        assert access_changes({"Resources": old}, {"Resources": new}) == []
