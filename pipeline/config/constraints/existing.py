"""Rules on a load balancer of another stack, whose own settings are not this stack's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.config.aws_limits import limit
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import value_at

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_LISTENER = ("alb", "existing", "listener")
# What is said of a load balancer that is made here, and its value where it is not said.
_OF_A_NEW_ONE: dict[str, Any] = {
    "alb.scheme": "internet-facing",
    "alb.clients.cidrs": ["0.0.0.0/0"],
    "alb.clients.ipv6_cidrs": ["::/0"],
    "alb.clients.prefix_lists": [],
    "alb.https.certificate": None,
    "alb.https.request_for": None,
    "alb.response_headers.content_type_options": True,
    "alb.response_headers.frame_options": None,
    "alb.response_headers.content_security_policy": None,
    "alb.response_headers.server": False,
    "alb.http2": True,
    "alb.client_keep_alive": None,
    "alb.x_forwarded_for": "append",
    "alb.preserve_host": False,
    "alb.tls_headers": False,
    "alb.zonal_shift": False,
    "alb.minimum_capacity": None,
    "alb.attributes": {},
    "alb.listener_attributes": {},
    "alb.desync_mode": "defensive",
    "alb.target_ports": [],
    "alb.deletion_protection": False,
    "alb.access_logs.enabled": False,
    "alb.waf.web_acl_arn": None,
    "alb.waf.managed_rules": False,
    "alb.maintenance.enabled": False,
    "alarms.rejected_connections.enabled": False,
    "network.ipv6": False,
}


@reads("alb.existing")
def _complete(data: Settings) -> Iterator[SettingIssue]:
    existing = data["alb"]["existing"]
    needed = {
        "listener": existing["listener"],
        "security_group": existing["security_group"],
        "priority": existing["priority"],
    }
    given = [name for name, value in needed.items() if value]
    missing = [name for name, value in needed.items() if not value]
    if given and missing:
        message = f"missing, but there is a {given[0]}"
        yield SettingIssue(("alb", "existing", missing[0]), message, "add it")
    if len(existing["hosts"]) + len(existing["paths"]) > limit("values of a listener rule"):
        hint = "add rules to alb.rules for the others"
        yield SettingIssue(("alb", "existing"), "more than five hosts and paths", hint)


@reads("alb.existing.listener", *_OF_A_NEW_ONE)
def _of_a_new_one(data: Settings) -> Iterator[SettingIssue]:
    if not data["alb"]["existing"]["listener"]:
        return
    for name, unset in _OF_A_NEW_ONE.items():
        path = tuple(name.split("."))
        if _differs(value_at(data, path), unset):
            hint = "delete it, and set it where that load balancer is made"
            yield SettingIssue(path, "set, but the load balancer is an existing one", hint)


def _differs(value: Any, unset: Any) -> bool:
    return bool(value) if isinstance(value, dict) else bool(value != unset)


@reads("alb.existing.listener", "network.vpc")
def _other_vpc(data: Settings) -> Iterator[SettingIssue]:
    if data["alb"]["existing"]["listener"] and data["network"]["vpc"] == "create":
        hint = "name the VPC that it is in: network.vpc parent_stack, exports or existing"
        yield SettingIssue(_LISTENER, "set, but the VPC is a new one", hint)


@reads("alb.existing", "dns.name")
def _alias(data: Settings) -> Iterator[SettingIssue]:
    existing = data["alb"]["existing"]
    known = existing["dns_name"] and existing["hosted_zone_id"]
    if existing["listener"] and data["dns"]["name"] and not known:
        hint = "add alb.existing.dns_name and alb.existing.hosted_zone_id, or delete dns.name"
        message = "set, but the DNS name of the load balancer is not"
        yield SettingIssue(("dns", "name"), message, hint)


@reads("alb.existing", "alb.rules")
def _priorities(data: Settings) -> Iterator[SettingIssue]:
    existing = data["alb"]["existing"]
    for index, rule in enumerate(data["alb"]["rules"]):
        if existing["listener"] and rule["priority"] == existing["priority"]:
            message = f"{rule['priority']} is alb.existing.priority"
            hint = "give it a lower number, or it is never reached"
            yield SettingIssue(("alb", "rules", index, "priority"), message, hint)


CONSTRAINTS = (_complete, _of_a_new_one, _other_vpc, _alias, _priorities)
