"""Rollback triggers: alarms that roll back an update of the stack."""

from __future__ import annotations

import json
from typing import Any

_MOST = 5


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
