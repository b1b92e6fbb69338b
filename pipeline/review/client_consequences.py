"""What follows from a change for clients: what binds or checks them, and what stops to resolve."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.review.attributes import attribute
from pipeline.review.canonical import canonical
from pipeline.review.records import ADDED
from pipeline.review.references import references
from pipeline.review.update import Note, Update, ends, replaces
from pipeline.review.wording import shown

_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_KEPT_OPEN = re.compile(r"KEEP_ALIVE_SECONDS=(\d+)")
_HSTS = "routing.http.response.strict_transport_security.header_value"
_CHECKS = {"HealthCheckPath": "", "Matcher": "the success codes "}


def strict_transport(update: Update) -> Iterator[Note]:
    """Yield the listeners that bind browsers to HTTPS, or for longer than before."""
    for change in update.of_type("AWS::ElasticLoadBalancingV2::Listener"):
        sides = (update.old(change.name), update.new(change.name))
        before, after = (_max_age(each) for each in sides)
        if after > before:
            text = f"browsers connect over HTTPS only for {after} seconds after each answer"
            yield Note(change.name, f"{text}: this cannot be taken back sooner")


def _max_age(listener: dict[str, Any]) -> int:
    found = re.search(r"max-age=(\d+)", attribute(listener, "ListenerAttributes", _HSTS))
    return int(found[1]) if found else 0


def health_checks(update: Update) -> Iterator[Note]:
    """Yield the checks that the instances of the old release have to pass, too.

    CloudFormation updates the target group before it replaces the instances.
    """
    for change in update.of_type("AWS::ElasticLoadBalancingV2::TargetGroup"):
        if change.kind or replaces(change):
            continue
        sides = (update.old(change.name), update.new(change.name))
        for key, what in _CHECKS.items():
            before, after = (canonical(each.get(key, "")) for each in sides)
            if before != after:
                text = (
                    f"running instances are checked by {what}{shown(after)} before they are "
                    "replaced: deploy a release first that passes both checks"
                )
                yield Note(change.name, text, interrupts=True)


def idle_timeouts(update: Update) -> Iterator[Note]:
    """Yield the idle timeouts for which running instances do not keep connections open.

    CloudFormation updates the load balancer before it replaces the instances:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
    """
    for change in update.of_type(_BALANCER):
        sides = (update.old(change.name), update.new(change.name))
        before, after = (
            attribute(each, "LoadBalancerAttributes", "idle_timeout.timeout_seconds") or "60"
            for each in sides
        )
        if change.kind or replaces(change) or not (before.isdecimal() and after.isdecimal()):
            continue
        found = _KEPT_OPEN.findall(json.dumps(update.before["Resources"]))
        kept = min(map(int, found), default=0)
        if int(before) < kept <= int(after):
            text = (
                f"running instances close idle connections after {kept} seconds, before the load "
                f"balancer does ({after}): requests fail with 502 until the instances are "
                "replaced; deploy a longer application.keep_alive alone first"
            )
            yield Note(change.name, text, interrupts=True, key="LoadBalancerAttributes")


def records(update: Update) -> Iterator[Note]:
    """Yield the DNS names that no longer lead to the load balancer."""
    left = _names(update.after)
    for change in update.of_type("AWS::Route53::RecordSet"):
        name = canonical(update.old(change.name).get("Name", ""))
        if change.kind != ADDED and name not in left:
            yield Note(change.name, f"{shown(name)} stops resolving", interrupts=True)


def hosted_zones(update: Update) -> Iterator[Note]:
    """Yield the DNS names whose record goes to another zone, which not all resolvers ask yet.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-migrating.html
    """
    for change in update.of_type("AWS::Route53::RecordSet"):
        sides = (update.old(change.name), update.new(change.name))
        old, new = (shown(canonical(each.get("HostedZoneId", ""))) for each in sides)
        before, after = (canonical(each.get("Name", "")) for each in sides)
        policy = update.after["Resources"].get(change.name, {}).get("UpdateReplacePolicy")
        if replaces(change) and old != new and before == after and policy != "Retain":
            text = (
                f"{shown(after)} is created in {new} and deleted from {old}: clients that still "
                f"ask the name servers of {old} get no address; keep the old record, see "
                "docs/operations.md"
            )
            yield Note(change.name, text, interrupts=True, key="HostedZoneId")


def moved_records(update: Update) -> Iterator[Note]:
    """Yield the DNS names that lead to another load balancer, without a healthy target at first.

    CloudFormation changes a record when the load balancer that it refers to exists.
    """
    balancers = {each.name for each in update.of_type(_BALANCER) if ends(each)}
    left = _names(update.after)
    for change in update.of_type("AWS::Route53::RecordSet"):
        record = canonical(update.old(change.name))
        moves = balancers & {each.target for each in references(record)}
        if moves and record.get("Name") in left:
            text = (
                f"{shown(record['Name'])} leads to another load balancer before a target is "
                "healthy behind it: requests fail meanwhile"
            )
            yield Note(change.name, text, interrupts=True)


def internal(update: Update) -> Iterator[Note]:
    """Yield the load balancers that the Internet no longer reaches.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
    """
    for change in update.of_type(_BALANCER):
        sides = (update.old(change.name), update.new(change.name))
        before, after = (canonical(each.get("Scheme", "internet-facing")) for each in sides)
        if not change.kind and (before, after) == ("internet-facing", "internal"):
            yield Note(change.name, "clients of the Internet get no connection", interrupts=True)


def _names(template: dict[str, Any]) -> list[Any]:
    resources = template.get("Resources", {}).values()
    records = [each for each in resources if each.get("Type") == "AWS::Route53::RecordSet"]
    return [canonical(each.get("Properties", {}).get("Name", "")) for each in records]
