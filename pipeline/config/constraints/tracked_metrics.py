"""Rules on metrics that the number of instances follows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.diagnostic import did_you_mean

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_OWN_POLICIES = ("CPU", "Requests", "Memory", "Queue")
_IDS = ("m", "instances")  # of the metric, and of the instances in service
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html#load-balancer-metric-dimensions-alb
_FULL_NAMES = {"LoadBalancer": "LoadBalancerFullName", "TargetGroup": "TargetGroupFullName"}


@reads("scaling.target_tracking.metrics")
def _metrics(data: Settings) -> Iterator[SettingIssue]:
    metrics = data["scaling"]["target_tracking"]["metrics"]
    counts = Counter([*_OWN_POLICIES, *(each["name"] for each in metrics)])
    for index, each in enumerate(metrics):
        if counts[each["name"]] > 1:
            setting = ("scaling", "target_tracking", "metrics", index, "name")
            yield SettingIssue(setting, f"{each['name']} is taken", "give each metric its own name")


@reads("scaling.target_tracking.metrics")
def _expressions(data: Settings) -> Iterator[SettingIssue]:
    """Yield ids that no metric has: an id begins with a small letter, a function does not.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
    """
    for index, each in enumerate(data["scaling"]["target_tracking"]["metrics"]):
        text = re.sub(r"'[^']*'|\"[^\"]*\"", "", each["expression"] or "")
        path = ("scaling", "target_tracking", "metrics", index, "expression")
        for name in re.findall(r"(?<![A-Za-z0-9_])[a-z][A-Za-z0-9_]*(?!\w|\s*\()", text):
            if name not in _IDS:
                hint = did_you_mean(name, _IDS) or "write m for the metric, instances for how many"
                yield SettingIssue(path, f"no metric has the id {name}", hint)


@reads("scaling.target_tracking.metrics")
def _dimensions(data: Settings) -> Iterator[SettingIssue]:
    for index, each in enumerate(data["scaling"]["target_tracking"]["metrics"]):
        for name, value in each["dimensions"].items():
            match = re.fullmatch(r"\$\{([A-Za-z0-9]+)(\.[A-Za-z]*Arn)?\}|arn:.*", value)
            if match and name in _FULL_NAMES and each["namespace"] == "AWS/ApplicationELB":
                path = ("scaling", "target_tracking", "metrics", index, "dimensions", name)
                written = f"${{{match[1] or name}.{_FULL_NAMES[name]}}}"
                message = f"{value} is an ARN, of which CloudWatch has no data"
                yield SettingIssue(path, message, f"write {written}")


CONSTRAINTS = (_metrics, _expressions, _dimensions)
