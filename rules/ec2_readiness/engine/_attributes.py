"""The attributes of load balancers and target groups, and what each may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from ec2_readiness.engine._resource import Finding, Resource
from ec2_readiness.engine._values import Hole, Text, Value, as_list, pick, string

BOOLEAN = "true|false"


@dataclass(frozen=True)
class Attribute:
    """Where it may be used, and its value: a pattern, or bounds."""

    kinds: str  # letters of a(pplication), n(etwork), g(ateway), l(ambda)
    pattern: str = ""
    low: float = 0
    high: float = 0

    def accepts(self, value: str) -> bool:
        if self.pattern:
            return re.fullmatch(self.pattern, value) is not None
        return value.isdigit() and self.low <= int(value) <= self.high

    @property
    def shown(self) -> str:
        if not self.pattern:
            return f"a whole number from {self.low:g} to {self.high:g}"
        return (
            "one of " + self.pattern.replace("|", ", ")
            if re.match(r"^[\w|]+$", self.pattern)
            else "valid"
        )


BALANCER: dict[str, Attribute] = {
    "deletion_protection.enabled": Attribute("ang", BOOLEAN),
    "load_balancing.cross_zone.enabled": Attribute("ang", BOOLEAN),
    "access_logs.s3.enabled": Attribute("an", BOOLEAN),
    "access_logs.s3.bucket": Attribute("an", ".*"),
    "access_logs.s3.prefix": Attribute("an", ".*"),
    "ipv6.deny_all_igw_traffic": Attribute("an", BOOLEAN),
    "zonal_shift.config.enabled": Attribute("an", BOOLEAN),
    "connection_logs.s3.enabled": Attribute("a", BOOLEAN),
    "connection_logs.s3.bucket": Attribute("a", ".*"),
    "connection_logs.s3.prefix": Attribute("a", ".*"),
    "health_check_logs.s3.enabled": Attribute("a", BOOLEAN),
    "health_check_logs.s3.bucket": Attribute("a", ".*"),
    "health_check_logs.s3.prefix": Attribute("a", ".*"),
    "idle_timeout.timeout_seconds": Attribute("a", low=1, high=4000),
    "client_keep_alive.seconds": Attribute("a", low=60, high=604800),
    "routing.http.desync_mitigation_mode": Attribute("a", "monitor|defensive|strictest"),
    "routing.http.drop_invalid_header_fields.enabled": Attribute("a", BOOLEAN),
    "routing.http.preserve_host_header.enabled": Attribute("a", BOOLEAN),
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": Attribute("a", BOOLEAN),
    "routing.http.xff_client_port.enabled": Attribute("a", BOOLEAN),
    "routing.http.xff_header_processing.mode": Attribute("a", "append|preserve|remove"),
    "routing.http2.enabled": Attribute("a", BOOLEAN),
    "waf.fail_open.enabled": Attribute("a", BOOLEAN),
    "dns_record.client_routing_policy": Attribute(
        "n", "availability_zone_affinity|partial_availability_zone_affinity|any_availability_zone"
    ),
    "secondary_ips.auto_assigned.per_subnet": Attribute("n", low=0, high=7),
}

_COUNT = r"off|[1-9]\d*"
_SHARE = r"off|100|[1-9]\d?"
TARGETS: dict[str, Attribute] = {
    "deregistration_delay.timeout_seconds": Attribute("ang", low=0, high=3600),
    "stickiness.enabled": Attribute("ang", BOOLEAN),
    "stickiness.type": Attribute(
        "ang", "lb_cookie|app_cookie|source_ip|source_ip_dest_ip|source_ip_dest_ip_proto"
    ),
    "load_balancing.cross_zone.enabled": Attribute(
        "ang", f"{BOOLEAN}|use_load_balancer_configuration"
    ),
    "target_group_health.dns_failover.minimum_healthy_targets.count": Attribute("an", _COUNT),
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": Attribute("an", _SHARE),
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": Attribute(
        "an", r"[1-9]\d*"
    ),
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": Attribute(
        "an", _SHARE
    ),
    "load_balancing.algorithm.type": Attribute(
        "a", "round_robin|least_outstanding_requests|weighted_random"
    ),
    "load_balancing.algorithm.anomaly_mitigation": Attribute("a", "on|off"),
    "slow_start.duration_seconds": Attribute("a", r"0|[3-9]\d|[1-8]\d\d|900"),
    "stickiness.app_cookie.cookie_name": Attribute("a", "(?!AWSALB).+"),
    "stickiness.app_cookie.duration_seconds": Attribute("a", low=1, high=604800),
    "stickiness.lb_cookie.duration_seconds": Attribute("a", low=1, high=604800),
    "lambda.multi_value_headers.enabled": Attribute("l", BOOLEAN),
    "deregistration_delay.connection_termination.enabled": Attribute("n", BOOLEAN),
    "preserve_client_ip.enabled": Attribute("n", BOOLEAN),
    "proxy_protocol_v2.enabled": Attribute("n", BOOLEAN),
    "target_health_state.unhealthy.connection_termination.enabled": Attribute("n", BOOLEAN),
    "target_health_state.unhealthy.draining_interval_seconds": Attribute("n", low=0, high=360000),
    "target_failover.on_deregistration": Attribute("g", "rebalance|no_rebalance"),
    "target_failover.on_unhealthy": Attribute("g", "rebalance|no_rebalance"),
    "send_tcp_reset.on_deregistration.enabled": Attribute("g", BOOLEAN),
    "send_tcp_reset.on_unhealthy.enabled": Attribute("g", BOOLEAN),
}


def balancer_kind(balancer: Resource) -> str:
    """The letter of the load balancer's type; empty where it is not known."""
    value = balancer.get("Type")
    return "a" if value is None else str(string(value) or " ")[0].strip()


