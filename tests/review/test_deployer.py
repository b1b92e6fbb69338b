"""The printed role: a stack can be deployed with it, and nothing else can be changed."""

from __future__ import annotations

import fnmatch
import functools
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from pipeline.review.changes import compare
from pipeline.review.deployer.additional import additional_permissions
from pipeline.review.deployer.grants import EVERY_HANDLER, unknown_types
from pipeline.review.deployer.iam_actions import action_resources
from pipeline.review.deployer.names import Names
from pipeline.review.deployer.role_template import deployer_statements, deployment_permissions
from pipeline.review.registry import permissions, resource_schema
from pipeline.review.update import Update
from tests.deploy.boots.iam import as_list
from tests.readers import read_1_1
from tests.rendered import (
    ENVIRONMENTS,
    EXAMPLES,
    Data,
    Stack,
    as_text,
    maximal,
    merged,
    read_cases,
    render,
    render_file,
)
from tests.review.deployer_role import STACK_NAME, DeployerRole, context_of, filled, physical_name
from tests.review.support import DATA
from tests.review.support import render as rendered
from tests.support import ROOT, Folder

FACTS: Data = read_cases(DATA / "deployer.yml")
RESOURCES: dict[str, list[Any]] = FACTS["resources"]
FILES = sorted((ROOT / "tests" / "capabilities").glob("*.yml"))
SHIPPED = [*map(render_file, [*ENVIRONMENTS, *EXAMPLES]), *maximal()]


class Existing(NamedTuple):
    """A resource with a name: its kind to IAM, and its ARNs."""

    kind: str
    arns: list[str]


def _existing(data: Data, stack_name: str) -> dict[str, Existing]:
    found = {}
    for name, resource in data["Resources"].items():
        if resource["Type"] in RESOURCES:
            kind, arn, stated_by, longest = RESOURCES[resource["Type"]]
            stated = resource.get("Properties", {}).get(stated_by)
            names = (
                [stated["Fn::Sub"].replace("${AWS::StackName}", stack_name)]
                if stated
                else [physical_name(stack_name, name, longest)]
            )
            if resource["Type"] in FACTS["without_stack"] and not stated:
                names.append(f"{name}-1A2B3C4D5E6F")
            if kind == "bucket":
                names = [each.lower() for each in names]
            found[name] = Existing(kind, [arn.format(name=each) for each in names])
    return found


@functools.cache
def _handled(type_: str) -> frozenset[str]:
    schema = resource_schema(type_)
    handlers = (*EVERY_HANDLER, "read")
    every = {action for handler in handlers for action in permissions(schema, handler)}
    unused = [*FACTS["not_called"].get(type_, []), "iam:PassRole"]
    return frozenset(
        action
        for action in every
        if not any(fnmatch.fnmatchcase(action, each) for each in unused)
        and action_resources(action) is not None
        and action != "iam:CreateServiceLinkedRole"
    )


