"""Rules on the variables that the application gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath, dotted

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_SECRET_NAME = re.compile(
    r"(?i)(.*_)?(pass(word|wd|phrase)?|secret|secret_?key|(secret_)?access_?key|api_?key|"
    r"private_?key|token|credentials?)"
)
_CREDENTIALS = (
    r"(?s).*(://[^/\s:@]*:[^/\s@]+@|-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b"
    r"|\b(password|pwd)=[^;&\s]+).*"
)
_IN_CREDENTIALS = ("@", "PRIVATE KEY", "AKIA", "password=", "pwd=")
_RESOURCE = r"\$\{[A-Za-z0-9]+(\.[A-Za-z0-9.]+)?\}"
_PROXY = ("http_proxy", "https_proxy", "no_proxy")


@reads(
    "application.environment",
    "application.parameters",
    "application.secrets",
    "network.proxy.url",
)
def _variables(data: Settings) -> Iterator[SettingIssue]:
    application = data["application"]
    seen: dict[str, KeyPath] = {
        "PORT": ("application", "port"),
        "KEEP_ALIVE_SECONDS": ("application", "keep_alive"),
    }
    if data["network"]["proxy"]["url"]:
        seen |= dict.fromkeys([*_PROXY, *map(str.upper, _PROXY)], ("network", "proxy"))
    for section in ("environment", "parameters", "secrets"):
        for name in application[section]:
            path = ("application", section, name)
            if name in seen:
                message = f"also set by {dotted(seen[name])}"
                yield SettingIssue(path, message, "keep one of the two")
            seen[name] = path


@reads("application.environment")
def _literal_secrets(data: Settings) -> Iterator[SettingIssue]:
    for name, value in data["application"]["environment"].items():
        if "{{resolve:" in value or ("${" in value and re.fullmatch(_RESOURCE, value)):
            continue  # reported as what it is
        if _SECRET_NAME.fullmatch(name) or _has_secret(value):
            message = "looks like a secret, and the environment is readable in the template"
            hint = (
                "put the value into Secrets Manager and its name here: "
                f"application.secrets: {{{name}: shop/prod/name}}"
            )
            yield SettingIssue(("application", "environment", name), message, hint)


def _has_secret(value: str) -> bool:
    may = any(each in value for each in _IN_CREDENTIALS)
    return may and re.fullmatch(_CREDENTIALS, value) is not None


CONSTRAINTS = (_variables, _literal_secrets)
