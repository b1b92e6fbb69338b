"""Rules on the filter patterns of CloudWatch Logs.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config import regular_expressions
from pipeline.config.aws_limits import limit
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_PATTERNS = ("logs.metric_filters", "alarms.log_errors")
_PHRASE = re.compile(r'"(?:[^"\\]|\\.)*"')
# A percent sign in the middle of a word starts no expression.
_EXPRESSION = re.compile(r"(?<![^\s=(|&{])%([^%]+)%")


def _patterns(data: Settings) -> dict[KeyPath, str]:
    patterns: dict[KeyPath, str] = {}
    for index, each in enumerate(data["logs"]["metric_filters"]):
        patterns["logs", "metric_filters", index, "pattern"] = each["pattern"]
    if data["alarms"]["log_errors"]["enabled"]:
        patterns["alarms", "log_errors", "pattern"] = data["alarms"]["log_errors"]["pattern"]
    return patterns


def _expressions(pattern: str) -> list[str]:
    """Return the regular expressions of a pattern; a percent sign in a phrase is a character."""
    is_expression = re.fullmatch(r"\s*%[^%]+%\s*", pattern)
    found = _EXPRESSION.findall(pattern if is_expression else _PHRASE.sub(" ", pattern))
    return [str(each) for each in found]


@reads(*_PATTERNS)
def _closed(data: Settings) -> Iterator[SettingIssue]:
    for path, pattern in _patterns(data).items():
        if missing := _unclosed(pattern.strip()):
            hint = 'write one such as { $.level = "error" }, or "a phrase"'
            yield SettingIssue(path, f"the filter pattern lacks a {missing}", hint)


def _unclosed(pattern: str) -> str:
    """Return what a filter pattern opens and does not close, or empty."""
    for start, end in (("{", "}"), ("[", "]")):
        if pattern.startswith(start) and not pattern.endswith(end):
            return end
    if re.match(r"\(?\s*\$\.", pattern):
        return "brace before its field"
    quotes = pattern.replace('\\"', "").count('"')
    return 'second "' if quotes % 2 and "%" not in pattern else ""


@reads(*_PATTERNS)
def _supported(data: Settings) -> Iterator[SettingIssue]:
    for path, pattern in _patterns(data).items():
        for expression in _expressions(pattern):
            if wrong := regular_expressions.of_filter_pattern(expression):
                hint = "CloudWatch Logs takes letters, digits, :_#=@/;,- and ^$?[]{}|\\*+. there"
                message = f"the regular expression %{expression}% {wrong}"
                yield SettingIssue(path, message, hint)


@reads(*_PATTERNS)
def _number(data: Settings) -> Iterator[SettingIssue]:
    patterns = _patterns(data)
    most = limit("regular expressions of a filter pattern")
    for path, pattern in patterns.items():
        if len(_expressions(pattern)) > most:
            message = f"more than {most} regular expressions"
            yield SettingIssue(path, message, "join some by |, or write terms without %")
    count = sum(bool(_expressions(pattern)) for pattern in patterns.values())
    quota = limit("regular expressions of a log group")
    if count > quota:
        message = f"{count} patterns with a regular expression on one log group"
        hint = f"CloudWatch Logs takes {quota}: write terms without % where they do"
        yield SettingIssue(("logs", "metric_filters"), message, hint)


CONSTRAINTS = (_closed, _supported, _number)
