"""Rules on how requests come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.aws_limits import limit
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings
    from pipeline.paths import KeyPath


def encrypted_elsewhere(data: Settings) -> bool:
    """Whether the listener is an existing one, with HTTPS."""
    existing = data["alb"]["existing"]
    return bool(existing["listener"] and existing["protocol"] == "HTTPS")


@reads("alb.health_check.timeout", "alb.health_check.interval")
def _health_check(data: Settings) -> Iterator[SettingIssue]:
    check = data["alb"]["health_check"]
    if check["timeout"] >= check["interval"]:
        message = f"{check['timeout']} is not less than interval {check['interval']}"
        hint = (
            f"a check must end before the next one starts: set interval above {check['timeout']}, "
            "or a shorter timeout"
        )
        other = ("alb", "health_check", "interval")
        yield SettingIssue(("alb", "health_check", "timeout"), message, hint, other)


@reads("alb.deregistration_delay", "fleet.boot_timeout")
def _drain(data: Settings) -> Iterator[SettingIssue]:
    delay, minutes = data["alb"]["deregistration_delay"], data["fleet"]["boot_timeout"]
    if delay > minutes * 60:
        message = f"{delay} seconds is longer than fleet.boot_timeout, {minutes} minutes"
        hint = "a deployment would not wait for the last requests"
        yield SettingIssue(
            ("alb", "deregistration_delay"), message, hint, ("fleet", "boot_timeout")
        )


@reads(
    *("alb.https", "alb.existing", "alb.sign_in.issuer"),
    *("dns.hosted_zone_id", "alarms.tls_errors.enabled"),
)
def _https(data: Settings) -> Iterator[SettingIssue]:
    https = data["alb"]["https"]
    given, requested = https["certificate"], https["request_for"]
    if given and requested:
        yield SettingIssue(
            ("alb", "https", "request_for"), "set, and so is certificate", "keep one of the two"
        )
    if requested and not data["dns"]["hosted_zone_id"]:
        hint = "name the zone that proves the domain"
        yield SettingIssue(
            ("alb", "https", "request_for"), "set, but there is no dns.hosted_zone_id", hint
        )
    if given or requested:
        return
    needing: dict[KeyPath, object] = {
        ("https", "more_certificates"): https["more_certificates"],
        ("https", "hsts_seconds"): https["hsts_seconds"],
    }
    if not encrypted_elsewhere(data):
        needing["sign_in", "issuer"] = data["alb"]["sign_in"]["issuer"]
    for name, value in needing.items():
        if value:
            hint = "add alb.https.certificate or alb.https.request_for"
            yield SettingIssue(("alb", *name), "set, but there is no HTTPS", hint)
    if data["alarms"]["tls_errors"]["enabled"]:
        yield SettingIssue(
            ("alarms", "tls_errors", "enabled"), "true, but there is no HTTPS", "switch it off"
        )


@reads("alb.sign_in")
def _sign_in(data: Settings) -> Iterator[SettingIssue]:
    sign_in = data["alb"]["sign_in"]
    missing = [
        name for name, value in sign_in.items() if not value and name != "client_secret_version"
    ]
    if sign_in["issuer"] and missing:
        hint = "the identity provider documents all of them"
        yield SettingIssue(("alb", "sign_in", missing[0]), "missing, but there is an issuer", hint)
    if not sign_in["issuer"] and any(sign_in.values()):
        yield SettingIssue(("alb", "sign_in", "issuer"), "missing, but there is the rest", "add it")


@reads("alb.slow_start", "alb.algorithm")
def _slow_start(data: Settings) -> Iterator[SettingIssue]:
    alb = data["alb"]
    least = limit("seconds of the least slow start")
    if 0 < alb["slow_start"] < least:
        yield SettingIssue(
            ("alb", "slow_start"),
            f"{alb['slow_start']} is neither 0 nor {least} to {limit('seconds of the slow start')}",
            f"use {least}",
        )
    if alb["slow_start"] and alb["algorithm"] != "round_robin":
        message = f"set, but the algorithm is {alb['algorithm']}"
        yield SettingIssue(("alb", "slow_start"), message, "only round_robin supports a slow start")


@reads("alb.clients", "network.ipv6")
def _clients(data: Settings) -> Iterator[SettingIssue]:
    clients = data["alb"]["clients"]
    ipv6 = clients["ipv6_cidrs"] if data["network"]["ipv6"] else []
    if not (clients["cidrs"] or clients["prefix_lists"] or ipv6):
        yield SettingIssue(
            ("alb", "clients"), "no client may connect", "allow a range or a prefix list"
        )


@reads("alb.waf")
def _waf(data: Settings) -> Iterator[SettingIssue]:
    waf = data["alb"]["waf"]
    if waf["web_acl_arn"] and waf["managed_rules"]:
        message = "true, and there is a web_acl_arn"
        hint = "a load balancer has one web ACL: set it to false, or delete web_acl_arn"
        yield SettingIssue(("alb", "waf", "managed_rules"), message, hint)
    if waf["requests_per_client"] and not waf["managed_rules"]:
        message = "set, but managed_rules is off"
        yield SettingIssue(
            ("alb", "waf", "requests_per_client"), message, "switch managed_rules on"
        )


@reads("alb.access_logs")
def _access_logs(data: Settings) -> Iterator[SettingIssue]:
    logs = data["alb"]["access_logs"]
    for name in ("connections", "bucket"):
        if logs[name] and not logs["enabled"]:
            hint = "switch alb.access_logs.enabled on"
            yield SettingIssue(("alb", "access_logs", name), "set, but access logs are off", hint)


@reads("alb.rules")
def _rules(data: Settings) -> Iterator[SettingIssue]:
    rules = data["alb"]["rules"]
    for key in ("name", "priority"):
        counts = Counter(rule[key] for rule in rules)
        for index, rule in enumerate(rules):
            if counts[rule[key]] > 1:
                message = f"{rule[key]} is used by more than one rule"
                yield SettingIssue(("alb", "rules", index, key), message, "give each its own")
    for index, rule in enumerate(rules):
        where = ("alb", "rules", index)
        if rule["action"] == "respond" and 300 <= rule["status"] < 400:
            hint = "an answer is 2xx, 4xx or 5xx; use the action redirect"
            yield SettingIssue((*where, "status"), f"{rule['status']} is a redirect", hint)


CONSTRAINTS = (
    _health_check, _drain, _https, _sign_in, _slow_start, _clients, _waf, _access_logs, _rules,
)  # fmt: skip
