"""Which alarms a config has, which are parts of others, and which topics each notifies."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pipeline.config.schema import fill_defaults
from pipeline.render.alarms import derive, receivers, schedules
from tests.rendered import SCHEMA, SMALLEST, merged, render

Data = dict[str, Any]
MAIL = {"email": "ops@example.com", "fallback_email": "oncall@example.com"}
TICKETS = {"tickets": {"email": "tickets@example.com"}}
PAGE, TICKET, FALLBACK = ({"Ref": f"{name}Topic"} for name in ("Alert", "Ticket", "Fallback"))
NIGHT = {"name": "Night", "cron": "0 22 * * *", "min_size": 0, "max_size": 0}
ONE_AT_LEAST = {**NIGHT, "min_size": 1, "max_size": 2}
DAY = {"name": "Day", "cron": "0 6 * * *", "min_size": 2, "max_size": 4}
OFF = {"enabled": False}
BY_DEFAULT_OFF = ("rejected_connections", "cpu_credits", "at_maximum", "log_errors")
ON: Data = {name: {"enabled": True} for name in BY_DEFAULT_OFF}


def derived(change: Data) -> Data:
    values = fill_defaults(SCHEMA, merged(merged(SMALLEST, {"alarms": ON}), change))
    found: Data = {**receivers(values), **schedules(values), **derive(values)}
    return found


@pytest.mark.parametrize(
    ("name", "with_it", "without"),
    [
        ("CPUHighAlarm", {}, {"alarms": {"cpu_high": OFF}}),
        ("LoadBalancer5XXAlarm", {}, {"alb": {"existing": {"listener": "arn:l"}}}),
        ("RejectedConnectionsAlarm", {}, {"alb": {"existing": {"listener": "arn:l"}}}),
        (
            "EmptyGroupAlarm",
            {"scaling": {"schedule": [NIGHT]}},
            {"scaling": {"schedule": [ONE_AT_LEAST]}},
        ),
        ("EmptyGroupAlarm", {"scaling": {"schedule": [{**NIGHT, "max_size": 2}]}}, {}),
        (
            "CPUCreditsAlarm",
            {"fleet": {"instance_type": "t3.small"}},
            {"fleet": {"instance_type": "m6i.large"}},
        ),
        (
            "CPUCreditsAlarm",
            {"fleet": {"requirements": {"vcpus_min": 2, "burstable": True}}},
            {"fleet": {"requirements": {"vcpus_min": 2, "burstable": False}}},
        ),
        ("BlockedRequestsAlarm", {"alb": {"waf": {"managed_rules": True}}}, {}),
        (
            "BlockedRequestsAlarm",
            {"alb": {"waf": {"managed_rules": True}}},
            {"alb": {"waf": {"managed_rules": True, "count_only": True}}},
        ),
        (
            "TelemetryAlarm",
            {"alarms": {"memory": OFF}},
            {"alarms": {"memory": OFF, "disk": OFF}},
        ),
        ("TelemetryAlarm", {"alarms": {"disk": OFF}}, {"alarms": {"telemetry": OFF}}),
        (
            "AtMaximumAlarm",
            {"fleet": {"min_size": 2, "max_size": 3}},
            {"fleet": {"min_size": 2, "max_size": 2}},
        ),
        (
            "AtMaximumAlarm",
            {"fleet": {"min_size": 2, "max_size": 2}, "scaling": {"schedule": [ONE_AT_LEAST]}},
            {"fleet": {"min_size": 2, "max_size": 2}},
        ),
        ("AlertFailuresAlarm", {"alerts": MAIL}, {"alerts": {"email": "ops@example.com"}}),
        ("AlertFailuresAlarm", {"alerts": MAIL}, {"alerts": {**MAIL, "topic_arn": "arn:t"}}),
    ],
)
def test_an_alarm_is_there_where_it_watches_something(
    name: str, with_it: Data, without: Data
) -> None:
    assert name in derived(with_it)["alarm_ids"]
    assert name not in derived(without)["alarm_ids"]


@pytest.mark.parametrize(
    ("change", "page", "ticket"),
    [
        ({}, PAGE, PAGE),
        (TICKETS, PAGE, TICKET),
        ({"tickets": {"https_endpoints": ["https://tickets.example.com"]}}, PAGE, TICKET),
        ({"topic_arn": "arn:page"}, "arn:page", "arn:page"),
        (
            {"topic_arn": "arn:page", "tickets": {"topic_arn": "arn:ticket"}},
            "arn:page",
            "arn:ticket",
        ),
        ({"tickets": {"topic_arn": "arn:ticket"}}, PAGE, "arn:ticket"),
    ],
)
def test_pages_and_tickets(change: Data, page: Any, ticket: Any) -> None:
    found = derived({"alerts": {"email": "ops@example.com", **change}})
    assert (found["alert_topic"], found["ticket_topic"]) == (page, ticket)


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("UsersAffectedAlarm", PAGE),  # what users notice
        ("GroupAlarm", TICKET),
        ("MemoryAlarm", TICKET),
        ("PaymentFailedAlarm", TICKET),
        ("SlowAlarm", TICKET),
    ],
)
def test_topics_that_an_alarm_notifies(name: str, topic: Any) -> None:
    query = {"name": "Slow", "query": "filter a", "threshold": 1, "minutes": 5}
    logs = {
        "metric_filters": [{"name": "PaymentFailed", "pattern": "failed"}],
        "query_alarms": [query],
    }
    for notify_ok in (True, False):
        alerts = {**MAIL, **TICKETS, "notify_ok": notify_ok}
        actions = derived({"alerts": alerts, "logs": logs})["alarm_actions"]
        assert actions[name] == {"AlarmActions": [topic], "OKActions": [topic] * notify_ok}
        assert actions["AlertFailuresAlarm"] == {"AlarmActions": [FALLBACK], "OKActions": []}
        assert not {"LatencyAlarm", "CPUHighAlarm", "LogErrorsAlarm"} & actions.keys()


def test_without_the_composite_alarm_each_part_of_it_is_a_page() -> None:
    alerts = {**MAIL, **TICKETS}
    found = derived({"alerts": alerts, "alarms": {"users_affected": OFF}})
    assert "UsersAffectedAlarm" not in found["composite_alarms"]
    assert found["alarm_actions"]["LatencyAlarm"]["AlarmActions"] == [PAGE]
    assert found["alarm_actions"]["GroupAlarm"]["AlarmActions"] == [TICKET]
    assert not any(each["waits"] for each in found["composite_alarms"].values())


def _both(objective: str, speed: str) -> str:
    long, short = (f'ALARM("${{SLO{objective}{speed}{each}Alarm}}")' for each in ("Long", "Short"))
    return f"({long} AND {short})"


@pytest.mark.parametrize(
    ("slo", "objectives"),
    [
        ({}, []),
        ({"availability": 99.9}, ["Availability"]),
        ({"latency": {"p99": 2}}, ["Latency"]),
        ({"availability": 99.9, "latency": {"p99": 2}}, ["Availability", "Latency"]),
    ],
)
def test_a_burn_rate_alarms_in_both_of_its_windows(slo: Data, objectives: list[str]) -> None:
    found = derived({"slo": slo})["composite_alarms"]
    rules = {name: each["rule"]["Fn::Sub"] for name, each in found.items() if "Burn" in name}
    assert rules == {
        f"SLO{speed}BurnAlarm": " OR ".join(_both(each, speed) for each in objectives)
        for speed in (("Fast", "Slow") if objectives else ())
    }


def test_tickets_wait_while_users_are_affected() -> None:
    found = derived({"slo": {"availability": 99.9}})["composite_alarms"]
    waits = {name: each["waits"] for name, each in found.items()}
    assert waits == {
        "SLOFastBurnAlarm": False,
        "SLOSlowBurnAlarm": True,
        "UsersAffectedAlarm": False,
        "GroupAlarm": True,
        "ApplicationErrorsAlarm": True,
    }
    users = found["UsersAffectedAlarm"]["rule"]["Fn::Sub"]
    assert users.startswith('ALARM("${LoadBalancer5XXAlarm}") OR ALARM("${Target5XXAlarm}")')
    assert users.endswith(' OR ALARM("${SLOFastBurnAlarm}")')
    assert found["SLOFastBurnAlarm"]["rule"]["Fn::Sub"] == (
        '(ALARM("${SLOAvailabilityFastLongAlarm}") AND ALARM("${SLOAvailabilityFastShortAlarm}"))'
    )


def test_what_rolls_a_deployment_back() -> None:
    own = [{"Ref": f"{name}Alarm"} for name in ("LoadBalancer5XX", "Target5XX", "Latency")]
    assert derived({})["rollback_alarms"] == own
    assert derived({"alarms": {"latency": OFF}})["rollback_alarms"] == own[:2]
    burns = derived({"slo": {"availability": 99.9}})["rollback_alarms"]
    assert burns == [*own, {"Ref": "SLOFastBurnAlarm"}]


@pytest.mark.parametrize("action", [NIGHT, ONE_AT_LEAST])
def test_an_alarm_that_rolls_a_refresh_back_does_not_name_the_group(action: Data) -> None:
    settings = {"slo": {"availability": 99.9, "latency": {"p99": 1}}}
    scaling = {"scaling": {"schedule": [action, DAY]}, "deployment": {"strategy": "refresh"}}
    resources = render({**settings, **scaling}).resources
    policy = resources["AutoScalingGroup"]["UpdatePolicy"]["AutoScalingInstanceRefresh"]
    to_follow = [each["Ref"] for each in policy["Preferences"]["AlarmSpecification"]["Alarms"]]
    assert len(to_follow) == 4
    followed: set[str] = set()
    while to_follow:
        name = to_follow.pop()
        followed.add(name)
        found = re.findall(r"Ref': '(\w+)'|GetAtt': \['(\w+)'|\$\{(\w+)", str(resources.get(name)))
        to_follow += {next(filter(None, each)) for each in found} - followed
    assert {"LoadBalancer", "LoadBalancer5XXAlarm"} <= followed
    assert "AutoScalingGroup" not in followed


_OTHER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/admin/0123456789abcdef"
_RULE = {"name": "Admin", "priority": 10, "paths": ["/admin"], "target_group": _OTHER}
_SHARED = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/0123/4567"


# HTTPCode_ELB_5XX_Count has no dimension TargetGroup:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
@pytest.mark.parametrize(
    ("alb", "burning"),
    [
        ({"rules": [_RULE]}, False),
        ({"canary": {"target_group": _OTHER}}, False),
        # There the objective is of the target group alone.
        ({"existing": {"listener": _SHARED}}, True),
    ],
)
def test_errors_of_other_stacks_roll_nothing_back(alb: Data, *, burning: bool) -> None:
    own = [{"Ref": "Target5XXAlarm"}, {"Ref": "LatencyAlarm"}]
    burn = [{"Ref": "SLOFastBurnAlarm"}]
    rules = merged({"existing": {}, "canary": {}}, alb)
    assert derived({"alb": rules})["rollback_alarms"] == own
    objectives = {"alb": rules, "slo": {"availability": 99.9, "latency": {"p99": 2}}}
    assert derived(objectives)["rollback_alarms"] == own + (burn if burning else [])
    latency = {"alb": rules, "slo": {"latency": {"p99": 2}}}
    assert derived(latency)["rollback_alarms"] == own + burn


def test_each_alarm_refers_to_a_section_of_the_runbook() -> None:
    logs = {"metric_filters": [{"name": "PaymentFailed", "pattern": "failed"}]}
    found = derived({"logs": logs, "slo": {"availability": 99.9}})["runbook_sections"]
    assert found["LatencyAlarm"] == "latencyalarm"
    assert found["PaymentFailedAlarm"] == "metricfilters"
    assert found["SLOAvailabilityFastLongAlarm"] == "slofastburnalarm"
    assert found["SLOAvailabilitySlowShortAlarm"] == "sloslowburnalarm"


def test_a_group_without_instances_at_night_sleeps() -> None:
    assert derived({"scaling": {"schedule": [NIGHT]}})["sleeps"] is True
    assert derived({"scaling": {"schedule": [ONE_AT_LEAST]}})["sleeps"] is False
