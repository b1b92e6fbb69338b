"""What a target tracking policy keeps near its target, in words.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TargetTrackingConfiguration.html
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.review.sheet.conditions import unit
from pipeline.review.sheet.stack import Properties, Stack

# A division with what holds where there is nothing to divide by.
_GUARDED = r"IF\(\w+ > 0, ?([^,]+), ?[^,]+\)"


def tracking(stack: Stack, policy: Properties) -> str:
    """Return which metric a policy keeps near which value."""
    settings = policy.get("TargetTrackingConfiguration", {})
    value = stack.words(settings.get("TargetValue"))
    predefined = settings.get("PredefinedMetricSpecification", {})
    own = settings.get("CustomizedMetricSpecification", {})
    if predefined:
        name = stack.words(predefined.get("PredefinedMetricType", "a metric"))
        return f"keeps {name} near {value}{unit(name)}"
    queries = [each for each in own.get("Metrics", []) if "Id" in each]
    if not queries:
        name = stack.words(own.get("MetricName", "a metric"))
        return f"keeps {_metric(stack, own, own.get('Statistic'))} near {value}{unit(name)}"
    return _queried(stack, queries, value)


def _queried(stack: Stack, queries: list[dict[str, Any]], value: str) -> str:
    metrics = {
        stack.words(each["Id"]): _metric(
            stack, each["MetricStat"].get("Metric", {}), each["MetricStat"].get("Stat")
        )
        for each in queries
        if "MetricStat" in each
    }
    result = next((each for each in queries if each.get("ReturnData", True) is True), queries[-1])
    if "Expression" not in result:
        return f"keeps {metrics.get(stack.words(result['Id']), 'a metric')} near {value}"
    expression = re.sub(_GUARDED, r"\1", stack.words(result["Expression"]))
    named = ", ".join(f"{id_} is the {metric}" for id_, metric in metrics.items())
    return f"keeps {expression} near {value}; {named}"


def _metric(stack: Stack, metric: dict[str, Any], statistic: Any) -> str:
    """Return a metric with its statistic and its dimensions, the group's own left out."""
    dimensions = ", ".join(
        f"{stack.words(each.get('Name'))} {stack.words(each.get('Value'))}"
        for each in metric.get("Dimensions", [])
        if each.get("Name") != "AutoScalingGroupName"
    )
    taken = f"{stack.words(statistic)} of " if statistic else ""
    of = f" ({dimensions})" if dimensions else ""
    return f"{taken}{stack.words(metric.get('MetricName', 'a metric'))}{of}"
