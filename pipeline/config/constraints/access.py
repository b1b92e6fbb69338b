"""Rules on who and what reaches the instances."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_HTTP = 80


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


@reads("access.egress", "network.vpc", "network.proxy", "network.endpoints", "regions")
def _egress(data: Settings) -> Iterator[SettingIssue]:
    rules, network = data["access"]["egress"], data["network"]
    ports = {rule["port"] for rule in rules}
    missing = [port for port in _needed(network) if rules and port not in ports]
    for port in missing:
        what = "no HTTPS" if port == 443 else f"nothing to port {port} of network.proxy.url"
        hint = f"add a rule for port {port}: packages, logs and signals go that way"
        message = f"{what}, without which an instance cannot boot"
        yield SettingIssue(("access", "egress"), message, hint)
    by_gateway = network["vpc"] == "create" or network["endpoints"]
    if not missing and by_gateway and lacks_s3(data):
        message = "HTTPS to private ranges only, and S3 is in none, so an instance cannot boot"
        yield SettingIssue(("access", "egress"), message, "add 0.0.0.0/0 for port 443")


def lacks_s3(data: Any) -> bool:
    """Whether no rule leads to S3's public addresses, which a gateway endpoint is reached at, too.

    https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
    """
    rules, proxy = data["access"]["egress"], data["network"]["proxy"]
    hosts = [f"s3.{region}.amazonaws.com" for region in data["regions"]]
    is_direct = not proxy["url"] or any(
        host.endswith(str(each)) for host in hosts for each in proxy["exclude"]
    )
    ranges = [
        ipaddress.ip_network(str(rule["cidr"]), strict=False)
        for rule in rules
        if rule["port"] == 443
    ]
    is_private = all(each.is_private and each.prefixlen for each in ranges)
    return bool(ranges) and is_direct and is_private


def _needed(network: Any) -> list[int]:
    """Return the ports of a boot: the proxy's in place of HTTPS, but for endpoints made here."""
    proxy = network["proxy"]["url"]
    if not proxy:
        return [443]
    port = int(proxy.rpartition(":")[2]) if proxy.count(":") > 1 else _HTTP
    return [port, *([443] if network["endpoints"] else [])]


CONSTRAINTS = (_ssh, _egress)
