from __future__ import annotations

import pytest

from tests.deploy.alerts import alert, log_lines, maths
from tests.deploy.report import REPORT
from tests.deploy.stack.standing import Standing


def test_every_alert_reaches_a_person(stood: Standing) -> None:
    assert list(alert.check(stood)) == []
    for name in alert.evaluated(stood):
        REPORT.say("Alerts that arrived", name, stood.subject.name)


def test_metric_maths_wakes_people_for_a_reason(stood: Standing) -> None:
    assert list(maths.check(stood)) == []
    for name in maths.alarms(stood):
        REPORT.say("Alarms decided by these tests' own arithmetic", name, stood.subject.name)


def test_the_filter_for_errors_finds_some(stood: Standing) -> None:
    assert list(log_lines.check(stood)) == []
    for said in log_lines.told(stood):
        REPORT.say("Log lines", said, stood.subject.name)


def test_alarms_were_found(stood: Standing) -> None:
    alarms = stood.subject.resources("AWS::CloudWatch::Alarm")
    if not alarms:
        pytest.skip("a config without alarms")
    assert set(alert.evaluated(stood)) | set(maths.alarms(stood)) == set(alarms)
