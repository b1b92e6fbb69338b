from __future__ import annotations

import pytest

from tests.deploy.alerts import delivery, log_lines, metric_math_alarms
from tests.deploy.report import REPORT
from tests.deploy.stack.deployed_stack import DeployedStack


def test_each_alarm_notifies_its_topic(deployed: DeployedStack) -> None:
    assert list(delivery.check(deployed)) == []
    for name in delivery.evaluated(deployed):
        REPORT.add("Alarms delivered", name, deployed.config.name)


def test_metric_math_alarms_go_off_as_configured(deployed: DeployedStack) -> None:
    assert list(metric_math_alarms.check(deployed)) == []
    for name in metric_math_alarms.alarms(deployed):
        REPORT.add("Metric math alarms, evaluated by these tests", name, deployed.config.name)


def test_the_error_filter_counts_errors(deployed: DeployedStack) -> None:
    assert list(log_lines.check(deployed)) == []
    for line in log_lines.describe(deployed):
        REPORT.add("Log lines", line, deployed.config.name)


def test_each_alarm_is_tried(deployed: DeployedStack) -> None:
    alarms = deployed.config.resources("AWS::CloudWatch::Alarm")
    if not alarms:
        pytest.skip("a config without alarms")
    assert set(delivery.evaluated(deployed)) | set(metric_math_alarms.alarms(deployed)) == set(
        alarms
    )
