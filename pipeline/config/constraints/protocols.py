"""Rules on the protocol between load balancer and instances.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.requests import encrypted_elsewhere
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_VERSION = ("alb", "target_protocol_version")


@reads("alb.target_protocol_version", "alb.https", "alb.existing")
def _needs_https(data: Settings) -> Iterator[SettingIssue]:
    alb, https = data["alb"], data["alb"]["https"]
    encrypted = https["certificate"] or https["request_for"] or encrypted_elsewhere(data)
    if alb["target_protocol_version"] != "HTTP1" and not encrypted:
        hint = "add alb.https.certificate or alb.https.request_for"
        message = f"{alb['target_protocol_version']}, but there is no HTTPS"
        yield SettingIssue(_VERSION, message, hint)


@reads("alb.target_protocol_version", "alb.health_check.path", "alb.health_check.grpc_codes")
def _grpc(data: Settings) -> Iterator[SettingIssue]:
    check, path = data["alb"]["health_check"], ("alb", "health_check")
    if data["alb"]["target_protocol_version"] == "GRPC":
        if not re.fullmatch("/[^/]+/[^/]+", check["path"]):
            hint = "write /package.service/method, such as /grpc.health.v1.Health/Check"
            yield SettingIssue((*path, "path"), f"{check['path']} is no method of gRPC", hint)
    elif check["grpc_codes"] != "0":
        hint = "set alb.target_protocol_version to GRPC, or delete it"
        yield SettingIssue((*path, "grpc_codes"), "set, but requests are not gRPC", hint)


@reads(
    *("alb.target_protocol_version", "alb.sign_in.issuer", "alb.cognito.user_pool"),
    *("alb.jwt.issuer",),
)
def _only_forwards(data: Settings) -> Iterator[SettingIssue]:
    """Yield a sign-in, since gRPC requests can only be forwarded."""
    alb = data["alb"]
    chosen = {
        ("sign_in", "issuer"): alb["sign_in"]["issuer"],
        ("cognito", "user_pool"): alb["cognito"]["user_pool"],
        ("jwt", "issuer"): alb["jwt"]["issuer"],
    }
    for name, value in chosen.items():
        if value and alb["target_protocol_version"] == "GRPC":
            hint = "authenticate in the application: gRPC requests are forwarded only"
            yield SettingIssue(("alb", *name), "set, but requests are gRPC", hint)


@reads("alb.target_protocol", "alb.target_protocol_version", "application.placeholder")
def _placeholder(data: Settings) -> Iterator[SettingIssue]:
    alb = data["alb"]
    plain = alb["target_protocol"] == "HTTP" and alb["target_protocol_version"] == "HTTP1"
    if data["application"]["placeholder"] and not plain:
        hint = "the placeholder answers HTTP/1.1 without encryption"
        message = "true, but requests come in another protocol"
        yield SettingIssue(("application", "placeholder"), message, hint)


CONSTRAINTS = (_needs_https, _grpc, _only_forwards, _placeholder)
