"""Rules on regular expressions, each in the dialect of the service that reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config import regular_expressions
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath

if TYPE_CHECKING:
    from pipeline.config.settings_types import AlbRules, Settings


@reads("alb.rules")
def _rules(data: Settings) -> Iterator[SettingIssue]:
    for index, rule in enumerate(data["alb"]["rules"]):
        for path, expression in _of_rule(rule, ("alb", "rules", index)):
            if wrong := regular_expressions.of_listener(expression):
                hint = "the load balancer refuses it: write it without that"
                yield SettingIssue(path, f"the regular expression {wrong}", hint)
        for name, rewrite in (
            ("rewrite_path", rule["rewrite_path"]),
            ("rewrite_host", rule["rewrite_host"]),
        ):
            count = regular_expressions.groups(rewrite["regex"] or "")
            named = [int(each) for each in re.findall(r"\$([1-9])", rewrite["replace"] or "")]
            if rewrite["regex"] and max(named, default=0) > count:
                path = ("alb", "rules", index, name, "replace")
                message = f"${max(named)}, but the regular expression has {_counted(count)}"
                yield SettingIssue(path, message, "put what it names in parentheses")


def _of_rule(rule: AlbRules, where: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    for number, expression in enumerate(rule["host_regexes"]):
        yield (*where, "host_regexes", number), expression
    for number, expression in enumerate(rule["path_regexes"]):
        yield (*where, "path_regexes", number), expression
    yield (*where, "rewrite_path", "regex"), rule["rewrite_path"]["regex"] or ""
    yield (*where, "rewrite_host", "regex"), rule["rewrite_host"]["regex"] or ""


def _counted(groups: int) -> str:
    return f"{groups or 'no'} group{'' if groups == 1 else 's'}"


@reads("logs.multi_line_start_pattern")
def _first_lines(data: Settings) -> Iterator[SettingIssue]:
    expression = data["logs"]["multi_line_start_pattern"] or ""
    if wrong := regular_expressions.of_agent(expression):
        hint = "the CloudWatch agent, which reads it, would collect no logs"
        path = ("logs", "multi_line_start_pattern")
        yield SettingIssue(path, f"the regular expression {wrong}", hint)


@reads("metrics.processes")
def _processes(data: Settings) -> Iterator[SettingIssue]:
    for index, expression in enumerate(data["metrics"]["processes"]):
        if wrong := regular_expressions.of_processes(expression):
            hint = "the CloudWatch agent, which reads it, would find no process"
            path = ("metrics", "processes", index)
            yield SettingIssue(path, f"the regular expression {wrong}", hint)


CONSTRAINTS = (_rules, _first_lines, _processes)
