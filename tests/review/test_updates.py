"""Updates of templates that are small enough to say all of their effects, notes and refusals."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.changes import compare
from pipeline.review.consequences import consequences
from pipeline.review.records import ResourceChange
from pipeline.review.refusals import refusals
from pipeline.review.update import Update
from tests.rendered import read_cases
from tests.review.support import DATA

Data = dict[str, Any]
CASES: list[Data] = read_cases(DATA / "updates.yml")
SECTIONS = ("outputs", "parameters", "conditions", "mappings")
RULE = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}


def template(case: Data, side: int) -> Data:
    sections = {name.title(): case[name][side] for name in SECTIONS if name in case}
    return {"Resources": case["after" if side else "before"], **sections}


def update(before: Data, after: Data) -> Update:
    return Update(before, after, compare(before, after, "eu-west-1"))


def words(change: ResourceChange) -> str:
    properties = [
        f"{each.label} ({each.reason})" if each.reason else each.label for each in change.properties
    ]
    return f"{change.name}, {change.heading}: {', '.join(properties)}"


def said(found: Update) -> list[str]:
    return [f"{each.resource}: {each.text}" for each in (*consequences(found), *refusals(found))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["changes"])[:60])
def test_effects_and_what_follows(case: Data) -> None:
    found = update(template(case, 0), template(case, 1))
    assert [words(each) for each in found.changes] == case["changes"]
    assert said(found) == case["says"]


@pytest.mark.parametrize(
    ("direction", "count", "expected"),
    [
        ("Ingress", 60, []),
        ("Ingress", 61, ["Group: 61 ingress rules; the quota is 60 by default"]),
        ("Egress", 61, ["Group: 61 egress rules; the quota is 60 by default"]),
    ],
)
def test_more_rules_than_the_quota(direction: str, count: int, expected: list[str]) -> None:
    """docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html."""
    rules = [{**RULE, "CidrIp": f"10.0.{number}.0/24"} for number in range(count)]
    group = {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {f"SecurityGroup{direction}": rules},
    }
    assert said(update({"Resources": {}}, {"Resources": {"Group": group}})) == expected
