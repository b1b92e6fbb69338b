"""What AWS's documentation says of an update, against what the impact says."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from pipeline.review.changes import compare
from pipeline.review.effects import Effect

TABLE = Path(__file__).parent / "data" / "documented_updates.yml"
EFFECTS = {
    "No interruption": Effect.NONE,
    "Some interruptions": Effect.INTERRUPTION,
    "Rolls": Effect.ROLL,
    "Replacement": Effect.REPLACE,
    "Refused": Effect.REFUSED,
}
# The impact is more cautious than the documentation: it does not look at the values.
DIFFERENT = {
    ("AWS::EC2::VPC", "InstanceTenancy", "dedicated"): Effect.MAY_REPLACE,
    ("AWS::EC2::VPC", "InstanceTenancy", "default"): Effect.MAY_REPLACE,
}
ROLLING = {"AutoScalingRollingUpdate": {"MaxBatchSize": 1}}


class Row(NamedTuple):
    """A documented change of one property."""

    page: str
    type: str
    property: str
    before: Any
    after: Any
    update: str


def rows() -> list[Row]:
    groups = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return [Row(group["page"], group["type"], *row) for group in groups for row in group["rows"]]


def template(row: Row, value: Any) -> dict[str, Any]:
    resource = {"Type": row.type, "Properties": {row.property: value}, "UpdatePolicy": ROLLING}
    return {"Resources": {"Changed": resource}}


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.type}.{row.property}")
def test_update_is_what_the_documentation_says(row: Row) -> None:
    [change] = compare(template(row, row.before), template(row, row.after), "eu-west-1")
    known = DIFFERENT.get((row.type, row.property, str(row.after)))
    assert change.effect is (known or EFFECTS[row.update])


def test_table_is_large_and_says_where_it_is_from() -> None:
    found = rows()
    assert len(found) >= 80
    assert len(DIFFERENT) <= 2
    assert all(row.page.startswith("https://docs.aws.amazon.com/") for row in found)
