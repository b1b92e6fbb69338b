"""What follows of an update: each note of small templates, and whether it interrupts clients."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.changes import compare
from pipeline.review.consequences import consequences
from pipeline.review.refusals import refusals
from pipeline.review.update import Update
from tests.rendered import read_cases
from tests.review.support import DATA

Data = dict[str, Any]
CASES: list[Data] = read_cases(DATA / "update_notes.yml")
BALANCING = "AWS::ElasticLoadBalancingV2::"
TYPES = {
    "Acl": "AWS::WAFv2::WebACL",
    "Action": "AWS::AutoScaling::ScheduledAction",
    "Address": "AWS::EC2::EIP",
    "Association": "AWS::EC2::SubnetRouteTableAssociation",
    "Balancer": f"{BALANCING}LoadBalancer",
    "Bucket": "AWS::S3::Bucket",
    "Database": "AWS::RDS::DBInstance",
    "Front": "AWS::EC2::SecurityGroup",
    "Gateway": "AWS::EC2::NatGateway",
    "Group": "AWS::AutoScaling::AutoScalingGroup",
    "Launch": "AWS::EC2::LaunchTemplate",
    "Listener": f"{BALANCING}Listener",
    "Log": "AWS::Logs::LogGroup",
    "Mail": "AWS::SNS::Subscription",
    "MaintenanceListenerRule": f"{BALANCING}ListenerRule",
    "Outlet": "AWS::EC2::SecurityGroupEgress",
    "Policy": "AWS::IAM::Policy",
    "Profile": "AWS::IAM::InstanceProfile",
    "Queue": "AWS::SQS::Queue",
    "Record": "AWS::Route53::RecordSet",
    "Role": "AWS::IAM::Role",
    "Route": "AWS::EC2::Route",
    "Rule": f"{BALANCING}ListenerRule",
    "Subnets": "AWS::RDS::DBSubnetGroup",
    "Table": "AWS::DynamoDB::Table",
    "Target": f"{BALANCING}TargetGroup",
}
ATTRIBUTES = ("Condition", "DependsOn", "UpdatePolicy", "UpdateReplacePolicy")


def resource(name: str, words: Data) -> Data:
    """Return a resource of the type that its name says, from its properties and attributes."""
    attributes = {key: each for key, each in words.items() if key in ATTRIBUTES}
    properties = {key: each for key, each in words.items() if key not in ATTRIBUTES}
    return {"Type": TYPES[name.rstrip("0123456789")], "Properties": properties, **attributes}


def template(case: Data, side: str) -> Data:
    resources = {name: resource(name, words) for name, words in case[side].items()}
    return {"Resources": resources, "Parameters": case.get("parameters", {})}


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["says"])[:60] or "nothing")
def test_all_that_follows(case: Data) -> None:
    old, new = template(case, "before"), template(case, "after")
    update = Update(old, new, compare(old, new, "eu-west-1"))
    notes = [*consequences(update), *refusals(update)]
    assert case["says"] == [
        f"{each.resource}: {each.text}{' (interrupts)' if each.interrupts else ''}"
        for each in notes
    ]
