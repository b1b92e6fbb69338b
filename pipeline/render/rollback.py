"""Rollback triggers: alarms that roll back an update of the stack."""

from __future__ import annotations

import json
from typing import Any

from pipeline.config.settings_function import Values
from pipeline.render.alarm_table import FAST_BURN
from pipeline.render.load_balancer import has_other_targets

_MOST = 5


def of_this_stack(alarms: list[str], values: Values) -> list[str]:
    """Return the alarms that errors of other stacks cannot raise.

    With target groups of other stacks, 5XX of the load balancer may be for their requests: the
    metric has no dimension of a target group.
    """
    if not has_other_targets(values):
        return alarms
    of_balancer = ["LoadBalancer5XXAlarm"]
    if values["slo"]["availability"] is not None and not values["alb"]["existing"]["listener"]:
        of_balancer.append(FAST_BURN)
    return [each for each in alarms if each not in of_balancer]


def rollback_configuration(alarms: list[str], minutes: int | None) -> Any:
    """Return the argument of `--rollback-configuration` as text, empty where there is none.

    The AWS CLI takes JSON, and CloudFormation up to five alarms:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-rollback-triggers.html
    """
    if minutes is None or not alarms:
        return ""
    triggers = [
        {"Arn": f"${{{name}.Arn}}", "Type": f"AWS::CloudWatch::{_type(name)}"}
        for name in alarms[:_MOST]
    ]
    found = {"MonitoringTimeInMinutes": minutes, "RollbackTriggers": triggers}
    return {"Fn::Sub": json.dumps(found)}


def _type(name: str) -> str:
    return "CompositeAlarm" if name.startswith("SLO") else "Alarm"
