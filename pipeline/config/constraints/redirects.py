"""Rules on redirects, which must lead somewhere else.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath

if TYPE_CHECKING:
    from pipeline.config.settings_types import AlbRules, Settings

_TIMES = 3  # that a rule has to match its own redirect until it is taken for a loop


@reads("alb.rules")
def _targets(data: Settings) -> Iterator[SettingIssue]:
    for index, rule in enumerate(data["alb"]["rules"]):
        where = ("alb", "rules", index)
        host, path = rule["redirect_host"] or "", rule["redirect_path"] or ""
        if rule["action"] == "redirect" and not (host or path):
            hint = "add redirect_host or redirect_path; this redirect leads back to itself"
            yield SettingIssue(where, "redirects to where it came from", hint)
        yield from _form(where, host, path)


def _form(where: KeyPath, host: str, path: str) -> Iterator[SettingIssue]:
    if host and not re.fullmatch(r"([A-Za-z0-9.-]|#\{host\})+", host):
        hint = "write the name alone, such as www.example.com"
        yield SettingIssue((*where, "redirect_host"), f"{host} is not a host name", hint)
    if path and not path.startswith("/"):
        yield SettingIssue((*where, "redirect_path"), f"{path} has no slash", f"write /{path}")


@reads("alb.rules", "alb.existing.listener")
def _loops(data: Settings) -> Iterator[SettingIssue]:
    """Yield redirects that the rule itself matches again, so that browsers give up.

    Rules that come first may take the redirected request: those of another stack are not known.
    """
    rules = data["alb"]["rules"]
    if data["alb"]["existing"]["listener"]:
        return
    for index, rule in enumerate(rules):
        earlier = [other for other in rules if other["priority"] < rule["priority"]]
        to_itself = rule["action"] == "redirect" and _comes_back(rule)
        if to_itself and _loops_from(rule, earlier):
            name = "redirect_path" if rule["redirect_path"] else "redirect_host"
            message = "leads to what the rule matches itself: browsers loop"
            hint = "redirect to a path or host that it does not match"
            yield SettingIssue(("alb", "rules", index, name), message, hint)


def _comes_back(rule: AlbRules) -> bool:
    """Whether redirected requests surely have the host and method that the rule asks for."""
    host = (rule["redirect_host"] or "").lower()
    same_host = host in ("", "#{host}") or host in [each.lower() for each in rule["hosts"]]
    return same_host and (not rule["methods"] or "GET" in rule["methods"])


def _loops_from(rule: AlbRules, earlier: list[AlbRules]) -> bool:
    if not (rule["redirect_host"] or rule["redirect_path"]):
        return False
    path = rule["paths"][0].replace("*", "x").replace("?", "x") if rule["paths"] else "/x"
    if rule["path_regexes"] and not rule["paths"]:
        path = (rule["redirect_path"] or "").replace("#{path}", "x")
    for _ in range(_TIMES):
        path = _redirected(path, rule)
        if not _matches(path, rule) or any(_matches(path, other) for other in earlier):
            return False
    return True


def _redirected(path: str, rule: AlbRules) -> str:
    found = (rule["redirect_path"] or path).replace("#{path}", path.removeprefix("/"))
    return re.sub(r"#\{[a-z]+\}", "x", found)


def _matches(path: str, rule: AlbRules) -> bool:
    """Whether a path is among those of a rule; its other conditions are taken as met."""
    if any(fnmatchcase(path, each) for each in rule["paths"]):
        return True
    return any(_found(each, path) for each in rule["path_regexes"]) or not (
        rule["paths"] or rule["path_regexes"]
    )


def _found(expression: str, path: str) -> bool:
    """Whether an expression is found, as far as Python's dialect says it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return bool(re.search(expression, path))
        except re.error:
            return False


CONSTRAINTS = (_targets, _loops)
