"""Which protections of databases and other stores a template gives up: no setting promises them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.checks.elements import resolve_parameter
from pipeline.paths import KeyPath, exists, value_at
from pipeline.review.canonical import canonical
from pipeline.review.protections import Loss
from pipeline.review.stores import STORES

_TABLE, _FILES = "AWS::DynamoDB::Table", "AWS::EFS::FileSystem"
_CACHE, _BUCKET = "AWS::ElastiCache::ReplicationGroup", "AWS::S3::Bucket"
_CLUSTER, _INSTANCE = "AWS::RDS::DBCluster", "AWS::RDS::DBInstance"
_DATABASES = (_CLUSTER, _INSTANCE)
_ALL = tuple(STORES)


class _Protection(NamedTuple):
    """An element of resources, AWS's default, the values without the protection, what is lost.

    Without such values it is a number: the more, the better.
    """

    types: tuple[str, ...]
    at: KeyPath
    default: str
    off: tuple[str, ...]
    text: str


def _off(types: tuple[str, ...], *at: str, text: str) -> _Protection:
    return _Protection(types, ("Properties", *at), "false", ("false",), text)


_NO_DELETION_PROTECTION = "deletion protection is off"
_NOT_ENCRYPTED = "the data is not encrypted"
_LESS_BACKUP = "backups are kept for less time"
_PROTECTIONS = (
    _Protection(
        _ALL, ("DeletionPolicy",), "Delete", ("Delete",), "the data is deleted with the stack"
    ),
    _Protection(
        _ALL, ("UpdateReplacePolicy",), "Delete", ("Delete",),
        "the data is deleted when the resource is replaced",
    ),
    _off(_DATABASES, "DeletionProtection", text=_NO_DELETION_PROTECTION),
    _off((_TABLE,), "DeletionProtectionEnabled", text=_NO_DELETION_PROTECTION),
    _off(_DATABASES, "StorageEncrypted", text=_NOT_ENCRYPTED),
    _off((_FILES,), "Encrypted", text=_NOT_ENCRYPTED),
    _off((_CACHE,), "AtRestEncryptionEnabled", text=_NOT_ENCRYPTED),
    _Protection(
        _DATABASES, ("Properties", "PubliclyAccessible"), "false", ("true",),
        "the database has a public address",
    ),
    _Protection(_DATABASES, ("Properties", "BackupRetentionPeriod"), "1", (), _LESS_BACKUP),
    _Protection((_CACHE,), ("Properties", "SnapshotRetentionLimit"), "0", (), _LESS_BACKUP),
    _off(
        (_TABLE,), "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled",
        text="point-in-time recovery is off",
    ),
    _Protection(
        (_FILES,), ("Properties", "BackupPolicy", "Status"), "DISABLED", ("DISABLED", "DISABLING"),
        "automatic backups are off",
    ),
    _Protection(
        (_BUCKET,), ("Properties", "VersioningConfiguration", "Status"), "Suspended",
        ("Suspended",), "objects can be overwritten",
    ),
)  # fmt: skip


def lost_in_stores(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Loss]:
    """Yield the protections that stores which stay do not have any more."""
    old = before.get("Resources", {})
    for name, resource in after.get("Resources", {}).items():
        type_ = resource.get("Type")
        for each in _PROTECTIONS:
            if type_ in each.types and old.get(name, {}).get("Type") == type_:
                had, has = (_strength(each, name, data) for data in (before, after))
                if has is not None and had is not None and has < had:
                    yield Loss(name, ("Resources", name, *each.at), each.text, not has)


def default_of_deletion(resource: dict[str, Any]) -> str:
    """Return what happens to a resource without a DeletionPolicy, by its type."""
    is_member = "DBClusterIdentifier" in resource.get("Properties", {})
    type_ = resource.get("Type")
    return "Snapshot" if type_ == _CLUSTER or (type_ == _INSTANCE and not is_member) else "Delete"


def _strength(protection: _Protection, name: str, data: dict[str, Any]) -> int | None:
    """Return how strong a protection is, 0 where there is none, None where that is left open."""
    resource = data["Resources"][name]
    default = protection.default
    if protection.at == ("DeletionPolicy",):
        default = default_of_deletion(resource)
    value: Any = default
    if exists(resource, protection.at):
        value = canonical(resolve_parameter(value_at(resource, protection.at), data))
    if not isinstance(value, str):
        return None
    if protection.off:
        return int(value not in protection.off)
    return int(value) if value.isdecimal() else None
