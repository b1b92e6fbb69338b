"""The dashboard, as CloudWatch reads it: widgets of metrics that there are.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.cloudwatch.metrics import METRICS
from tests.rendered import Stack, render
from tests.test_examples import NAMES, stacks

_WIDTH = 24  # columns of a dashboard
_STATISTIC = re.compile(r"Sum|Average|Maximum|Minimum|p[0-9]{1,2}")
_NAMES = {
    "LoadBalancer": r"\$\{LoadBalancer\.LoadBalancerFullName\}",
    "TargetGroup": r"\$\{(Internal)?TargetGroup\.TargetGroupFullName\}",
    "AutoScalingGroupName": r"\$\{AutoScalingGroup\}",
}


class Line(NamedTuple):
    """A metric of a widget: its words, namespace first, and its options."""

    words: list[str]
    options: dict[str, Any]


@pytest.fixture(params=NAMES)
def rendered(request: pytest.FixtureRequest) -> Stack:
    return stacks()[request.param]


def _widgets(stack: Stack) -> Iterator[dict[str, Any]]:
    for dashboard in stack.of_type("AWS::CloudWatch::Dashboard").values():
        yield from json.loads(dashboard["DashboardBody"]["Fn::Sub"])["widgets"]


def _lines(metrics: list[list[Any]]) -> Iterator[Line]:
    """Yield metrics in full: "." is the word above, "..." all words that the line leaves out."""
    above: list[str] = []
    for metric in metrics:
        *words, options = metric if isinstance(metric[-1], dict) else [*metric, {}]
        if words[:1] == ["..."]:
            words = [*above[: len(above) - len(words) + 1], *words[1:]]
        words = [above[at] if word == "." else word for at, word in enumerate(words)]
        above = words or above
        yield Line(words, options)


def test_each_widget_is_of_this_region_and_fits(rendered: Stack) -> None:
    for widget in _widgets(rendered):
        assert widget["type"] == "metric"
        assert 1 <= widget["width"] <= _WIDTH
        properties = widget["properties"]
        assert properties["region"] == "${AWS::Region}"
        assert properties["title"]
        # A minute, or the days that a number is about, up to a month.
        assert properties["period"] in (60, 30 * 24 * 60 * 60)
        assert (properties["period"] == 60) == (properties.get("view") != "singleValue")
        if "start" in properties:
            days = re.fullmatch("-P([0-9]+)D", properties["start"])
            assert days
            assert int(days[1]) * 24 * 60 * 60 == properties["period"]


def test_each_metric_of_a_widget_is_one_of_this_stack(rendered: Stack) -> None:
    for widget in _widgets(rendered):
        properties = widget["properties"]
        lines = list(_lines(properties["metrics"]))
        assert lines
        ids = {line.options.get("id") for line in lines}
        for words, options in lines:
            if "expression" in options:
                functions = re.findall("[a-z]+", options["expression"])
                assert set(functions) <= ids, options
                continue
            namespace, name, *dimensions = words
            values = dict(zip(dimensions[::2], dimensions[1::2], strict=True))
            assert frozenset(values) in METRICS[namespace][name].dimensions
            for dimension, value in values.items():
                assert re.fullmatch(_NAMES[dimension], value), words
            assert _STATISTIC.fullmatch(options.get("stat") or properties["stat"])


def test_requests_errors_latency_capacity_hosts_and_cpu_are_shown(rendered: Stack) -> None:
    shown = {
        (line.words[1], line.options.get("stat") or widget["properties"].get("stat"))
        for widget in _widgets(rendered)
        for line in _lines(widget["properties"]["metrics"])
        if line.words
    }
    # The golden signals of https://sre.google/sre-book/monitoring-distributed-systems/ : traffic,
    # errors, latency as typical and as the slowest have it, saturation.
    wanted = {
        *(("RequestCount", "Sum"), ("HTTPCode_Target_5XX_Count", "Sum")),
        *(("TargetResponseTime", "p50"), ("TargetResponseTime", "p99")),
        *(("GroupInServiceInstances", "Average"), ("GroupDesiredCapacity", "Average")),
        *(("HealthyHostCount", "Average"), ("CPUUtilization", "Average")),
        ("CPUUtilization", "Maximum"),
    }
    if rendered.settings["dashboard"]["enabled"]:
        assert wanted <= shown


def test_requests_of_other_stacks_are_not_shown() -> None:
    other = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/0123456789abcdef"
    rules = [{"name": "Admin", "priority": 10, "paths": ["/admin"], "target_group": other}]
    shown = render(
        {
            "alb": {"rules": rules, "target_ports": [80]},
            "dashboard": {"enabled": True},
            "slo": {"availability": 99.9},
        }
    )
    for widget in _widgets(shown):
        for line in _lines(widget["properties"]["metrics"]):
            if line.words[:1] == ["AWS/ApplicationELB"]:
                _, name, *dimensions = line.words
                wanted = max(METRICS["AWS/ApplicationELB"][name].dimensions, key=len)
                assert set(dimensions[::2]) == wanted, name
