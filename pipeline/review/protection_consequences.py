"""What follows where a protection ends: for clients, for what is encrypted, for what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.attributes import attribute, is_protected, states_protection
from pipeline.review.canonical import canonical
from pipeline.review.records import ADDED, REMOVED, ResourceChange
from pipeline.review.target_shares import actions
from pipeline.review.update import Note, Update, replaces
from pipeline.review.update_behaviours import GROUP, LAUNCH_TEMPLATE
from pipeline.review.wording import shown

_LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_LOG_GROUP = "AWS::Logs::LogGroup"
_HSTS = "routing.http.response.strict_transport_security.header_value"


def closed_ports(update: Update) -> Iterator[Note]:
    """Yield the listeners whose clients find no listener on the port any more."""
    for change in update.of_type(_LISTENER):
        old = update.old(change.name)
        if change.kind == ADDED or _port(old) in _open_ports(update):
            continue
        text = f"clients of port {shown(_port(old)[1])} get no connection"
        yield Note(change.name, text, interrupts=True)
        if header := attribute(old, "ListenerAttributes", _HSTS):
            text = (
                f"browsers that received its header Strict-Transport-Security ({header}) "
                "connect over HTTPS only until max-age is over: they cannot fall back to HTTP"
            )
            yield Note(change.name, text)


def _open_ports(update: Update) -> list[tuple[Any, Any]]:
    resources = update.after.get("Resources", {}).values()
    return [_port(each.get("Properties", {})) for each in resources if each["Type"] == _LISTENER]


def _port(listener: dict[str, Any]) -> tuple[Any, Any]:
    return canonical(listener.get("LoadBalancerArn")), canonical(listener.get("Port", ""))


def plain_http(update: Update) -> Iterator[Note]:
    """Yield the listeners that redirected to HTTPS and now send requests on as they are."""
    for change in update.of_type(_LISTENER):
        sides = (update.old(change.name), update.new(change.name))
        before, after = ([each["Type"] for each in actions(side)] for side in sides)
        if sides[1].get("Protocol") == "HTTP" and "redirect" in before and "forward" in after:
            text = "requests over HTTP are no longer redirected to HTTPS: they cross the network"
            yield Note(change.name, f"{text} unencrypted")


def web_acls(update: Update) -> Iterator[Note]:
    """Yield the associations without which requests arrive unfiltered."""
    for change in update.of_type("AWS::WAFv2::WebACLAssociation"):
        if change.kind == REMOVED:
            yield Note(change.name, "AWS WAF no longer inspects requests to the load balancer")


def deletion_protection(update: Update) -> Iterator[Note]:
    """Yield what a request, or the deletion of the stack, can delete from now on."""
    text = "deletion protection ends: a request or the deletion of the stack can delete it"
    for change in update.changes:
        before, after = (_protected(change, each(change.name)) for each in (update.old, update.new))
        kept = change.type == _BALANCER and not states_protection(update.new(change.name))
        if before and not after and not change.kind and not kept:
            yield Note(change.name, text)


def _protected(change: ResourceChange, properties: dict[str, Any]) -> bool:
    if change.type == _BALANCER:
        return is_protected(properties)
    if change.type == GROUP:
        return bool(properties.get("DeletionProtection", "none") != "none")
    keys = ("DeletionProtection", "DeletionProtectionEnabled")  # of a database, of a table
    return any(canonical(properties.get(key, "")) == "true" for key in keys)


def encryption(update: Update) -> Iterator[Note]:
    """Yield what is no longer encrypted with a key of the account's own, or needs another one, too.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DisassociateKmsKey.html
    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
    https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
    https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html
    """
    for change in update.changes:
        text = _ENCRYPTED.get(change.type)
        before, after = (_keys(each(change.name)) for each in (update.old, update.new))
        if text and before and not after and not change.kind:
            yield Note(change.name, text)
        data = _READ_WITH_OLD_KEY.get(change.type)
        if data and before and after and not change.kind and not replaces(change):
            old = canonical(before)
            if old != canonical(after):
                text = f"reading {data} until now needs the key {shown(old)} as before"
                yield Note(change.name, f"{text}: do not disable or delete it")


_ENCRYPTED = {
    LAUNCH_TEMPLATE: "volumes of new instances are encrypted with the account's default key of EBS",
    _LOG_GROUP: (
        "new log events are encrypted by CloudWatch Logs alone; reading those until now needs the "
        "key as before: do not disable or delete it"
    ),
    "AWS::SNS::Topic": "server-side encryption of the topic's messages is off",
}
_NAMES_OF_KEYS = ("KmsKeyId", "KmsMasterKeyId", "KMSMasterKeyID")
# The types whose data stays encrypted with the key of its time.
_READ_WITH_OLD_KEY = {_LOG_GROUP: "log events", "AWS::S3::Bucket": "objects"}


def _keys(value: Any) -> list[Any]:
    """Return the keys that properties name, at any depth."""
    if isinstance(value, dict):
        own = [item for key, item in value.items() if key in _NAMES_OF_KEYS]
        return own + [key for item in value.values() for key in _keys(item)]
    return [key for item in value for key in _keys(item)] if isinstance(value, list) else []
