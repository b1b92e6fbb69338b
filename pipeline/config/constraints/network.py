"""Rules on where the stack lives, and on names that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.config.constraints.setting_issue import Rule, SettingIssue, Settings


def _existing(data: Settings) -> Iterator[SettingIssue]:
    network = data["network"]
    existing = network["existing"]
    if network["vpc"] != "existing":
        if existing["vpc_id"] or existing["public_subnets"] or existing["private_subnets"]:
            hint = "set network.vpc to existing, or delete the ids"
            yield SettingIssue(
                "network.existing", f"set, but network.vpc is {network['vpc']}", hint
            )
        return
    if not existing["vpc_id"]:
        yield SettingIssue(
            "network.existing.vpc_id", "missing", "name the VPC that the subnets are in"
        )
    for kind in _kinds(data):
        if len(existing[f"{kind}_subnets"]) < 2:
            hint = "name one in each of two zones at least"
            yield SettingIssue(f"network.existing.{kind}_subnets", "fewer than two subnets", hint)


def _kinds(data: Settings) -> set[str]:
    internal = data["alb"]["scheme"] == "internal"
    return {"private" if internal else "public", data["network"]["instance_subnets"]}


def _parent(data: Settings) -> Iterator[SettingIssue]:
    network = data["network"]
    if network["parent_vpc_stack"] and network["vpc"] != "parent_stack":
        hint = "set network.vpc to parent_stack, or delete the name"
        yield SettingIssue(
            "network.parent_vpc_stack", f"set, but network.vpc is {network['vpc']}", hint
        )


def _dns(data: Settings) -> Iterator[SettingIssue]:
    dns = data["dns"]
    if dns["name"] and not dns["hosted_zone_id"]:
        yield SettingIssue(
            "dns.name", "set, but there is no dns.hosted_zone_id", "name the zone it is in"
        )


def _regions(data: Settings) -> Iterator[SettingIssue]:
    """Yield the ARNs of another partition or region, where none of what they name is usable."""
    for setting, text in _texts(data, ""):
        if not text.startswith("arn:aws") or setting.startswith("application.environment"):
            continue
        partition, region = text.split(":")[1], text.split(":")[3]
        wrong = [each for each in data["regions"] if _partition(each) != partition]
        if wrong:
            message = f"is of the partition {partition}, {wrong[0]} of {_partition(wrong[0])}"
            yield SettingIssue(
                setting, message, f"ARNs there begin with arn:{_partition(wrong[0])}:"
            )
            continue
        others = [each for each in data["regions"] if each != region]
        if region and others:
            message = f"is in {region}, the stack in {', '.join(data['regions'])}"
            yield SettingIssue(setting, message, "it works in its own region only")


def _names(data: Settings) -> Iterator[SettingIssue]:
    """Yield a name that the certificate requested here is not for."""
    https, name = data["alb"]["https"], data["dns"]["name"]
    requested = https["request_for"]
    if not (requested and name) or https["more_certificates"]:
        return
    any_host = requested.startswith("*.") and name.partition(".")[2] == requested[2:]
    if name != requested and not any_host:
        message = f"{name} is not what the certificate is requested for, {requested}"
        hint = "make them the same, or add alb.https.more_certificates"
        yield SettingIssue("dns.name", message, hint)


def _partition(region: str) -> str:
    special = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
    return next((name for start, name in special.items() if region.startswith(start)), "aws")


def dynamic_references(data: Settings) -> Iterator[SettingIssue]:
    """Yield the settings that hold a reference which CloudFormation would resolve."""
    for setting, text in _texts(data, ""):
        if "{{resolve:" in text:
            message = "a dynamic reference, which would be readable once it is resolved"
            hint = "use application.parameters or application.secrets"
            yield SettingIssue(setting, message, hint)


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "overrides":
                yield from _texts(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, value


def _description(data: Settings) -> Iterator[SettingIssue]:
    size = len(data["description"].encode())
    if (
        size > 1024
    ):  # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
        message = f"{size} bytes, more than the 1,024 of a template's description"
        yield SettingIssue("description", message, "shorten it")


RULES: tuple[Rule, ...] = (_existing, _parent, _dns, _names, _regions, _description)
