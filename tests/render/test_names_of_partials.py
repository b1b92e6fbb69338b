"""Names that partials see: what the agent measures, burn rates, rollback triggers, tags, keys."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.config.schema import fill_defaults
from pipeline.render.agent import agent
from pipeline.render.burn_rates import slo_alarms
from pipeline.render.references import certificate, key, tags
from pipeline.render.rollback import rollback_configuration
from tests.rendered import SCHEMA, SMALLEST, merged

OFF = {"alarms": {"memory": {"enabled": False}, "disk": {"enabled": False}}}
MEM = {"measurement": ["used_percent"]}


def _values(change: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = fill_defaults(SCHEMA, merged(merged(SMALLEST, OFF), change))
    return {**values, "environment_name": "prod"}


def _disk(*mounts: str) -> dict[str, Any]:
    return {**MEM, "resources": ["/", *mounts], "drop_device": True}


def _process(pattern: str) -> dict[str, Any]:
    return {"pattern": pattern, "measurement": ["cpu_usage", "memory_rss"]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {}),
        ({"alarms": {"memory": {"enabled": True}}}, {"mem": MEM}),
        ({"scaling": {"target_tracking": {"memory": 60}}}, {"mem": MEM}),
        ({"alarms": {"disk": {"enabled": True}}}, {"disk": _disk()}),
        ({"metrics": {"per_instance": True}}, {"mem": MEM, "disk": _disk()}),
        (
            {
                "alarms": {"disk": {"enabled": True}},
                "fleet": {"volumes": [{"device": "/dev/sdf", "size_gib": 8, "mount": "/srv"}]},
            },
            {"disk": _disk("/srv")},
        ),
        ({"metrics": {"processes": ["node", "nginx"]}}, {"procstat": ["node", "nginx"]}),
    ],
)
def test_what_the_agent_measures(change: dict[str, Any], expected: dict[str, Any]) -> None:
    if "procstat" in expected:
        expected = {"procstat": list(map(_process, expected["procstat"]))}
    assert agent(_values(change)) == {"agent_metrics": expected}


# The site reliability workbook: 14.4 and 6 times the budget's rate, over an hour and six, with a
# short window of a twelfth.
@pytest.mark.parametrize(
    ("slo", "expected"),
    [
        ({}, {}),
        (
            {"availability": 99.9},
            {
                "SLOAvailabilityFastLongAlarm": (1.44, None),
                "SLOAvailabilityFastShortAlarm": (1.44, None),
                "SLOAvailabilitySlowLongAlarm": (0.6, None),
                "SLOAvailabilitySlowShortAlarm": (0.6, None),
            },
        ),
        (
            {"latency": {"p99": 2}},
            {
                "SLOLatencyFastLongAlarm": (14.4, 2),
                "SLOLatencyFastShortAlarm": (14.4, 2),
                "SLOLatencySlowLongAlarm": (6, 2),
                "SLOLatencySlowShortAlarm": (6, 2),
            },
        ),
        (
            {"availability": 90},
            {
                "SLOAvailabilityFastLongAlarm": (99, None),
                "SLOAvailabilityFastShortAlarm": (99, None),
                "SLOAvailabilitySlowLongAlarm": (60, None),
                "SLOAvailabilitySlowShortAlarm": (60, None),
            },
        ),
    ],
)
def test_burn_rates(slo: dict[str, Any], expected: dict[str, tuple[float, int | None]]) -> None:
    found = slo_alarms(_values({"slo": slo}))
    assert {name: (each["percent"], each["seconds"]) for name, each in found.items()} == expected
    failures = {name: each["failures"] for name, each in found.items()}
    assert all((count == 1) == ("Short" in name) for name, count in failures.items())


@pytest.mark.parametrize(
    ("alarms", "minutes", "types"),
    [
        ([], 5, None),
        (["A"], None, None),
        (["A"], 0, ["A.Arn Alarm"]),
        (["A", "SLOLatency"], 5, ["A.Arn Alarm", "SLOLatency.Arn CompositeAlarm"]),
        (list("ABCDEF"), 5, [f"{name}.Arn Alarm" for name in "ABCDE"]),
    ],
)
def test_rollback_triggers(alarms: list[str], minutes: int | None, types: list[str] | None) -> None:
    """CloudFormation takes up to five."""
    found = rollback_configuration(alarms, minutes)
    if types is None:
        assert found == ""
        return
    data = json.loads(found["Fn::Sub"])
    assert data["MonitoringTimeInMinutes"] == minutes
    triggers = [
        f"{each['Arn'][2:-1]} {each['Type'].rpartition('::')[2]}"
        for each in data["RollbackTriggers"]
    ]
    assert triggers == types


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, {}),
        ({"team": "web"}, {"environment": "prod", "team": "web"}),
        ({"environment": "live"}, {"environment": "live"}),
        ({"Environment": "live"}, {"Environment": "live"}),
    ],
)
def test_tags(own: dict[str, str], expected: dict[str, str]) -> None:
    found = tags(_values({"tags": own}) | {"tags": own})
    assert {each["Key"]: each["Value"] for each in found["tag_list"]} == expected
    assert found["propagated_tag_list"] == [
        {**each, "PropagateAtLaunch": True} for each in found["tag_list"]
    ]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [(None, None), ("create", {"Fn::GetAtt": ["Key", "Arn"]}), ("arn:aws:kms:a", "arn:aws:kms:a")],
)
def test_the_key(setting: Any, expected: Any) -> None:
    assert key({"encryption": {"key": setting}}) == {"key": expected}


@pytest.mark.parametrize(
    ("given", "expected"), [(None, {"Ref": "Certificate"}), ("arn:aws:acm:a", "arn:aws:acm:a")]
)
def test_the_certificate(given: Any, expected: Any) -> None:
    assert certificate({"alb": {"https": {"certificate": given}}}) == {"certificate": expected}
