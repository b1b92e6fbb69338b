"""config/examples/article.yml renders the published article's stack, row by row."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.rendered import Data, as_text, holds, render, render_file, statements, user_data
from tests.support import ROOT

IMPORTED_VPC = {"Fn::ImportValue": {"Fn::Sub": "${ParentVPCStack}-VPC"}}


@pytest.fixture
def article() -> Data:
    path = ROOT / "config" / "examples" / "article.yml"
    if not path.exists():
        pytest.skip("config/examples/ is not in this clone any more")
    return render_file(path).data


def imported(name: str) -> Data:
    return {"Fn::ImportValue": {"Fn::Sub": f"${{ParentVPCStack}}-{name}"}}


def resource(data: Data, id_: str, type_: str) -> Data:
    found: Data = data["Resources"][id_]
    assert found["Type"] == type_
    return found


def properties(data: Data, id_: str, type_: str) -> Data:
    found: Data = resource(data, id_, type_)["Properties"]
    return found


def alarm(data: Data, id_: str) -> Data:
    return properties(data, id_, "AWS::CloudWatch::Alarm")


def ingress(data: Data, id_: str) -> list[Any]:
    rules: list[Any] = properties(data, id_, "AWS::EC2::SecurityGroup")["SecurityGroupIngress"]
    return rules


def test_1_a_load_balancer_in_the_public_subnets_checks_the_targets_on_port_3000(
    article: Data,
) -> None:
    world = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}
    assert holds([world], ingress(article, "LoadBalancerSecurityGroup"))

    elb = "AWS::ElasticLoadBalancingV2"
    balancer = properties(article, "LoadBalancer", f"{elb}::LoadBalancer")
    assert (balancer["Type"], balancer["Scheme"]) == ("application", "internet-facing")
    assert balancer["Subnets"] == [imported("SubnetAPublic"), imported("SubnetBPublic")]
    assert balancer["SecurityGroups"] == [{"Ref": "LoadBalancerSecurityGroup"}]

    group = properties(article, "TargetGroup", f"{elb}::TargetGroup")
    assert (group["Protocol"], group["Port"], group["VpcId"]) == ("HTTP", 3000, IMPORTED_VPC)
    assert group["HealthCheckPath"] == "/health"
    assert group["HealthCheckTimeoutSeconds"] < group["HealthCheckIntervalSeconds"]

    listener = properties(article, "HttpListener", f"{elb}::Listener")
    assert listener["Port"] == 80
    forward = {"Type": "forward", "TargetGroupArn": {"Ref": "TargetGroup"}}
    assert holds([forward], listener["DefaultActions"])


def _actions(article: Data, id_: str) -> Any:
    """Return what happens in an alarm: its own actions, or those of its composite alarm."""
    found = alarm(article, id_)
    if "AlarmActions" in found:
        return found["AlarmActions"]
    kind = "AWS::CloudWatch::CompositeAlarm"
    composites = [each for each in article["Resources"].values() if each["Type"] == kind]
    [actions] = [
        each["Properties"]["AlarmActions"]
        for each in composites
        if f"${{{id_}}}" in as_text(each["Properties"]["AlarmRule"])
    ]
    return actions


def test_2_alarms_on_5xx_reach_the_administrator_by_email(article: Data) -> None:
    assert article["Parameters"]["AdminEmail"]["Type"] == "String"
    properties(article, "AlertTopic", "AWS::SNS::Topic")
    subscription = properties(article, "AlertTopicEmailSubscription", "AWS::SNS::Subscription")
    wanted = {
        "TopicArn": {"Ref": "AlertTopic"},
        "Protocol": "email",
        "Endpoint": {"Ref": "AdminEmail"},
    }
    assert holds(wanted, subscription)
    metrics = {
        "LoadBalancer5XXAlarm": "HTTPCode_ELB_5XX_Count",
        "Target5XXAlarm": "HTTPCode_Target_5XX_Count",
    }
    for id_, name in metrics.items():
        found = alarm(article, id_)
        metric = {"Namespace": "AWS/ApplicationELB", "MetricName": name}
        assert holds([{"MetricStat": {"Metric": metric}}], found["Metrics"])
        assert _actions(article, id_) == [{"Ref": "AlertTopic"}]
        assert found["TreatMissingData"] == "notBreaching"


def test_3_parameters_and_conditions_are_the_articles(article: Data) -> None:
    parameters = article["Parameters"]
    assert set(parameters) == {
        "ParentVPCStack", "ParentSSHBastionStack", "KeyName", "InstanceType", "ImageId",
        "LogsRetentionInDays", "AdminEmail",
    }  # fmt: skip
    assert "Image::Id" in parameters["ImageId"]["Type"]
    assert all(each["Description"] for each in parameters.values())
    no_bastion = {"Fn::Equals": [{"Ref": "ParentSSHBastionStack"}, ""]}
    assert article["Conditions"] == {
        "HasKeyName": {"Fn::Not": [{"Fn::Equals": [{"Ref": "KeyName"}, ""]}]},
        "HasSSHBastionSecurityGroup": {"Fn::Not": [no_bastion]},
        "HasNotSSHBastionSecurityGroup": no_bastion,
    }
    group = properties(article, "AutoScalingGroup", "AWS::AutoScaling::AutoScalingGroup")
    private = [imported("SubnetAPrivate"), imported("SubnetBPrivate")]
    assert group["VPCZoneIdentifier"] == private
    launch = properties(article, "LaunchTemplate", "AWS::EC2::LaunchTemplate")["LaunchTemplateData"]
    no_value = {"Ref": "AWS::NoValue"}
    assert launch["KeyName"] == {"Fn::If": ["HasKeyName", {"Ref": "KeyName"}, no_value]}
    assert launch["InstanceType"] == {"Ref": "InstanceType"}
    assert launch["ImageId"] == {"Ref": "ImageId"}


def test_4_instances_admit_the_load_balancer_and_the_bastion_only(article: Data) -> None:
    application, ssh = ingress(article, "InstanceSecurityGroup")
    assert (application["FromPort"], application["ToPort"]) == (3000, 3000)
    from_balancer = {"Fn::GetAtt": ["LoadBalancerSecurityGroup", "GroupId"]}
    assert application["SourceSecurityGroupId"] == from_balancer
    condition, rule, otherwise = ssh["Fn::If"]
    assert condition == "HasSSHBastionSecurityGroup"
    assert (rule["FromPort"], rule["ToPort"]) == (22, 22)
    bastion = {"Fn::ImportValue": {"Fn::Sub": "${ParentSSHBastionStack}-SecurityGroup"}}
    assert rule["SourceSecurityGroupId"] == bastion
    assert otherwise == {"Ref": "AWS::NoValue"}


def test_4_ssh_from_the_world_is_there_only_when_asked_for() -> None:
    public: Data = {"network": {"instance_subnets": "public"}}
    asked = render({**public, "access": {"ssh_from_world": True}}).data
    [rule] = [each["Fn::If"] for each in ingress(asked, "InstanceSecurityGroup")[2:]]
    assert rule[0] == "HasNotSSHBastionSecurityGroup"
    assert holds({"FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}, rule[1])

    by_default = render(public).data
    assert "0.0.0.0/0" not in as_text(ingress(by_default, "InstanceSecurityGroup"))


def test_5_two_to_four_instances_are_replaced_one_by_one_when_they_say_so(article: Data) -> None:
    group = resource(article, "AutoScalingGroup", "AWS::AutoScaling::AutoScalingGroup")
    found = group["Properties"]
    assert (found["MinSize"], found["MaxSize"]) == ("2", "4")
    assert "DesiredCapacity" not in found
    assert len(found["VPCZoneIdentifier"]) == 2
    assert found["HealthCheckType"] == "ELB"
    assert found["TargetGroupARNs"] == [{"Ref": "TargetGroup"}]
    signals = group["CreationPolicy"]["ResourceSignal"]
    assert signals == {"Count": 2, "Timeout": "PT15M"}
    [hook] = found["LifecycleHookSpecificationList"]
    assert hook == {
        "LifecycleHookName": "ready",
        "LifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING",
        "HeartbeatTimeout": 15 * 60,
        "DefaultResult": "ABANDON",
    }
    assert found["HealthCheckGracePeriod"] == 60
    update = group["UpdatePolicy"]["AutoScalingRollingUpdate"]
    wanted = {"MinInstancesInService": 2, "WaitOnResourceSignals": True, "PauseTime": "PT15M"}
    assert holds(wanted, update)
    assert group["DependsOn"] == ["HttpListener"]


def test_6_the_role_may_deliver_logs_to_the_log_groups_and_nothing_more(article: Data) -> None:
    group = properties(article, "LogGroup", "AWS::Logs::LogGroup")
    assert group["RetentionInDays"] == {"Ref": "LogsRetentionInDays"}
    profile = properties(article, "InstanceProfile", "AWS::IAM::InstanceProfile")
    assert profile["Roles"] == [{"Ref": "InstanceRole"}]
    role = properties(article, "InstanceRole", "AWS::IAM::Role")
    assert "ManagedPolicyArns" not in role
    logging = [each for each in statements(role) if "logs:" in as_text(each["Action"])]
    [statement] = logging
    names = ("LogGroup", "SystemLogGroup")
    assert statement["Resource"] == [{"Fn::GetAtt": [name, "Arn"]} for name in names]
    assert set(statement["Action"]) == {
        "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents",
    }  # fmt: skip


def test_7_user_data_runs_cfn_init_and_signals_the_group(article: Data) -> None:
    script = user_data(article)
    assert script.startswith("#!/bin/bash\n")
    assert "cfn-init --stack" in script
    assert "--resource LaunchTemplate" in script
    assert "--resource AutoScalingGroup" in script
    assert "trap " in script
    assert script.index("describe-target-health") < script.rindex("signal 0")
    group = article["Resources"]["AutoScalingGroup"]["Properties"]["LaunchTemplate"]
    assert group["Version"] == {"Fn::GetAtt": ["LaunchTemplate", "LatestVersionNumber"]}


def test_7_cfn_init_installs_the_agent_and_starts_the_application(article: Data) -> None:
    metadata = resource(article, "LaunchTemplate", "AWS::EC2::LaunchTemplate")["Metadata"]
    init = metadata["AWS::CloudFormation::Init"]
    sets = init["configSets"]
    assert {*sets["prepare"], *sets["start"]} == set(init) - {"configSets"}
    assert "amazon-cloudwatch-agent" in init["logging"]["packages"]["yum"]
    services = {**init["logging"]["services"]["systemd"]}
    services.update(init["application"]["services"]["systemd"])
    for name in ("amazon-cloudwatch-agent", "application"):
        assert holds({"enabled": True, "ensureRunning": True}, services[name])
    unit = init["application"]["files"]["/etc/systemd/system/application.service"]["content"]
    assert "ExecStart=/opt/application/start" in unit
    assert "PORT=3000" in init["application"]["files"]["/etc/application.env"]["content"]


def test_7_the_agent_is_given_valid_json_and_reads_the_journal(article: Data) -> None:
    metadata = article["Resources"]["LaunchTemplate"]["Metadata"]["AWS::CloudFormation::Init"]
    name = "/opt/aws/amazon-cloudwatch-agent/etc/stack.json"
    content = metadata["logging"]["files"][name]["content"]
    assert set(content) == {"Fn::Sub"}  # a map would reach the agent with numbers as strings
    agent = json.loads(content["Fn::Sub"])
    files = agent["logs"]["logs_collected"]["files"]["collect_list"]
    assert {"/var/log/messages", "/var/log/application.log"} <= {
        each["file_path"] for each in files
    }
    groups = {each["file_path"]: each["log_group_name"] for each in files}
    assert groups.pop("/var/log/application.log") == "${LogGroup}"
    assert set(groups.values()) == {"${SystemLogGroup}"}
    assert len({each["log_stream_name"] for each in files}) == len(files)
    assert agent["metrics"]["metrics_collected"]["disk"]["drop_device"] is True


def test_7_a_changed_init_changes_the_user_data_and_nothing_else() -> None:
    one = render({"application": {"environment": {"LOG_LEVEL": "info"}}}).data["Resources"]
    two = render({"application": {"environment": {"LOG_LEVEL": "debug"}}}).data["Resources"]
    assert {id_ for id_ in one if one[id_] != two[id_]} == {"LaunchTemplate"}
    scripts = [user_data({"Resources": each}).split("\n") for each in (one, two)]
    [change] = [pair for pair in zip(*scripts, strict=True) if pair[0] != pair[1]]
    assert re.match("# Metadata [0-9a-f]{16};", change[0])
    launches = [each["LaunchTemplate"]["Properties"]["LaunchTemplateData"] for each in (one, two)]
    assert {key for key in launches[0] if launches[0][key] != launches[1][key]} == {"UserData"}


def test_8_the_fleet_grows_by_a_quarter_and_shrinks_by_one(article: Data) -> None:
    kind = "AWS::AutoScaling::ScalingPolicy"
    for id_, change, cooldown in (("ScaleOutPolicy", 25, "600"), ("ScaleInPolicy", -25, "900")):
        policy = properties(article, id_, kind)
        assert policy["AdjustmentType"] == "PercentChangeInCapacity"
        assert (policy["ScalingAdjustment"], policy["MinAdjustmentMagnitude"]) == (change, 1)
        assert policy["Cooldown"] == cooldown
    wanted = {
        "ScaleOutAlarm": (1, "GreaterThanThreshold", 70, "ScaleOutPolicy"),
        "ScaleInAlarm": (3, "LessThanThreshold", 30, "ScaleInPolicy"),
        "CPUHighAlarm": (1, "GreaterThanThreshold", 85, "AlertTopic"),
    }
    for id_, (periods, comparison, threshold, action) in wanted.items():
        found = alarm(article, id_)
        assert (found["Namespace"], found["MetricName"]) == ("AWS/EC2", "CPUUtilization")
        assert (found["Period"], found["EvaluationPeriods"]) == (300, periods)
        assert (found["ComparisonOperator"], found["Threshold"]) == (comparison, threshold)
        assert _actions(article, id_) == [{"Ref": action}]


def test_8_the_word_error_in_the_log_is_counted_and_alerts(article: Data) -> None:
    counted = properties(article, "LogErrorsMetricFilter", "AWS::Logs::MetricFilter")
    assert counted["FilterPattern"] == "Error"
    assert counted["LogGroupName"] == {"Ref": "LogGroup"}
    [metric] = counted["MetricTransformations"]
    found = alarm(article, "LogErrorsAlarm")
    assert found["Namespace"] == metric["MetricNamespace"]
    assert found["MetricName"] == metric["MetricName"]
    assert (found["Threshold"], metric["DefaultValue"]) == (0, 0)


def test_9_the_name_and_the_url_are_exported_by_the_stacks_name(article: Data) -> None:
    outputs = article["Outputs"]
    assert outputs["DNSName"]["Value"] == {"Fn::GetAtt": ["LoadBalancer", "DNSName"]}
    assert outputs["URL"]["Value"] == {"Fn::Sub": "http://${LoadBalancer.DNSName}"}
    for name in ("DNSName", "URL"):
        assert outputs[name]["Export"]["Name"] == {"Fn::Sub": f"${{AWS::StackName}}-{name}"}


def test_the_application_arrives_in_an_image(article: Data) -> None:
    assert "ApplicationVersion" not in article["Parameters"]
    assert "s3://" not in user_data(article)


def test_the_application_arrives_from_s3_by_version() -> None:
    artifact = {"bucket": "example-releases", "prefix": "shop/", "version": "1.0.0"}
    data = render({"application": {"artifact": artifact}}).data
    script = user_data(data)
    assert "s3://example-releases/shop/1.0.0.tar.gz" in script
    assert script.index("aws s3 cp") < script.rindex("initialise start")
    [fetch] = [each for each in statements(data) if "s3:" in as_text(each["Action"])]
    assert fetch["Action"] == "s3:GetObject"
    assert fetch["Resource"] == {"Fn::Sub": "arn:${AWS::Partition}:s3:::example-releases/shop/*"}


def test_parameters_take_what_the_settings_take(article: Data) -> None:
    def schema(section: str) -> Data:
        found: Data = json.loads((ROOT / "schema" / f"{section}.schema.json").read_text("utf-8"))
        return found

    parameters = article["Parameters"]
    days = schema("logs")["properties"]["retention_days"]["enum"]
    assert parameters["LogsRetentionInDays"]["AllowedValues"] == days
    pattern = schema("alerts")["definitions"]["email"]["pattern"]
    assert f"^{parameters['AdminEmail']['AllowedPattern']}$" == pattern
