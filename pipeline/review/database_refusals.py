"""What RDS refuses to change."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.review.canonical import canonical
from pipeline.review.left_zones import subnets
from pipeline.review.references import references
from pipeline.review.update import Note, Update, replaces
from pipeline.review.wording import shown

_DATABASES = ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster")


def smaller_databases(update: Update) -> Iterator[Note]:
    """Yield the databases whose storage would shrink.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
    """
    for change in update.of_type("AWS::RDS::DBInstance"):
        old, new = (
            shown(canonical(each(change.name).get("AllocatedStorage", "")))
            for each in (update.old, update.new)
        )
        if change.kind or replaces(change):
            continue
        if old.isdecimal() and new.isdecimal() and int(new) < int(old):
            yield Note(change.name, f"RDS refuses {new} GiB: storage of a database only grows")


def used_subnets(update: Update) -> Iterator[Note]:
    """Yield the subnets that a subnet group loses while databases use it.

    https://repost.aws/knowledge-center/rds-db-subnet-group
    """
    for change in update.of_type("AWS::RDS::DBSubnetGroup"):
        sides = (update.old(change.name), update.new(change.name))
        before, after = (subnets(each, "SubnetIds") for each in sides)
        lost = [each for each in before if each not in after]
        if change.kind or replaces(change) or not lost or not _is_used(update, change.name):
            continue
        text = f"RDS refuses to remove {', '.join(lost)} while a database, or its standby, is there"
        yield Note(change.name, f"{text}: move it to another zone first, see docs/deploying.md")


def _is_used(update: Update, group: str) -> bool:
    resources = update.before.get("Resources", {}).values()
    databases = [each.get("Properties", {}) for each in resources if each["Type"] in _DATABASES]
    named = [canonical(each.get("DBSubnetGroupName", "")) for each in databases]
    return any(link.target == group for link in references(named))
