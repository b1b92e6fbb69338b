"""What the pages of Auto Scaling, CloudWatch, SNS and VPC ask of every stack."""

from __future__ import annotations

import re

import pytest

from tests.rendered import Stack
from tests.test_examples import NAMES, stacks


@pytest.fixture(params=NAMES)
def rendered(request: pytest.FixtureRequest) -> Stack:
    return stacks()[request.param]


def test_a_refresh_replaces_every_instance_that_is_of_an_old_version(rendered: Stack) -> None:
    policy = rendered.resources["AutoScalingGroup"].get("UpdatePolicy", {})
    if "AutoScalingInstanceRefresh" not in policy:
        return
    # By default it waits an hour for protected instances and for those in standby, and fails:
    # https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
    preferences = policy["AutoScalingInstanceRefresh"]["Preferences"]
    assert preferences["ScaleInProtectedInstances"] == "Refresh"
    assert preferences["StandbyInstances"] == "Terminate"
    assert preferences["SkipMatching"] is True
    assert preferences["InstanceWarmup"] == rendered.settings["fleet"]["warmup"]
    assert preferences["MinHealthyPercentage"] == 100


def test_a_message_of_an_alarm_says_what_its_number_is(rendered: Stack) -> None:
    # Else it names the expression's id:
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
    for id_, alarm in rendered.of_type("AWS::CloudWatch::Alarm").items():
        returned = [each for each in alarm.get("Metrics", []) if each.get("ReturnData", True)]
        # The other of two is a band, which a message shows as such.
        if "AlarmActions" in alarm and len(returned) == 1 and "Expression" in returned[0]:
            assert any(each.get("Label") for each in returned), id_


def test_a_subscription_is_filtered_by_what_the_message_says(rendered: Stack) -> None:
    # A message of CloudWatch has no attributes, by which SNS filters otherwise:
    # https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html
    for id_, subscription in rendered.of_type("AWS::SNS::Subscription").items():
        if "FilterPolicy" in subscription:
            assert subscription["FilterPolicyScope"] == "MessageBody", id_


def test_all_is_in_one_network(rendered: Stack) -> None:
    # Without a VPC, a security group or target group is in the account's default one.
    groups = {
        **rendered.of_type("AWS::EC2::SecurityGroup"),
        **rendered.of_type("AWS::ElasticLoadBalancingV2::TargetGroup"),
        **rendered.of_type("AWS::EC2::VPCEndpoint"),
    }
    assert len({str(each["VpcId"]) for each in groups.values()}) == 1


def test_a_rule_of_a_security_group_is_for_one_port_of_tcp(rendered: Stack) -> None:
    for id_, group in rendered.of_type("AWS::EC2::SecurityGroup").items():
        rules = [*group.get("SecurityGroupIngress", []), *group.get("SecurityGroupEgress", [])]
        for each in rules:
            rule = each["Fn::If"][1] if "Fn::If" in each else each
            assert re.fullmatch("[ -~]+", rule["Description"]), id_
            assert rule["IpProtocol"] == "tcp", id_
            assert rule["FromPort"] == rule["ToPort"], id_
            peers = [name for name in rule if re.search("CidrIp|SecurityGroupId|PrefixList", name)]
            assert len(peers) == 1, id_
