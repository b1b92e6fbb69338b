"""A name in a config that makes a logical id which is taken is reported where it is written."""

from __future__ import annotations

import pytest

from tests.support import Folder

HEAD = "regions: [eu-west-1]\napplication: {baked: true}\n"
RULE = "    - {name: Maintenance, priority: 5, hosts: [a.example.com], action: respond}\n"
TAKEN = {
    "a rule named like the one for maintenance": (
        f"{HEAD}alb:\n  maintenance: {{enabled: true}}\n  rules:\n{RULE}",
        "config/case.yml:6:14: error: alb.rules[0].name: makes Resources.MaintenanceListenerRule,",
    ),
    "a metric filter named like an alarm": (
        f"{HEAD}logs:\n  metric_filters:\n    - {{name: CPUHigh, pattern: Foo}}\n",
        "config/case.yml:5:14: error: logs.metric_filters[0].name: makes Resources.CPUHighAlarm,",
    ),
}


@pytest.mark.parametrize("title", TAKEN)
def test_a_name_that_is_taken(title: str, stack: Folder) -> None:
    config, expected = TAKEN[title]
    result = stack.render(config)
    assert result.code == 2
    assert result.lines[0].startswith(expected)
    assert result.lines[1] == "    hint: the name is taken: give it another one"


def test_addresses_that_differ_in_signs_work_together(stack: Folder) -> None:
    config = f"{HEAD}alerts: {{more_emails: [a.b@example.com, a-b@example.com]}}\n"
    result = stack.render(config)
    assert result.code == 0, result.err
    assert result.out.count("AlertTopicSubscriptionABExampleCom") == 2
