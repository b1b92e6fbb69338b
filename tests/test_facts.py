"""What holds for every stack, as AWS's pages and the house rules have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.paths import KeyPath, walk
from tests.rendered import Data, Stack, statements
from tests.test_examples import NAMES, stacks

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch-logs-data-protection-policies.html
VERSIONS = {"2012-10-17", "2021-06-01"}
OUTPUTS: dict[str, Any] = {
    "AutoScalingGroup": {"Ref": "AutoScalingGroup"},
    "InstanceRole": {"Fn::GetAtt": ["InstanceRole", "Arn"]},
    "InstanceSecurityGroup": {"Ref": "InstanceSecurityGroup"},
    "LogGroup": {"Ref": "LogGroup"},
    "SystemLogGroup": {"Ref": "SystemLogGroup"},
}
OF_LOAD_BALANCER: dict[str, Any] = {
    "CanonicalHostedZoneID": {"Fn::GetAtt": ["LoadBalancer", "CanonicalHostedZoneID"]},
    "DNSName": {"Fn::GetAtt": ["LoadBalancer", "DNSName"]},
    "LoadBalancerSecurityGroup": {"Ref": "LoadBalancerSecurityGroup"},
}
# What a service does for any customer, unless a policy names the account it does it for.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
ACCOUNT = {"aws:SourceAccount", "kms:EncryptionContext:aws:logs:arn", "aws:SourceArn"}


@pytest.fixture(params=NAMES)
def rendered(request: pytest.FixtureRequest) -> Stack:
    return stacks()[request.param]


def _policies(data: Any) -> Iterator[tuple[KeyPath, Data]]:
    for path, value in walk(data):
        if isinstance(value, dict) and isinstance(value.get("Statement"), list):
            yield path, value


def test_the_template_and_its_policies_have_their_versions(rendered: Stack) -> None:
    assert rendered.data["AWSTemplateFormatVersion"] == "2010-09-09"
    for path, policy in _policies(rendered.data):
        assert policy["Version"] in VERSIONS, path


def test_what_other_stacks_import_is_exported(rendered: Stack) -> None:
    outputs, of_load_balancer = rendered.data["Outputs"], "LoadBalancer" in rendered.resources
    for name, output in outputs.items():
        assert re.fullmatch(r"[A-Z].*\.", output["Description"]), name
    policy = rendered.resources["AutoScalingGroup"]["UpdatePolicy"]
    if not rendered.settings["exports"]:
        assert not [name for name, each in outputs.items() if "Export" in each]
        return
    for name, value in {**OUTPUTS, **(OF_LOAD_BALANCER if of_load_balancer else {})}.items():
        if name == "AutoScalingGroup" and "AutoScalingReplacingUpdate" in policy:
            continue  # an update replaces the group, which an export would forbid
        assert outputs[name]["Value"] == value
        assert outputs[name]["Export"]["Name"] == {"Fn::Sub": f"${{AWS::StackName}}-{name}"}
    if "AlertTopic" in rendered.resources:
        assert outputs["AlertTopic"]["Value"] == {"Ref": "AlertTopic"}
        assert outputs["AlertTopic"]["Export"]["Name"] == {
            "Fn::Sub": "${AWS::StackName}-AlertTopic"
        }


def test_a_parameter_is_explained_and_shown_in_a_group(rendered: Stack) -> None:
    parameters = rendered.data.get("Parameters", {})
    interface = rendered.data.get("Metadata", {}).get("AWS::CloudFormation::Interface", {})
    groups = interface.get("ParameterGroups", [])
    for name, parameter in parameters.items():
        assert parameter["Description"], name
        if name in ("KeyName", "ParentSSHBastionStack"):
            assert parameter["Default"] == ""
        if name.endswith("Stack"):
            pattern = parameter["AllowedPattern"]
            assert re.fullmatch(pattern, "network-prod")
            assert not re.fullmatch(pattern, "0_x")
    # Groups of one parameter each are left out.
    shown = {name for group in groups for name in group["Parameters"]}
    assert shown == (set(parameters) if groups else set())
    assert not groups or max(len(group["Parameters"]) for group in groups) > 1
    assert all(group["Label"]["default"] for group in groups)


def test_a_service_that_a_policy_allows_acts_for_this_account(rendered: Stack) -> None:
    for id_, resource in rendered.resources.items():
        if resource["Type"] == "AWS::IAM::Role":
            continue  # which the service assumes in its own account
        for each in statements(resource):
            services = each.get("Principal", {})
            if each["Effect"] != "Allow" or "Service" not in services:
                continue
            found = {key for test in each.get("Condition", {}).values() for key in test}
            resources = str(each["Resource"])
            assert found & ACCOUNT or "AWS::AccountId" in resources, f"{id_}: {each.get('Sid')}"


def test_a_policy_of_a_topic_or_a_bucket_is_for_it(rendered: Stack) -> None:
    for policy in rendered.of_type("AWS::SNS::TopicPolicy").values():
        resources = [each["Resource"] for each in statements(policy)]
        assert policy["Topics"] == resources
    for policy in rendered.of_type("AWS::S3::BucketPolicy").values():
        [denied] = [each for each in statements(policy) if each["Effect"] == "Deny"]
        bucket = policy["Bucket"]["Ref"]
        arn = [{"Fn::GetAtt": [bucket, "Arn"]}, {"Fn::Sub": f"${{{bucket}.Arn}}/*"}]
        assert denied["Resource"] == arn
        assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_files_and_commands_of_cfn_init_are_whole(rendered: Stack) -> None:
    init = rendered.resources["LaunchTemplate"]["Metadata"]["AWS::CloudFormation::Init"]
    for name, config in init.items():
        if name == "configSets":
            continue
        for path, file in config.get("files", {}).items():
            assert file["content"], path
            assert re.fullmatch("000[67][04][04]", file["mode"]), path
        for command in config.get("commands", {}).values():
            assert command["command"]
    agent = init["logging"]["commands"]["agent"]["command"]
    assert "fetch-config" in agent
    assert "logrotate" in init["logging"]["commands"]["rotation"]["command"]


def test_the_instances_have_the_profile_and_listeners_their_protocols(rendered: Stack) -> None:
    launch = rendered.resources["LaunchTemplate"]["Properties"]["LaunchTemplateData"]
    assert launch["IamInstanceProfile"]["Arn"] == {"Fn::GetAtt": ["InstanceProfile", "Arn"]}
    for group in rendered.of_type("AWS::ElasticLoadBalancingV2::TargetGroup").values():
        assert group["TargetType"] == "instance"
    for listener in rendered.of_type("AWS::ElasticLoadBalancingV2::Listener").values():
        assert listener["Protocol"] == ("HTTPS" if listener["Port"] == 443 else "HTTP")
        for attribute in listener.get("ListenerAttributes", []):
            assert set(attribute) == {"Key", "Value"}


def test_what_an_own_key_encrypts_names_it(rendered: Stack) -> None:
    if "Key" not in rendered.resources:
        return
    key = {"Fn::GetAtt": ["Key", "Arn"]}
    for name in ("LogGroup", "SystemLogGroup"):
        assert rendered.resources[name]["Properties"]["KmsKeyId"] == key


def test_managed_rules_of_a_web_acl_decide_themselves(rendered: Stack) -> None:
    for acl in rendered.of_type("AWS::WAFv2::WebACL").values():
        for rule in acl["Rules"]:
            if "ManagedRuleGroupStatement" in rule["Statement"]:
                assert rule["OverrideAction"] in ({"None": {}}, {"Count": {}})


def test_data_protection_masks_and_audits_the_same(rendered: Stack) -> None:
    for group in rendered.of_type("AWS::Logs::LogGroup").values():
        if "DataProtectionPolicy" in group:
            audit, mask = group["DataProtectionPolicy"]["Statement"]
            assert audit["DataIdentifier"] == mask["DataIdentifier"]
            assert audit["Operation"] == {"Audit": {"FindingsDestination": {}}}
            assert mask["Operation"] == {"Deidentify": {"MaskConfig": {}}}


def test_buckets_have_no_lists_of_access_and_end_what_was_never_uploaded(rendered: Stack) -> None:
    for bucket in rendered.of_type("AWS::S3::Bucket").values():
        rules = bucket["OwnershipControls"]["Rules"]
        assert rules == [{"ObjectOwnership": "BucketOwnerEnforced"}]
        [rule] = bucket["LifecycleConfiguration"]["Rules"]
        assert rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] > 0


def test_services_start_now_and_with_the_instance(rendered: Stack) -> None:
    init = rendered.resources["LaunchTemplate"]["Metadata"]["AWS::CloudFormation::Init"]
    for name, service in init["logging"]["services"]["systemd"].items():
        assert service == {"enabled": True, "ensureRunning": True}, name


def test_a_listener_is_there_before_another_one_redirects_to_it(rendered: Stack) -> None:
    """CloudFormation updates in parallel what does not depend on each other.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html
    """
    type_ = "AWS::ElasticLoadBalancingV2::Listener"
    listeners = {name: each for name, each in rendered.resources.items() if each["Type"] == type_}
    ports = {str(each["Properties"]["Port"]): name for name, each in listeners.items()}
    for listener in listeners.values():
        for action in listener["Properties"]["DefaultActions"]:
            if port := action.get("RedirectConfig", {}).get("Port"):
                assert listener.get("DependsOn") == ports[port]