def target_kind(target: Resource) -> str:
    """The letter of what a target group serves, by its protocol."""
    if target.get("TargetType") == "lambda":
        return "l"
    protocol = string(target.get("Protocol")) or ""
    kinds = {
        "HTTP": "a",
        "HTTPS": "a",
        "TCP": "n",
        "TLS": "n",
        "UDP": "n",
        "TCP_UDP": "n",
        "GENEVE": "g",
    }
    return kinds.get(protocol, "")


def attribute_findings(
    resource: Resource, name: str, known: dict[str, Attribute], kind: str
) -> Iterator[Finding]:
    """What is wrong with a list of attributes; one that is like no known one may be new."""
    for message, *place in _problems(resource, name, known, kind):
        text = str(message)
        is_new = text.startswith("There is no attribute") and "did you mean" not in text
        unless = "AWS has added it since November 2026" if is_new else ""
        yield resource.finding(text, *place, unless=unless)


def _problems(
    resource: Resource, name: str, known: dict[str, Attribute], kind: str
) -> Iterator[tuple[str | int, ...]]:
    seen: set[str] = set()
    for index, item in resource.entries(name):
        key, value = pick(item, "Key"), string(pick(item, "Value"))
        if not isinstance(key, str):
            continue
        rule = known.get(key)
        if rule is None:
            near = get_close_matches(key, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield f"There is no attribute {key!r}{hint}", name, index, "Key"
        elif kind and kind not in rule.kinds:
            yield f"{key} is not for this type", name, index, "Key"
        elif key == "load_balancing.cross_zone.enabled" and value == "false" and known is BALANCER:
            if kind == "a":
                yield "Cross-zone is always on for this type", name, index, "Value"
        elif value is not None and not rule.accepts(value):
            yield f"{key} is {value!r} and not {rule.shown}", name, index, "Value"
        if key in seen:
            yield f"{key} stands there twice", name, index, "Key"
        seen.add(key)


def attribute(resource: Resource, key: str) -> tuple[int, Value]:
    """Where an attribute stands in the list, and its value.

    -1 and None where it is not set; -1 and a hole where an attribute without a known key may be it.
    """
    name = (
        "TargetGroupAttributes"
        if resource.type.endswith("TargetGroup")
        else "LoadBalancerAttributes"
    )
    for index, item in resource.entries(name):
        if pick(item, "Key") == key:
            return index, pick(item, "Value")
    keys = [pick(item, "Key") for item in as_list(resource.get(name))]
    return -1, next((key for key in keys if isinstance(key, (Hole, Text))), None)
