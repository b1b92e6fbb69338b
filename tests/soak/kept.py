"""Whether the texts that a config states are in its template, as they are or quoted."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from typing import Any

from pipeline.config.schema import fill_defaults, subschema
from pipeline.paths import KeyPath, dotted, walk
from tests.rendered import SCHEMA, as_text

Settings = dict[str, Any]
# Settings about the run, other settings or another place.
_ELSEWHERE = ("extends", "regions", "parity", "waivers", "custom", "overrides", "fleet.image_date")


def _https(data: Settings) -> bool:
    https = data["alb"]["https"]
    return bool(https["certificate"] or https["request_for"])


def _private(data: Settings) -> bool:
    balancer = data["alb"]["scheme"] == "internal" and not data["alb"]["existing"]["listener"]
    return balancer or data["network"]["instance_subnets"] == "private"


def _public(data: Settings) -> bool:
    balancer = data["alb"]["scheme"] != "internal" and not data["alb"]["existing"]["listener"]
    return balancer or data["network"]["instance_subnets"] == "public"


# What is for one choice only, and that choice.
_USED_WITH: dict[str, Callable[[Settings], Any]] = {
    "alarms.log_errors.pattern": lambda data: data["alarms"]["log_errors"]["enabled"],
    "alb.clients.cidrs": lambda data: not data["alb"]["existing"]["listener"],
    "alb.clients.ipv6_cidrs": lambda data: data["network"]["ipv6"],
    "alb.existing.dns_name": lambda data: data["dns"]["name"],
    "alb.existing.hosted_zone_id": lambda data: data["dns"]["name"],
    "alb.health_check.success_codes": lambda data: data["alb"]["target_protocol_version"] != "GRPC",
    "alb.https.ssl_policy": _https,
    "alb.maintenance.message": lambda data: data["alb"]["maintenance"]["enabled"],
    "alb.rules.message": lambda _: False,  # by the rule's action
    "alb.rules.redirect": lambda _: False,
    "alb.waf.counted_rules": lambda data: data["alb"]["waf"]["managed_rules"],
    "dns.hosted_zone_id": lambda data: data["dns"]["name"] or data["alb"]["https"]["request_for"],
    "fleet.instance_type": lambda data: not data["fleet"]["requirements"]["vcpus_min"],
    "network.create": lambda data: data["network"]["vpc"] == "create",
    "network.existing.private_subnets": _private,
    "network.existing.public_subnets": _public,
    "network.exports.private_subnets": _private,
    "network.exports.public_subnets": _public,
    "scaling.target_tracking": lambda data: data["scaling"]["policy"] == "target_tracking",
}


def lost(config: Settings, template: Any) -> list[str]:
    """Return the settings whose text is not in the template, though what they are for is there."""
    text, data = as_text(template), fill_defaults(SCHEMA, config)
    return [
        f"{dotted(path)}: {value!r} is not in the template"
        for path, value in _texts(config)
        if _is_used(_name(path), data)
        and not _is_of_another_region(path, data)
        and not _holds(text, path, value)
    ]


def _is_of_another_region(path: KeyPath, data: Settings) -> bool:
    """Whether this is an image that a file has for the environments which extend it."""
    return path[:2] == ("fleet", "images") and path[2] not in data["regions"]


def _texts(config: Settings) -> Iterator[tuple[KeyPath, str]]:
    """Yield the texts that may be anything; what a choice does is another matter."""
    for path, value in walk(config):
        if isinstance(value, str) and "enum" not in subschema(SCHEMA, path):
            yield path, value


def _name(path: KeyPath) -> str:
    return ".".join(key for key in path if isinstance(key, str))


def _is_used(name: str, data: Settings) -> bool:
    if name.startswith(_ELSEWHERE):
        return False
    return all(use(data) for start, use in _USED_WITH.items() if name.startswith(start))


def _holds(text: str, path: KeyPath, value: str) -> bool:
    parts = [value]
    if path[:2] == ("application", "secrets"):  # a secret, and a key of its JSON
        secret, colon, key = value.rpartition(":")
        parts = [secret, key] if colon else [key]
    return all(any(form in text for form in _forms(part)) for part in parts)


def _forms(value: str) -> Iterator[str]:
    """Yield a text as it is, and as a shell, systemd, JSON and Fn::Sub write it."""
    plain = (
        value,
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        shlex.quote(value),
        value.replace("\\", "\\\\").replace('"', '\\"'),
    )
    for form in plain:
        yield form
        yield form.replace("${", "${!")
