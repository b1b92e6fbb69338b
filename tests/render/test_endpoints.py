"""The endpoints of instances without a way to the Internet, by what a config asks for."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config.schema import fill_defaults
from pipeline.render.endpoints import endpoints
from tests.rendered import SCHEMA, SMALLEST, merged

ALWAYS = ["autoscaling", "cloudformation", "elasticloadbalancing", "logs"]
IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop"
OFF = {
    "access": {"session_manager": False},
    "alarms": {"memory": {"enabled": False}, "disk": {"enabled": False}},
}


@pytest.mark.parametrize(
    ("change", "more"),
    [
        ({}, []),
        ({"access": {"session_manager": True}}, ["ssm", "ssmmessages"]),
        ({"application": {"parameters": {"A": "/a"}}}, ["ssm"]),
        ({"application": {"secrets": {"A": "shop"}}}, ["secretsmanager"]),
        (
            {"application": {"container": {"image": "example.com/a", "credentials": "registry"}}},
            ["secretsmanager"],
        ),
        ({"application": {"container": {"image": "example.com/a"}}}, []),
        ({"application": {"container": {"image": IMAGE}}}, ["ecr.api", "ecr.dkr"]),
        ({"alarms": {"memory": {"enabled": True}}}, ["monitoring"]),
        ({"network": {"more_endpoints": ["sqs", "s3", "dynamodb"]}}, ["sqs"]),
        ({"network": {"endpoints": False, "more_endpoints": ["sqs"]}}, None),
    ],
)
def test_endpoints(change: dict[str, Any], more: list[str] | None) -> None:
    base = merged(SMALLEST, {"network": {"vpc": "create", "endpoints": True}, **OFF})
    found = endpoints(fill_defaults(SCHEMA, merged(base, change)))["endpoints"]
    expected = [] if more is None else sorted([*ALWAYS, *more])
    assert sorted(map(str, found.values())) == expected
