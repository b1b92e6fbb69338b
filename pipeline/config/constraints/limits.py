"""Limits of AWS that a schema's patterns and bounds cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.aws_limits import limit
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

# What the Amazon Linux 2023 image has before the application comes: /etc/passwd.
_SYSTEM_USERS = frozenset((
    "bin", "daemon", "adm", "lp", "sync", "shutdown", "halt", "mail", "operator", "games", "ftp",
    "nobody", "dbus", "tss", "sshd", "chrony", "rpc", "rpcuser", "libstoragemgmt",
    "ec2-instance-connect", "ec2-user", "cwagent", "disk", "wheel",
))  # fmt: skip


@reads("alb.clients", "network.ipv6", "alb.https")
def _client_rules(data: Settings) -> Iterator[SettingIssue]:
    """Yield more rules than a group has; a prefix list is at one port, and counts by its entries.

    https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-size
    """
    clients, https = data["alb"]["clients"], data["alb"]["https"]
    ranges = {"cidrs": clients["cidrs"]}
    if data["network"]["ipv6"]:
        ranges["ipv6_cidrs"] = clients["ipv6_cidrs"]
    ports = 2 if https["certificate"] or https["request_for"] else 1
    quota, lists = limit("rules of a security group"), len(clients["prefix_lists"])
    for name, listed in ranges.items():
        count = len(listed) * ports + lists
        if count > quota:
            what = f"{len(listed)} ranges at {ports} ports"
            what += f" and {lists} prefix lists" if lists else ""
            message = f"{what} are {count} rules of a security group"
            hint = f"the quota is {quota}, and a prefix list counts by its entries: join ranges"
            yield SettingIssue(("alb", "clients", name), message, hint)


@reads("alb.existing.hosts")
def _existing_hosts(data: Settings) -> Iterator[SettingIssue]:
    yield from _hosts(("alb", "existing", "hosts"), data["alb"]["existing"]["hosts"])


def _hosts(where: KeyPath, hosts: list[str]) -> Iterator[SettingIssue]:
    """Yield what is no host name: after its last dot are letters only, but for IDNs.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#host-conditions
    """
    for number, host in enumerate(hosts):
        if not re.fullmatch(r".*[^.].*\.([A-Za-z*?]+|[Xx][Nn]--.+)\.?", host):
            hint = "write a domain name, such as www.example.com"
            yield SettingIssue((*where, number), f"{host} is not a host name", hint)


@reads("alb.rules")
def _rule_values(data: Settings) -> Iterator[SettingIssue]:
    for index, rule in enumerate(data["alb"]["rules"]):
        where = ("alb", "rules", index)
        yield from _hosts((*where, "hosts"), rule["hosts"])
        wildcards = sum(text.count("*") + text.count("?") for text in rule["hosts"] + rule["paths"])
        most = limit("wildcards of a listener rule")
        if wildcards > most:
            message = f"{wildcards} wildcards, more than the {most} that a rule may have"
            yield SettingIssue(where, message, "make two rules of it")


@reads("alb.health_check.success_codes")
def _success_codes(data: Settings) -> Iterator[SettingIssue]:
    text = data["alb"]["health_check"]["success_codes"]
    for low, high in re.findall(r"([0-9]{3})-([0-9]{3})", text):
        if low >= high:
            path = ("alb", "health_check", "success_codes")
            hint = f"write {low}" if low == high else f"write {high}-{low}"
            yield SettingIssue(path, f"{low}-{high} does not rise", hint)


@reads("alb.https.request_for")
def _certificate_name(data: Settings) -> Iterator[SettingIssue]:
    name = data["alb"]["https"]["request_for"] or ""
    most = limit("characters of a certificate's first name")
    if len(name) > most:
        message = f"{len(name)} characters, more than the {most} of a certificate's first name"
        yield SettingIssue(("alb", "https", "request_for"), message, "use a shorter name, or *.")


@reads("application.user", "application.parameters", "application.artifact.bucket")
def _names(data: Settings) -> Iterator[SettingIssue]:
    application = data["application"]
    user = application["user"]
    if user in _SYSTEM_USERS or user.startswith("systemd-"):
        message = f"{application['user']} is a user or group of the system"
        yield SettingIssue(("application", "user"), message, "choose another name")
    for variable, name in application["parameters"].items():
        # https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
        if name.endswith("/") or "//" in name:
            path = ("application", "parameters", variable)
            yield SettingIssue(path, f"{name} has an empty part", "write a name after each slash")
    bucket = application["artifact"]["bucket"] or ""
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    if ".." in bucket or re.fullmatch(r"[0-9]+(\.[0-9]+){3}", bucket):
        path = ("application", "artifact", "bucket")
        yield SettingIssue(path, f"{bucket} is not a bucket's name", "name the bucket")


@reads("alerts.https_endpoints", "alerts.tickets.https_endpoints", "network.proxy.url")
def _endpoints(data: Settings) -> Iterator[SettingIssue]:
    alerts = data["alerts"]
    urls: dict[KeyPath, str] = {("network", "proxy", "url"): data["network"]["proxy"]["url"] or ""}
    for index, url in enumerate(alerts["https_endpoints"]):
        urls["alerts", "https_endpoints", index] = url
    for index, url in enumerate(alerts["tickets"]["https_endpoints"]):
        urls["alerts", "tickets", "https_endpoints", index] = url
    for path, url in urls.items():
        port = re.match(r"https?://[^/:]+:([0-9]+)", url)
        if port and not 0 < int(port[1]) < 65_536:
            yield SettingIssue(path, f"{port[1]} is not a port", "use a port from 1 to 65535")


CONSTRAINTS = (
    _client_rules, _existing_hosts, _rule_values,
    _success_codes,
    _certificate_name, _names, _endpoints,
)  # fmt: skip
