"""Rules on who and what reaches the instances."""

from __future__ import annotations

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


@reads("access.egress")
def _egress(data: Settings) -> Iterator[SettingIssue]:
    rules = data["access"]["egress"]
    if rules and not any(rule["port"] == 443 for rule in rules):
        hint = "add a rule for port 443: packages, logs and signals go that way"
        yield SettingIssue(
            ("access", "egress"), "no HTTPS, without which an instance cannot boot", hint
        )


CONSTRAINTS = (_ssh, _egress)
