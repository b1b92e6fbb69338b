"""Rules on where the application comes from, what starts it, and what it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.config.constraints.command_line import CommandLineError, split
from pipeline.config.constraints.runtimes import missing_package
from pipeline.config.constraints.setting_issue import Rule, SettingIssue, Settings

_DEFAULT_COMMAND = "/opt/application/start"
_SOURCES = (
    "set application.artifact (a release in S3), application.container (an image of a registry), "
    "application.placeholder: true (a page, for now) or application.baked: true (it is in the AMI)"
)
_SECRET_NAME = re.compile(
    r"(?i)(.*_)?(pass(word|wd|phrase)?|secret|secret_?key|(secret_)?access_?key|api_?key|"
    r"private_?key|token|credentials?)"
)
_SECRET_VALUE = re.compile(
    r"(?s).*(://[^/\s:@]*:[^/\s@]+@|-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b"
    r"|\b(password|pwd)=[^;&\s]+).*"
)


def _source(data: Settings) -> Iterator[SettingIssue]:
    application = data["application"]
    given = {
        "artifact.bucket": application["artifact"]["bucket"],
        "container.image": application["container"]["image"],
        "placeholder": application["placeholder"],
    }
    named = [f"application.{name}" for name, value in given.items() if value]
    for setting in named[1:]:
        yield SettingIssue(setting, f"set, and so is {named[0]}", "keep one of the two")
    if not named and not application["baked"]:
        message = "nothing says where the application comes from"
        yield SettingIssue("application", message, _SOURCES)


def _parts(data: Settings) -> Iterator[SettingIssue]:
    """Yield what belongs to a release or an image where there is none."""
    application = data["application"]
    for section, source in (("artifact", "bucket"), ("container", "image")):
        settings = application[section]
        for key, value in settings.items():
            if value and not settings[source]:
                hint = f"add application.{section}.{source}"
                yield SettingIssue(
                    f"application.{section}.{key}", f"set, but there is no {source}", hint
                )
    artifact = application["artifact"]
    if artifact["sha256"] and not artifact["version"]:
        hint = "add application.artifact.version"
        message = "set, but the version is asked for at deployment"
        yield SettingIssue("application.artifact.sha256", message, hint)


def _command(data: Settings) -> Iterator[SettingIssue]:
    application, setting = data["application"], "application.command"
    command = application["command"]
    own = next((name for name in ("container", "placeholder") if _is_on(application, name)), None)
    if own and command != _DEFAULT_COMMAND:
        hint = "delete it" if own == "placeholder" else "use application.container.arguments"
        yield SettingIssue(setting, f"set, but the {own} has a command of its own", hint)
    try:
        words = split(command)
    except CommandLineError as error:
        message, hint = error.args
        yield SettingIssue(setting, message, hint)
        return
    if own or application["baked"] or data["fleet"]["image"] or _installs(application["setup"]):
        return
    if package := missing_package(words, application["packages"]):
        message = f"the Amazon Linux 2023 image has no {' '.join(words[:2])}"
        if not words[0].endswith("/env"):
            message = f"the Amazon Linux 2023 image has no {words[0]}"
        yield SettingIssue(setting, message, f"add application.packages: [{package}]")


def _is_on(application: Settings, name: str) -> bool:
    value = application[name]
    return bool(value["image"] if isinstance(value, dict) else value)


def _installs(setup: list[str]) -> bool:
    return any("install" in command for command in setup)


def _arguments(data: Settings) -> Iterator[SettingIssue]:
    if arguments := data["application"]["container"]["arguments"]:
        try:
            split(f"docker {arguments}")
        except CommandLineError as error:
            yield SettingIssue("application.container.arguments", *error.args)


def _variables(data: Settings) -> Iterator[SettingIssue]:
    application = data["application"]
    seen = {"PORT": "application.port", "KEEP_ALIVE_SECONDS": "application.keep_alive"}
    if data["network"]["proxy"]["url"]:
        for name in ("http_proxy", "https_proxy", "no_proxy"):
            seen[name] = seen[name.upper()] = "network.proxy"
    for section in ("environment", "parameters", "secrets"):
        for name in application[section]:
            setting = f"application.{section}.{name}"
            if name in seen:
                yield SettingIssue(setting, f"also set by {seen[name]}", "keep one of the two")
            seen[name] = setting
    if application["secrets_keys"] and not (application["parameters"] or application["secrets"]):
        hint = "delete it, or add application.secrets"
        yield SettingIssue("application.secrets_keys", "set, but there is nothing to decrypt", hint)


def _literal_secrets(data: Settings) -> Iterator[SettingIssue]:
    for name, value in data["application"]["environment"].items():
        if "{{resolve:" in value:
            continue  # reported as what it is
        if _SECRET_NAME.fullmatch(name) or _SECRET_VALUE.fullmatch(value):
            hint = (
                "keep the value in Secrets Manager or Parameter Store, and its name here: "
                f"application.secrets: {{{name}: shop/prod/name}}"
            )
            message = "looks like a secret, and everything in environment is readable"
            yield SettingIssue(f"application.environment.{name}", message, hint)


def _keep_alive(data: Settings) -> Iterator[SettingIssue]:
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
    seconds, idle = data["application"]["keep_alive"], data["alb"]["idle_timeout"]
    if seconds is not None and seconds <= idle:
        message = f"{seconds} is not more than alb.idle_timeout {idle}"
        hint = "raise it: a target that closes idle connections first causes 502s"
        yield SettingIssue("application.keep_alive", message, hint)


def _proxy(data: Settings) -> Iterator[SettingIssue]:
    proxy = data["network"]["proxy"]
    if proxy["exclude"] and not proxy["url"]:
        yield SettingIssue("network.proxy.exclude", "set, but there is no url", "add it")


RULES: tuple[Rule, ...] = (
    _source, _parts, _command, _arguments, _variables, _literal_secrets, _keep_alive, _proxy,
)  # fmt: skip
