"""Rules on every text in a config: ARNs of another region or account, dynamic references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath, dotted, starts_with, walk

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_ARN = re.compile("arn:(aws[a-z-]*):[^:]*:([a-z0-9-]*):")
# Certificates, web ACLs, listeners, target groups, policies and roles work in their own account.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
_OF_THE_ACCOUNT = re.compile(
    "arn:aws[a-z-]*:(?:acm:[^:]*|wafv2:[^:]*|elasticloadbalancing:[^:]*(?=:[0-9]+:(?:listener|target))"
    "|iam:):([0-9]{12}):"
)
# What the stack passes on and does not use: to the application, to partials of the team's own.
_PASSED_ON = (("application", "environment"), ("custom",), ("tags",), ("description",))
_FREE_TEXT = ("description", "message", "pattern", "reason")  # may mention an ARN


@reads("regions")
def _regions(data: Settings) -> Iterator[SettingIssue]:
    """Yield the ARNs of another partition or region, where none of what they name is usable."""
    for setting, text in _arns(data):
        arn = _ARN.match(text)
        if not arn:
            continue
        partition, region = arn.groups()
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
            instead = (
                f"name one in {others[0]}"
                if len(data["regions"]) == 1
                else "make an environment of each region (docs/accounts.md)"
            )
            hint = f"it works in its own region only: {instead}"
            yield SettingIssue(setting, message, hint)


@reads()
def _accounts(data: Settings) -> Iterator[SettingIssue]:
    """Yield what would have to be of the stack's account, and is of another than the first is."""
    first: tuple[KeyPath, str] | None = None
    for setting, text in _arns(data):
        account = _OF_THE_ACCOUNT.match(text)
        if not account:
            continue
        first = first or (setting, account[1])
        if account[1] != first[1]:
            message = f"is of the account {account[1]}, {dotted(first[0])} of {first[1]}"
            hint = "both have to be of the account that the stack is in"
            yield SettingIssue(setting, message, hint)


def _partition(region: str) -> str:
    special = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
    return next((name for start, name in special.items() if region.startswith(start)), "aws")


@reads()
def _dynamic_references(data: Settings) -> Iterator[SettingIssue]:
    """Yield the settings that hold a reference which CloudFormation would resolve."""
    for setting, text in _texts(data):
        if "{{resolve:" in text:
            message = "a dynamic reference, which would be readable once it is resolved"
            hint = "use application.parameters or application.secrets"
            yield SettingIssue(setting, message, hint)


def _arns(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    """Yield the ARNs that the stack uses, each with its path."""
    for setting, text in _texts(settings):
        if not text.startswith("arn:") or setting[-1] in _FREE_TEXT:
            continue
        if not any(starts_with(setting, start) for start in _PASSED_ON):
            yield setting, text


def _texts(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    """Yield every string with its path; what an override says is checked in the template."""
    for path, value in walk(settings):
        if isinstance(value, str) and path[:1] != ("overrides",):
            yield path, value


CONSTRAINTS = (_regions, _accounts, _dynamic_references)
