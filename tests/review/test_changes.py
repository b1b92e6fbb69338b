"""Changes that rest on the value of a parameter, which may be another than its default."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.changes import compare
from pipeline.review.effects import Effect

GROUP = "AWS::AutoScaling::AutoScalingGroup"
ROLLING = {"AutoScalingRollingUpdate": {"MaxBatchSize": 1}}
SAME = "only where the stack's parameter has another value than its default"


def _template(type_: str, value: Any, key: str, default: str = "a") -> dict[str, Any]:
    resource = {"Type": type_, "Properties": {key: value}, "UpdatePolicy": ROLLING}
    parameters = {"P": {"Type": "String", "Default": default}}
    return {"Parameters": parameters, "Resources": {"R": resource}}


@pytest.mark.parametrize(
    ("type_", "key", "before", "after", "effect", "is_certain"),
    [
        # The parameter's default is the value before: CloudFormation finds no change.
        ("AWS::SNS::Topic", "TopicName", "a", {"Ref": "P"}, Effect.MAY_REPLACE, False),
        ("AWS::SNS::Topic", "DisplayName", "a", {"Ref": "P"}, Effect.NONE, False),
        (GROUP, "LaunchConfigurationName", "a", {"Ref": "P"}, Effect.NONE, False),
        (GROUP, "VPCZoneIdentifier", ["a", "c"], [{"Ref": "P"}, "c"], Effect.NONE, False),
        # With another default it is one, and so is another item of the same list.
        ("AWS::SNS::Topic", "TopicName", "b", {"Ref": "P"}, Effect.REPLACE, True),
        (GROUP, "LaunchConfigurationName", "b", {"Ref": "P"}, Effect.ROLL, True),
        (GROUP, "VPCZoneIdentifier", ["b", "c"], [{"Ref": "P"}, "c"], Effect.ROLL, True),
        (GROUP, "VPCZoneIdentifier", ["a", "c"], [{"Ref": "P"}, "d"], Effect.ROLL, True),
    ],
)
def test_a_value_that_becomes_a_parameters(
    type_: str, key: str, before: Any, after: Any, effect: Effect, is_certain: bool
) -> None:
    [change] = compare(_template(type_, before, key), _template(type_, after, key), "eu-west-1")
    found = {(each.effect, each.reason != SAME) for each in change.properties}
    assert found == {(effect, is_certain)}
