"""Rules on who and what reaches the instances, and what they fetch."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.reader import Settings, reads
from pipeline.paths import KeyPath, dotted


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


@reads("application.artifact")
def _artifact(data: Settings) -> Iterator[SettingIssue]:
    artifact = data["application"]["artifact"]
    for key in ("prefix", "version"):
        if artifact[key] and not artifact["bucket"]:
            hint = "add application.artifact.bucket"
            yield SettingIssue(
                ("application", "artifact", key), "set, but there is no bucket", hint
            )


@reads(
    "application.environment",
    "application.parameters",
    "application.secrets",
    "application.secrets_key",
)
def _variables(data: Settings) -> Iterator[SettingIssue]:
    application = data["application"]
    seen: dict[str, KeyPath] = {"PORT": ("application", "port")}
    for section in ("environment", "parameters", "secrets"):
        for name in application[section]:
            setting = ("application", section, name)
            if name in seen:
                yield SettingIssue(
                    setting, f"also set by {dotted(seen[name])}", "keep one of the two"
                )
            seen[name] = setting
    if application["secrets_key"] and not (application["parameters"] or application["secrets"]):
        hint = "delete it, or add application.secrets"
        yield SettingIssue(
            ("application", "secrets_key"), "set, but there is nothing to decrypt", hint
        )


CONSTRAINTS = (_ssh, _egress, _artifact, _variables)
