"""Rules on log groups, and on alarms that read them."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.region_types import without_type
from pipeline.config.settings_function import reads

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_OWN_METRICS = ("LogErrors",)
# What the CloudWatch agent of each instance collects.
_COLLECTED = {
    "/var/log/application.log": "to LogGroup",
    "/var/log/messages": "to SystemLogGroup, as the journal",
    "/var/log/cfn-init.log": "to SystemLogGroup",
    "/var/log/cloud-init-output.log": "to SystemLogGroup",
}


@reads("logs", "alarms.log_errors.enabled")
def _class(data: Settings) -> Iterator[SettingIssue]:
    """Yield what only the standard class can do.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
    """
    logs = data["logs"]
    if logs["group_class"] == "STANDARD":
        return
    needing = {
        ("logs", "metric_filters"): logs["metric_filters"],
        ("logs", "masked_data"): logs["masked_data"],
        ("logs", "field_indexes"): logs["field_indexes"],
    }
    if data["alarms"]["log_errors"]["enabled"]:
        message = f"{logs['group_class']}, and alarms.log_errors counts log events"
        hint = "set alarms.log_errors.enabled to false, or the class to STANDARD"
        yield SettingIssue(("logs", "group_class"), message, hint)
    for setting, value in needing.items():
        if value:
            hint = "switch it off, or set logs.group_class to STANDARD"
            yield SettingIssue(setting, f"needs another class than {logs['group_class']}", hint)


@reads("logs.metric_filters", "logs.query_alarms")
def _filters(data: Settings) -> Iterator[SettingIssue]:
    """Yield names that two alarms on the log would have."""
    logs = data["logs"]
    every = (("metric_filters", logs["metric_filters"]), ("query_alarms", logs["query_alarms"]))
    names = [(setting, [each["name"] for each in entries]) for setting, entries in every]
    counts = Counter([*_OWN_METRICS, *(name for _, found in names for name in found)])
    for setting, found in names:
        for index, name in enumerate(found):
            if counts[name] > 1:
                path = ("logs", setting, index, "name")
                yield SettingIssue(path, f"{name} is taken", "give each filter its own name")


@reads("logs.query_alarms", "regions")
def _query_alarms(data: Settings) -> Iterator[SettingIssue]:
    if not data["logs"]["query_alarms"]:
        return
    if elsewhere := without_type(data["regions"], "AWS::CloudWatch::LogAlarm"):
        message = f"set, but CloudWatch has no log alarms in {elsewhere[0]}"
        yield SettingIssue(("logs", "query_alarms"), message, "use logs.metric_filters")


@reads("logs.files")
def _files(data: Settings) -> Iterator[SettingIssue]:
    """Yield files that would be delivered, and paid for, twice."""
    files = data["logs"]["files"]
    known = dict(_COLLECTED)
    for index, file in enumerate(files):
        known.setdefault(posixpath.normpath(file), f"by logs.files[{index}]")
    for index, file in enumerate(files):
        setting = ("logs", "files", index)
        others = [name for name in known if known[name] != f"by logs.files[{index}]"]
        name = posixpath.normpath(file)
        matched = [other for other in others if other != name and _matches(name, other)]
        if name in others and file not in files[:index]:
            message = f"{file} is collected already, {known[name]}"
            yield SettingIssue(setting, message, "delete it")
        elif matched:
            message = f"{file} matches {matched[0]}, which is collected already, "
            hint = "name the files, or a narrower series of them"
            yield SettingIssue(setting, message + known[matched[0]], hint)


def _matches(pattern: str, name: str) -> bool:
    """Whether a path with wildcards matches a path; only `**` matches a slash."""
    parts = re.split(r"(\*\*?)", pattern)
    wildcards = {"*": "[^/]*", "**": ".*"}
    expression = (wildcards.get(each, re.escape(each)) for each in parts)
    return re.fullmatch("".join(expression), name) is not None


CONSTRAINTS = (_class, _filters, _query_alarms, _files)
