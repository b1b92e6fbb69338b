"""What follows from a change for data and recipients: what is lost, left behind, or silent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.records import ADDED, REMOVED
from pipeline.review.stores import STORES
from pipeline.review.update import Note, Update, ends, is_new, replaces
from pipeline.review.wording import shown

_KEEPS = ("Retain", "RetainExceptOnCreate")
_WITH_DATA = {
    "AWS::Logs::LogGroup": "its log events",
    "AWS::S3::Bucket": "its objects",
    "AWS::KMS::Key": "access to everything that is encrypted with it",
}


def subscriptions(update: Update) -> Iterator[Note]:
    """Yield who has to confirm that alarms are sent, and who gets none any more."""
    for change in update.of_type("AWS::SNS::Subscription"):
        properties = update.new(change.name)
        if is_new(change) and properties.get("Protocol") in ("email", "email-json"):
            receiver = shown(canonical(properties.get("Endpoint", "")))
            text = f"SNS asks {receiver} for confirmation; until then no alarm arrives there"
            yield Note(change.name, text)
        elif ends(change) and change.kind == REMOVED:
            receiver = shown(canonical(update.old(change.name).get("Endpoint", "")))
            yield Note(change.name, f"alarms no longer reach {receiver}")


def log_groups(update: Update) -> Iterator[Note]:
    """Yield the log groups that are empty afterwards."""
    for change in update.of_type("AWS::Logs::LogGroup"):
        if replaces(change):
            yield Note(
                change.name, "the new log group is empty; queries and filters see new events only"
            )


def retention(update: Update) -> Iterator[Note]:
    """Yield the log groups that keep their events for less time than before."""
    for change in update.of_type("AWS::Logs::LogGroup"):
        if change.kind or replaces(change):
            continue
        old, new = (
            shown(canonical(each(change.name).get("RetentionInDays", "")))
            for each in (update.old, update.new)
        )
        if new.isdecimal() and (not old or (old.isdecimal() and int(new) < int(old))):
            text = f"log events older than {new} days are deleted for good"
            yield Note(change.name, text, key="RetentionInDays")


def expiry(update: Update) -> Iterator[Note]:
    """Yield the buckets that keep their objects for less time than before.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
    """
    for change in update.of_type("AWS::S3::Bucket"):
        if change.kind or replaces(change):
            continue
        old, new = (_expires(each(change.name)) for each in (update.old, update.new))
        if new and (not old or new < old):
            yield Note(change.name, f"objects older than {new} days are deleted for good")


def _expires(bucket: dict[str, Any]) -> int:
    """Return after how many days the first rule in force deletes objects, 0 if none does."""
    rules = bucket.get("LifecycleConfiguration", {}).get("Rules", [])
    days = [each.get("ExpirationInDays", "") for each in rules if each.get("Status") == "Enabled"]
    found = [int(each) for each in days if str(each).isdecimal()]
    return min(found, default=0)


def remains(update: Update) -> Iterator[Note]:
    """Yield what stays outside the stack, and what is deleted with its data.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
    """
    for change in update.changes:
        if not ends(change):
            continue
        resource = update.before["Resources"][change.name]
        policy = "DeletionPolicy" if change.kind == REMOVED else "UpdateReplacePolicy"
        source = update.before if change.kind == REMOVED else update.after
        kept = str(source["Resources"].get(change.name, resource).get(policy, "Delete"))
        data = _WITH_DATA.get(change.type)
        if kept not in _KEEPS and _is_protected(update.old(change.name)):
            text = (
                "deletion protection is on: the old resource cannot be deleted, stays in the "
                "account, outside the stack, and goes on costing; to delete it, switch the "
                "protection off in an update of its own first"
            )
            yield Note(change.name, text)
        elif kept == "Snapshot":
            text = "is deleted; a snapshot stays in the account and goes on costing"
            yield Note(change.name, f"the old resource {text}")
        elif kept in _KEEPS:
            text = "stays in the account, outside the stack, and goes on costing"
            yield Note(change.name, f"the old resource {text}")
        elif data:
            yield Note(change.name, f"the old resource is deleted with {data}")


def _is_protected(properties: dict[str, Any]) -> bool:
    """Whether a database, table, user pool or log group refuses to be deleted."""
    keys = ("DeletionProtection", "DeletionProtectionEnabled")
    return any(canonical(properties.get(key, "")) in ("true", "ACTIVE") for key in keys)


def empty_stores(update: Update) -> Iterator[Note]:
    """Yield the databases and other stores that are replaced: the application finds no data.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html
    """
    for change in update.changes:
        store = STORES.get(change.type)
        if store and replaces(change):
            yield Note(
                change.name, f"the new {store} is empty: move the data before the deployment"
            )


def deletion_policies(update: Update) -> Iterator[Note]:
    """Yield what is no longer kept when the stack is deleted."""
    for change in update.changes:
        old, new = update.before.get("Resources", {}), update.after.get("Resources", {})
        if change.kind in (ADDED, REMOVED):
            continue
        resources = (each.get(change.name, {}) for each in (old, new))
        before, after = (each.get("DeletionPolicy", "Delete") for each in resources)
        if before in (*_KEEPS, "Snapshot") and after not in (*_KEEPS, before):
            but = ", but for a snapshot" if after == "Snapshot" else ""
            yield Note(change.name, f"is deleted with the stack from now on{but}")
