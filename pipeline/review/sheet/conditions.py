"""The condition of an alarm in words: `> 5 % of requests answered with 5xx, in 3 of 5 minutes`."""

from __future__ import annotations

import re
from typing import Any

from pipeline.review.sheet.stack import Properties, Stack
from pipeline.review.wording import duration

_COMPARISONS = {
    "GreaterThanThreshold": ">",
    "GreaterThanOrEqualToThreshold": ">=",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "<=",
    "GreaterThanUpperThreshold": "above",
    "LessThanLowerThreshold": "below",
    "LessThanLowerOrGreaterThanUpperThreshold": "outside",
}
# What a metric counts in, where its name does not say it.
_UNITS = {
    "CPUUtilization": "%",
    "TargetResponseTime": "seconds",
    "disk_used_percent": "%",
    "mem_used_percent": "%",
}
_WITHOUT_DATA = {
    "notBreaching": "OK",
    "breaching": "ALARM",
    "ignore": "stays as it is",
    "missing": "INSUFFICIENT_DATA, no message",
}
_SHARE = "% of "
_IS_TRUE = re.compile(r"IF\(.*, ?1, ?0\)")
# An expression that counts only while something holds, else is a number that is no alarm.
_GUARDED = re.compile(r"IF\(([^,]*(?:, 0\)[^,]*)* >=? \d+), .+, \d+\)")
_FILLED = re.compile(r"FILL\((\w+), 0\)")
_STATE = re.compile(r"\bALARM\(\"?(?:\$\{(\w+)\}|([^\"()]+))\"?\)")
_OPERATOR = re.compile(r"\b(?:AND|OR|NOT)\b")


def condition(stack: Stack, properties: Properties) -> str:
    """Return when an alarm, a composite one too, goes into ALARM."""
    if "AlarmRule" in properties:
        return _composite(stack, properties)
    if "ScheduledQueryConfiguration" in properties:
        return _query(stack, properties)
    return f"{_comparison(stack, properties)}, {_when(stack, properties)}"


def _query(stack: Stack, properties: Properties) -> str:
    """Return the condition of a log alarm: of a query's results, once for each run."""
    query = properties["ScheduledQueryConfiguration"]
    sign = _COMPARISONS[stack.words(properties.get("ComparisonOperator", ""))]
    aggregated = stack.words(query.get("AggregationExpression", ""))
    threshold = stack.words(properties.get("Threshold", ""))
    runs = stack.words(query.get("ScheduleConfiguration", {}).get("ScheduleExpression", ""))
    text = stack.words(query.get("QueryString", ""))
    return f"{aggregated} {sign} {threshold} in the results at {runs} of: {text}"


def _comparison(stack: Stack, properties: Properties) -> str:
    comparison = stack.words(properties.get("ComparisonOperator", ""))
    sign = _COMPARISONS.get(comparison, comparison)
    threshold = stack.words(properties.get("Threshold", "the band"))
    metrics = properties.get("Metrics")
    if not metrics:
        name = stack.words(properties.get("MetricName", ""))
        statistic = properties.get("ExtendedStatistic") or properties.get("Statistic", "")
        counted = _counted(stack, name)
        return f"{stack.words(statistic)} of {name}{counted} {sign} {threshold}{unit(name)}"
    returned = _returned(metrics, properties.get("ThresholdMetricId"))
    label = stack.words(returned.get("Label", ""))
    expression = stack.words(returned.get("Expression") or returned.get("Id", ""))
    if label and (sign, threshold) == (">", "0") and _IS_TRUE.fullmatch(expression):
        return label
    if not label:
        return f"{_named(stack, expression, metrics)} {sign} {threshold}"
    guard = _GUARDED.fullmatch(expression)
    asked = _named(stack, _FILLED.sub(r"\1", guard[1]), metrics) if guard else ""
    holds = f" while {asked}" if asked else ""
    if label.startswith(_SHARE):
        return f"{sign} {threshold} {label}{holds}"
    return f"{label} {sign} {threshold}{holds}"


def unit(metric: str) -> str:
    """Return the unit of a metric's values with a blank before it, empty for counts."""
    return next((f" {unit}" for name, unit in _UNITS.items() if metric.endswith(name)), "")


def _counted(stack: Stack, metric: str) -> str:
    """Return which log events a metric of a filter counts, nothing for another metric."""
    for _, properties in stack.of_type("AWS::Logs::MetricFilter"):
        made = [each.get("MetricName") for each in properties.get("MetricTransformations", [])]
        if metric in map(stack.words, made):
            return f" (log events that match {stack.words(properties.get('FilterPattern', ''))})"
    return ""


def _returned(metrics: list[Any], band: Any) -> Any:
    """Return what is compared: what is returned, and is not the band itself."""
    returned = (each for each in metrics if each.get("ReturnData", True) is True)
    return next((each for each in returned if each.get("Id") != band), metrics[0])


def _named(stack: Stack, expression: str, metrics: list[Any]) -> str:
    """Return an expression with the names of the metrics in the place of their ids."""
    names = {
        str(each.get("Id")): stack.words(each["MetricStat"].get("Metric", {}).get("MetricName", ""))
        for each in metrics
        if "MetricStat" in each
    }
    return re.sub(r"\w+", lambda match: names.get(match[0], match[0]), expression)


def without_data(stack: Stack, properties: Properties) -> str:
    """Return what an alarm does in periods without data, and which metrics count as 0 then.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    """
    if "AlarmRule" in properties:  # follows its alarms
        return ""
    treated = _WITHOUT_DATA.get(stack.words(properties.get("TreatMissingData", "missing")), "")
    metrics = properties.get("Metrics")
    returned = _returned(metrics, properties.get("ThresholdMetricId")) if metrics else {}
    filled = dict.fromkeys(_FILLED.findall(stack.words(returned.get("Expression", ""))))
    names = ", ".join(_named(stack, each, metrics or []) for each in filled)
    return f"{names} as 0; else {treated}" if names else treated


def _when(stack: Stack, properties: Properties) -> str:
    periods = stack.number(properties.get("EvaluationPeriods", 1))
    needed = stack.number(properties.get("DatapointsToAlarm", periods)) or periods
    stats = [each.get("MetricStat", {}) for each in properties.get("Metrics", [])]
    lengths = [stack.number(each.get("Period", 0)) for each in (properties, *stats)]
    seconds = max(lengths) or 60
    if needed == periods:
        return f"for {duration(periods * seconds)}"
    if seconds == 60:
        return f"in {needed} of {periods} minutes"
    return f"in {needed} of {periods} periods of {duration(seconds)}"


def _composite(stack: Stack, properties: Properties) -> str:
    rule = _STATE.sub(r"\1\2", stack.words(properties.get("AlarmRule")))
    words = _OPERATOR.sub(lambda match: match[0].lower(), rule)
    suppressor = ", ".join(stack.targets(properties.get("ActionsSuppressor", "")))
    if not suppressor:
        return f"in ALARM: {words}"
    wait, after = (
        duration(stack.number(properties.get(f"ActionsSuppressor{each}Period", 0)))
        for each in ("Wait", "Extension")
    )
    quiet = f"no action while {suppressor} is in ALARM, nor for {after} after it"
    return f"in ALARM: {words}, for {wait}; {quiet}"