def _calls(data: Data, stack_name: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the calls of the handlers, with the stack's own resources where they have names."""
    existing = _existing(data, stack_name)
    for name, resource in data["Resources"].items():
        context = context_of(resource.get("Properties", {}))
        for action in _handled(resource["Type"]):
            kinds = action_resources(action) or []
            service = action.partition(":")[0]
            own = existing.get(name)
            if context and action == "iam:DeleteRolePermissionsBoundary":
                continue
            if own and own.kind == "bucket" and "object" in kinds:
                yield action, f"{own.arns[0]}/2026/11/26/log.gz", {}
            elif own and own.kind in kinds:
                yield from ((action, arn, context) for arn in own.arns)
            elif set(kinds) & {each.kind for each in existing.values()}:
                for other in existing.values():
                    if other.kind in kinds and f":{service}:" in other.arns[0]:
                        yield from ((action, arn, context) for arn in other.arns)
            elif "hostedzone" in kinds:
                yield action, "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ", {}
            else:
                yield action.replace("*", "Anything"), f"arn:aws:{service}:::any", {}


def _refused(stack: Stack, stack_name: str = STACK_NAME) -> list[str]:
    """Return the calls that a deployment makes and its role refuses."""
    role = DeployerRole(stack.data, stack_name)
    calls = {(*call[:2], tuple(call[2].items())) for call in _calls(stack.data, stack_name)}
    found = [
        f"{action} on {arn}"
        for action, arn, context in sorted(calls)
        if not role.may(action, arn, dict(context))
    ]
    text = json.dumps(stack.data) + as_text(stack.data)
    for row in FACTS["documented"]:
        if row["where"] in text:
            calls_ = json.loads(json.dumps(row["calls"]).replace(STACK_NAME, stack_name))
            found += [f"{call}: {row['page']}" for call in calls_ if not role.may(**call)]
    return found


def _stacks(cases: list[Data]) -> Iterator[Stack]:
    for case in cases:
        yield render(merged(case.get("given", {}), case["with"]))


@pytest.mark.once
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_capability_can_be_deployed(path: Any) -> None:
    for case, stack in zip(read_cases(path), _stacks(read_cases(path)), strict=True):
        assert _refused(stack) == [], case["name"]
        assert unknown_types(stack.data, "eu-west-1") == [], case["name"]


@pytest.mark.parametrize("stack", SHIPPED, ids=lambda stack: stack.name)
def test_each_example_can_be_deployed_under_the_longest_name(stack: Stack) -> None:
    longest = Names(stack.data).longest_stack_name()
    assert _refused(stack) == []
    assert _refused(stack, "s" * longest) == []
    assert unknown_types(stack.data, "eu-west-1") == []


@pytest.mark.parametrize("stack", SHIPPED, ids=lambda stack: stack.name)
def test_nothing_else_can_be_changed(stack: Stack) -> None:
    role = DeployerRole(stack.data)
    assert [call for call in FACTS["refused"] if role.may(**call)] == []


def _printed(data: Data) -> Data:
    rendering = rendered()
    rendering.template.data["Resources"] = data["Resources"]
    found: Data = json.loads(deployment_permissions(rendering))
    return found


def _policies(template: Data) -> list[Data]:
    return [
        each["Properties"]["PolicyDocument"]
        for each in template["Resources"].values()
        if each["Type"] == "AWS::IAM::ManagedPolicy"
    ]


@pytest.mark.parametrize("stack", SHIPPED, ids=lambda stack: stack.name)
def test_policies_are_within_the_quotas_of_iam(stack: Stack) -> None:
    """6,144 characters without white space a managed policy, ten policies a role."""
    template = _printed(stack.data)
    name = "s" * template["Parameters"]["StackName"]["MaxLength"]
    values = {
        "AWS::Partition": "aws-us-gov", "AWS::Region": "ap-southeast-1", "Role": "r" * 64,
        "AWS::AccountId": "123456789012", "AWS::URLSuffix": "amazonaws.com",
        "StackName": name, "LowerStackName": name,
    }  # fmt: skip
    policies = _policies(template)
    assert len(policies) <= 10
    for policy in policies:
        text = filled(json.dumps(policy, separators=(",", ":")), values)
        assert len(text) <= 6144
        sids = [each["Sid"] for each in policy["Statement"]]
        assert len(sids) == len(set(sids))


def test_a_smaller_stack_needs_less() -> None:
    def actions(change: Data) -> set[str]:
        found = deployer_statements(render(change).data, "eu-west-1")
        return {action for each in found for action in as_list(each["Action"])}

    more = actions({"encryption": {"key": "create"}, "alb": {"waf": {"managed_rules": True}}})
    assert actions({}) < more
    assert any(each.startswith("wafv2:") for each in more - actions({}))
    assert "*" not in more


def test_a_boundary_holds_for_each_role() -> None:
    boundary = "arn:aws:iam::123456789012:policy/workloads"
    role = DeployerRole(render({"access": {"permissions_boundary": boundary}}).data)
    arn = "arn:aws:iam::123456789012:role/shop-prod-InstanceRole-1A2B3C4D5E6F"
    key = "iam:PermissionsBoundary"
    for action in ("CreateRole", "PutRolePolicy", "AttachRolePolicy", "PutRolePermissionsBoundary"):
        assert role.may(f"iam:{action}", arn, {key: boundary})
        assert not role.may(f"iam:{action}", arn, {key: boundary + "-other"})
        assert not role.may(f"iam:{action}", arn)
    assert not role.may("iam:DeleteRolePermissionsBoundary", arn, {key: boundary})
    assert role.may("iam:DeleteRole", arn)


def test_a_boundary_by_its_name_is_one_of_the_account() -> None:
    role = DeployerRole(render({"access": {"permissions_boundary": "company/workloads"}}).data)
    arn = "arn:aws:iam::123456789012:role/shop-prod-InstanceRole-1A2B3C4D5E6F"
    key = "iam:PermissionsBoundary"
    boundary = "arn:aws:iam::123456789012:policy/company/workloads"
    assert role.may("iam:CreateRole", arn, {key: boundary})
    assert not role.may("iam:CreateRole", arn, {key: boundary + "-other"})
    assert not role.may("iam:DeleteRolePermissionsBoundary", arn, {key: boundary})


def test_the_role_may_not_change_itself_under_any_name() -> None:
    """Here the role's own name is one that a role of the template has."""
    data = _with({"Role": {"Type": "AWS::IAM::Role", "Properties": {}}})
    role = DeployerRole(data, "deployer-shop-prod")
    arn = "arn:aws:iam::123456789012:role/"
    assert not role.may("iam:PutRolePolicy", f"{arn}deployer-shop-prod-Role-1A2B3C4D5E6F")
    assert role.may("iam:PutRolePolicy", f"{arn}deployer-shop-prod-Role-6F1A2B3C4D5E")
    assert role.may("iam:PutRolePolicy", arn + "deployer-shop-prod-InstanceRole-1A2B3C4D5E6F")


def _with(resources: Data) -> Data:
    data = render({}).data
    return {**data, "Resources": {**data["Resources"], **resources}}


OWN = {
    "Jobs": {"Type": "AWS::SQS::Queue"},
    "Zone": {
        "Type": "AWS::Route53::RecordSetGroup",
        "Properties": {"HostedZoneName": "example.com.", "RecordSets": []},
    },
    "Policy": {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {"Bucket": "example-files", "PolicyDocument": {}},
    },
    "Listener": {
        "Type": "AWS::SNS::Subscription",
        "Properties": {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:shared"},
    },
    "Call": {"Type": "Custom::Thing", "Properties": {"ServiceToken": "arn"}},
    "Pool": {"Type": "AWS::DocDB::DBCluster"},
    "Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
    "ARoleWhoseNameIsMuchLongerThanHalf": {
        "Type": "AWS::IAM::Role",
        "Properties": {"AssumeRolePolicyDocument": {"Statement": []}},
    },
}


def test_resources_of_a_team_have_actions_or_are_named() -> None:
    data = _with(OWN)
    assert unknown_types(data, "eu-west-1") == ["AWS::DocDB::DBCluster", "Custom::Thing"]
    role = DeployerRole(data)
    queue = "arn:aws:sqs:eu-west-1:123456789012:"
    assert role.may("sqs:DeleteQueue", f"{queue}shop-prod-Jobs-1A2B3C4D5E6F")
    assert not role.may("sqs:DeleteQueue", f"{queue}billing-Jobs-1A2B3C4D5E6F")
    assert role.may("route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1")
    assert role.may("s3:PutBucketPolicy", "arn:aws:s3:::example-files")
    assert not role.may("s3:PutBucketPolicy", "arn:aws:s3:::example-releases")
    assert role.may("sns:Subscribe", "arn:aws:sns:eu-west-1:123456789012:shared")
    longest = Names(data).longest_stack_name()
    name = physical_name("s" * longest, "ARoleWhoseNameIsMuchLongerThanHalf", 64)
    assert DeployerRole(data, "s" * longest).may(
        "iam:CreateRole", f"arn:aws:iam::123456789012:role/{name}"
    )
    template = _printed(data)
    assert template["Metadata"] == {"ActionsNotKnown": ["AWS::DocDB::DBCluster", "Custom::Thing"]}
    assert all(policy["Statement"] for policy in _policies(template))


def test_unknown_types_are_said_beside_the_policies(stack: Folder) -> None:
    stack.write("partials/own.yml.j2", "Resources:\n  Call:\n    Type: Custom::Thing\n")
    result = stack.run("--permissions", "config/prod.yml")
    assert result.code == 0
    assert "not known: the actions of Custom::Thing" in result.err
    assert json.loads(result.out)["Metadata"]


def _additional(before: Data, after: Data) -> list[str]:
    old, new = ({"Resources": each["Resources"]} for each in (before, after))
    return additional_permissions(Update(old, new, compare(old, new, "eu-west-1")), "eu-west-1")


def test_an_update_says_what_it_needs_in_addition() -> None:
    certificate = "arn:aws:acm:eu-west-1:123456789012:certificate/11111111-2222-3333-4444-"
    https = {"https": {"certificate": f"{certificate}555555555555"}}
    more = {"https": {**https["https"], "more_certificates": [f"{certificate}666666666666"]}}
    plain, listening, two = (render({"alb": each}).data for each in ({}, https, more))
    assert "elasticloadbalancing:AddListenerCertificates" in _additional(listening, two)
    assert _additional(two, listening) == []
    flow_logs = render({"network": {"vpc": "create", "create": {"flow_logs": True}}}).data
    found = _additional(render({"network": {"vpc": "create"}}).data, flow_logs)
    assert "iam:CreateRole on iam::${AWS::AccountId}:role/${StackName}-FlowLogRole-*" in found
    assert any("iam:PassedToService=vpc-flow-logs.amazonaws.com" in each for each in found)
    assert _additional(plain, _with({"Call": OWN["Call"]})) == [
        "not known: the actions of Custom::Thing"
    ]


def test_the_reviewer_may_make_change_sets_and_read_what_they_need() -> None:
    """The actions are named on the pages of Fn::GetAZs and of the supplied parameter types."""
    reviewer = read_1_1((ROOT / "docs" / "workflows" / "review-role.yml").read_text())
    [policy] = reviewer["Resources"]["Role"]["Properties"]["Policies"]
    statements = policy["PolicyDocument"]["Statement"]
    on_all = [each for each in statements if each.get("Resource") == "*"]
    actions = {action for each in on_all for action in as_list(each["Action"])}
    assert actions >= {
        "ec2:DescribeAccountAttributes", "ec2:DescribeAvailabilityZones", "ec2:DescribeImages",
        "ec2:DescribeSubnets",
    }  # fmt: skip
    refused = ("Execute", "iam:", "Delete")
    assert not any(word in json.dumps(statements) for word in refused)
