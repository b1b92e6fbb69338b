"""Rules on who and what reaches the instances."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings


@reads("access", "network.instance_subnets")
def _ssh(data: Settings) -> Iterator[SettingIssue]:
    access = data["access"]
    if access["ssh_from_world"] and access["bastion_stack"]:
        hint = "with a bastion, SSH is open to its group only: delete one of the two"
        yield SettingIssue(("access", "ssh_from_world"), "true, and there is a bastion", hint)
    if access["ssh_from_world"] and data["network"]["instance_subnets"] == "private":
        message = "true, but the instances are in private subnets, which the Internet cannot reach"
        hint = "use a bastion, or set network.instance_subnets to public"
        yield SettingIssue(("access", "ssh_from_world"), message, hint)


@reads("access.egress", "network.vpc", "network.proxy.url")
def _egress(data: Settings) -> Iterator[SettingIssue]:
    rules = data["access"]["egress"]
    if rules and not any(rule["port"] == 443 for rule in rules):
        hint = "add a rule for port 443: packages, logs and signals go that way"
        yield SettingIssue(
            ("access", "egress"), "no HTTPS, without which an instance cannot boot", hint
        )
        return
    ranges = [
        ipaddress.ip_network(rule["cidr"], strict=False) for rule in rules if rule["port"] == 443
    ]
    network = data["network"]
    enclosed = network["vpc"] == "create" and not network["proxy"]["url"]
    if rules and enclosed and all(each.is_private and each.prefixlen for each in ranges):
        message = "HTTPS to private ranges only, and S3 is in none, so an instance cannot boot"
        yield SettingIssue(("access", "egress"), message, "add 0.0.0.0/0 for port 443")


CONSTRAINTS = (_ssh, _egress)
