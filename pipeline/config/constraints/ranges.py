"""Rules on ranges of addresses, each written in its one form."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings


def _ranges(data: Settings) -> Iterator[tuple[KeyPath, str]]:
    """Yield every setting that is a range."""
    clients = data["alb"]["clients"]
    for index, text in enumerate(clients["cidrs"]):
        yield ("alb", "clients", "cidrs", index), text
    for index, text in enumerate(clients["ipv6_cidrs"]):
        yield ("alb", "clients", "ipv6_cidrs", index), text
    for index, listener_rule in enumerate(data["alb"]["rules"]):
        for number, text in enumerate(listener_rule["sources"]):
            yield ("alb", "rules", index, "sources", number), text
    for index, rule in enumerate(data["access"]["egress"]):
        yield ("access", "egress", index, "cidr"), rule["cidr"]
    yield ("network", "create", "cidr"), data["network"]["create"]["cidr"]


@reads(
    *("alb.clients.cidrs", "alb.clients.ipv6_cidrs", "alb.rules", "access.egress"),
    "network.create.cidr",
)
def _one_form(data: Settings) -> Iterator[SettingIssue]:
    """Yield ranges with host bits: EC2 takes them and keeps another text than the template's.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
    """
    for path, text in _ranges(data):
        try:
            network = str(ipaddress.ip_network(text, strict=False))
        except ValueError:  # what a pattern accepts may still be no range
            kind, sample = ("IPv6", "2001:db8::/32") if ":" in text else ("IPv4", "10.0.0.0/8")
            yield SettingIssue(
                path, f"{text} is not an {kind} range", f"write one such as {sample}"
            )
            continue
        if network != text:
            message = f"{text} is another way to write {network}"
            yield SettingIssue(path, message, f"write {network}")


@reads("access.egress")
def _same_egress(data: Settings) -> Iterator[SettingIssue]:
    seen: dict[tuple[str, int], int] = {}
    for index, rule in enumerate(data["access"]["egress"]):
        network = str(ipaddress.ip_network(rule["cidr"], strict=False))
        first = seen.setdefault((network, rule["port"]), index)
        if first != index:
            message = f"the same port and range as access.egress[{first}]"
            yield SettingIssue(("access", "egress", index), message, "delete one of the two")


@reads("network.create.cidr")
def _loopback(data: Settings) -> Iterator[SettingIssue]:
    cidr = data["network"]["create"]["cidr"]
    if re.match(r"(0|127|169\.254|22[4-9]|2[3-5][0-9])\.", cidr):
        hint = "use a private range, such as 10.0.0.0/16"
        yield SettingIssue(("network", "create", "cidr"), f"{cidr} is not for a VPC", hint)


CONSTRAINTS = (_one_form, _same_egress, _loopback)
