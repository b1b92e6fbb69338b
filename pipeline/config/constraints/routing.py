"""Rules on where the load balancer sends requests, and who may send them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.config.aws_limits import limit
from pipeline.config.constraints.requests import encrypted_elsewhere
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads

if TYPE_CHECKING:
    from pipeline.config.settings_types import AlbRules, Settings
    from pipeline.paths import KeyPath

_SSH = 22
_CONDITIONS = ("hosts", "host_regexes", "paths", "path_regexes", "methods", "query", "sources")


def _values(rule: AlbRules) -> int:
    conditions: Any = rule
    own = sum(len(conditions[name]) for name in _CONDITIONS)
    return own + sum(len(header["values"]) for header in rule["headers"])


@reads("alb.rules")
def _conditions(data: Settings) -> Iterator[SettingIssue]:
    for index, rule in enumerate(data["alb"]["rules"]):
        where = ("alb", "rules", index)
        if not _values(rule):
            yield SettingIssue(where, "no condition", "say which requests it is for")
        if _values(rule) > limit("values of a listener rule"):
            yield SettingIssue(where, "more than five values", "make two rules of it")


@reads("alb.rules")
def _headers(data: Settings) -> Iterator[SettingIssue]:
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpHeaderConditionConfig.html
    for index, rule in enumerate(data["alb"]["rules"]):
        for number, header in enumerate(rule["headers"]):
            if header["name"].lower() == "host":
                path = ("alb", "rules", index, "headers", number, "name")
                message = "a header condition cannot be on the host name"
                yield SettingIssue(path, message, "use hosts or host_regexes of the rule")


@reads("alb.rules", "application.port")
def _forwarding(data: Settings) -> Iterator[SettingIssue]:
    for index, rule in enumerate(data["alb"]["rules"]):
        where = ("alb", "rules", index)
        if rule["port"] and rule["target_group"]:
            yield SettingIssue((*where, "port"), "set, and so is target_group", "keep one of them")
        if rule["port"] == data["application"]["port"]:
            message = f"{rule['port']} is application.port"
            yield SettingIssue((*where, "port"), message, "delete it: requests go there anyway")
        if rule["action"] == "forward":
            continue
        forwarding = {"port": rule["port"], "target_group": rule["target_group"]}
        rewriting = {name: rule[name]["regex"] for name in ("rewrite_path", "rewrite_host")}
        for name, value in {**forwarding, **rewriting}.items():
            if value:
                message = f"set, but the action is {rule['action']}"
                yield SettingIssue((*where, name), message, "it is for the action forward")


@reads("alb.rules", "alb.target_ports", "alb.existing.listener")
def _foreign_targets(data: Settings) -> Iterator[SettingIssue]:
    """Yield the target groups of other stacks whose ports the load balancer's group does not allow.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
    """
    alb = data["alb"]
    if alb["target_ports"] or alb["existing"]["listener"]:
        return
    for index, rule in enumerate(alb["rules"]):
        if rule["target_group"] and rule["action"] == "forward" and not rule["port"]:
            message = "set, but alb.target_ports does not have the port of its targets"
            hint = "add it, such as alb.target_ports: [8080]; without it the requests time out"
            yield SettingIssue(("alb", "rules", index, "target_group"), message, hint)


@reads("alb.rules", "application.port", "application.setup", "fleet.image", "fleet.images")
def _ports(data: Settings) -> Iterator[SettingIssue]:
    """Yield a port that is in use on the image, and more ports than the group has targets for."""
    rules = data["alb"]["rules"]
    ports: dict[KeyPath, int | None] = {("application", "port"): data["application"]["port"]}
    for index, rule in enumerate(rules):
        ports["alb", "rules", index, "port"] = rule["port"]
    own_image = data["fleet"]["image"] or data["fleet"]["images"]
    is_free = own_image or any("sshd" in each for each in data["application"]["setup"])
    for path, port in ports.items():
        if port == _SSH and not is_free:
            message = "22 is the port of sshd, which the Amazon Linux 2023 image starts"
            yield SettingIssue(path, message, "let the application listen on another port")
    count, most = len({*ports.values()} - {None}), limit("target groups of an Auto Scaling group")
    if count > most:
        message = (
            f"{count} ports, of which each is a target group, and a group of instances has {most}"
        )
        yield SettingIssue(("alb", "rules"), message, "serve some of them at one port")


@reads("alb.rules")
def _rewriting(data: Settings) -> Iterator[SettingIssue]:
    for index, rule in enumerate(data["alb"]["rules"]):
        for name, rewrite in (
            ("rewrite_path", rule["rewrite_path"]),
            ("rewrite_host", rule["rewrite_host"]),
        ):
            if bool(rewrite["regex"]) != bool(rewrite["replace"]):
                hint = "set both regex and replace"
                yield SettingIssue(("alb", "rules", index, name), "only one of two", hint)


@reads("alb.sign_in.issuer", "alb.cognito", "alb.jwt")
def _authentication(data: Settings) -> Iterator[SettingIssue]:
    alb = data["alb"]
    sections: dict[str, Any] = {"cognito": alb["cognito"], "jwt": alb["jwt"]}
    for name, section in sections.items():
        missing = [key for key, value in section.items() if not value]
        if missing and len(missing) < len(section):
            yield SettingIssue(("alb", name, missing[0]), "missing", "add it")
    chosen = {
        "sign_in": alb["sign_in"]["issuer"],
        "cognito": alb["cognito"]["user_pool"],
        "jwt": alb["jwt"]["issuer"],
    }
    found = [name for name, value in chosen.items() if value]
    if len(found) > 1:
        message = f"set, and so is alb.{found[0]}"
        yield SettingIssue(("alb", found[1]), message, "keep one way to authenticate")


@reads("alb.https", "alb.existing", "alb.cognito.user_pool", "alb.jwt.issuer")
def _needs_https(data: Settings) -> Iterator[SettingIssue]:
    alb = data["alb"]
    https = alb["https"]
    if https["certificate"] or https["request_for"]:
        return
    needing: dict[KeyPath, object] = {
        ("https", "client_certificates", "mode"): https["client_certificates"]["mode"],
    }
    if not encrypted_elsewhere(data):
        needing["cognito", "user_pool"] = alb["cognito"]["user_pool"]
        needing["jwt", "issuer"] = alb["jwt"]["issuer"]
    for name, value in needing.items():
        if value:
            hint = "add alb.https.certificate or alb.https.request_for"
            yield SettingIssue(("alb", *name), "set, but there is no HTTPS", hint)


@reads("alb.https.client_certificates")
def _client_certificates(data: Settings) -> Iterator[SettingIssue]:
    settings = data["alb"]["https"]["client_certificates"]
    where = ("alb", "https", "client_certificates")
    if settings["mode"] == "verify" and not settings["trust_store"]:
        hint = "name the trust store that clients' certificates are verified against"
        yield SettingIssue((*where, "trust_store"), "missing, but the mode is verify", hint)
    if settings["mode"] != "verify" and settings["trust_store"]:
        hint = "set the mode to verify, or delete it"
        yield SettingIssue((*where, "trust_store"), "set, but the mode is not verify", hint)


@reads("alb.algorithm", "alb.anomaly_mitigation", "alb.sticky_cookie", "alb.sticky_seconds")
def _spreading(data: Settings) -> Iterator[SettingIssue]:
    alb = data["alb"]
    if alb["anomaly_mitigation"] and alb["algorithm"] != "weighted_random":
        message = f"true, but the algorithm is {alb['algorithm']}"
        hint = "set alb.algorithm to weighted_random"
        yield SettingIssue(("alb", "anomaly_mitigation"), message, hint)
    if alb["sticky_cookie"] and not alb["sticky_seconds"]:
        hint = "say for how long at most: add alb.sticky_seconds"
        yield SettingIssue(("alb", "sticky_cookie"), "set, but sticky_seconds is not", hint)


CONSTRAINTS = (
    _conditions, _headers, _forwarding, _foreign_targets, _ports, _rewriting, _authentication,
    _needs_https, _client_certificates, _spreading,
)  # fmt: skip
