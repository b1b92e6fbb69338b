"""What the sheet says of resources that a team's partials add: nothing that does not hold."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.render.jinja import PartialEnvironment
from pipeline.review.sheet.other_types import others
from pipeline.review.sheet.stack import Stack
from pipeline.template.assembly import Rendering, render_config
from tests.rendered import maximal
from tests.review.support import BASE, PROJECT, SCHEMA, render
from tests.review.test_diagram import text_of
from tests.review.test_sheet import section, sheet

UPLOADS = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "Properties": {}}
JOBS = {
    "Type": "AWS::SQS::Queue",
    "DeletionPolicy": "Retain",
    "Properties": {"SqsManagedSseEnabled": True},
}
NO_LOGS: dict[str, Any] = {"alb": {"access_logs": {"enabled": False}}}


def with_(change: dict[str, Any], **resources: dict[str, Any]) -> Rendering:
    """Return a rendering with resources more, as a partial adds them."""
    rendering = render(change)
    rendering.template.data["Resources"].update(resources)
    return rendering


def allow(rendering: Rendering, resource: Any) -> Rendering:
    """Let the instances' role read and write a resource."""
    role = rendering.template.data["Resources"]["InstanceRole"]["Properties"]
    statement = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": resource}
    policy = {"PolicyName": "Own", "PolicyDocument": {"Statement": [statement]}}
    role.setdefault("Policies", []).append(policy)
    return rendering


def edges(rendering: Rendering, start: str) -> list[str]:
    """Return the labels of what a node of the diagram leads to as a store."""
    return re.findall(rf'^  {start} -\.?-> ?\w+\[\("(.+)"\)\]$', text_of(rendering), re.MULTILINE)


def test_a_bucket_of_ones_own_gets_no_access_logs() -> None:
    assert edges(with_(NO_LOGS, Uploads=UPLOADS), "balancer") == []


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, ["AccessLogsBucket<br/>access logs"]),
        (
            {"connections": True, "health_checks": True},
            ["AccessLogsBucket<br/>access logs, connection logs, health check logs"],
        ),
        ({"bucket": "example-logs"}, ["example-logs of another stack<br/>access logs"]),
    ],
)
def test_the_bucket_that_gets_the_access_logs_is_shown(
    change: dict[str, Any], shown: list[str]
) -> None:
    logs = {"alb": {"access_logs": {"enabled": True, **change}}}
    assert edges(with_(logs, Uploads=UPLOADS), "balancer") == shown


def test_what_the_role_may_use_is_shown_with_its_kind() -> None:
    resource = {"Fn::Sub": "${Uploads.Arn}/*"}
    rendering = allow(with_(NO_LOGS, Uploads=UPLOADS, Jobs=JOBS), resource)
    assert "Uploads<br/>S3 Bucket" in edges(rendering, "fleet")
    assert not [each for each in edges(rendering, "fleet") if "Jobs" in each]


def test_log_groups_that_others_write_are_not_those_of_the_instances() -> None:
    waf = {"alb": {"waf": {"managed_rules": True, "logs": True}}}
    created = {"vpc": "create", "create": {"flow_logs": True}, "parent_vpc_stack": None}
    network = {"network": created}
    rendering = render({**waf, **network})
    groups = [name for name, _ in Stack(rendering).of_type("AWS::Logs::LogGroup")]
    assert len(groups) == 4
    assert edges(rendering, "fleet") == ["LogGroup<br/>logs", "SystemLogGroup<br/>logs"]


def test_types_that_the_sheet_does_not_know_are_named() -> None:
    deleted = {"Type": "AWS::ElastiCache::ServerlessCache", "Properties": {}}
    page = sheet(with_({}, Uploads=UPLOADS, Jobs=JOBS, Cache=deleted))
    costs = section(page, "What costs money")
    assert "| AWS::SQS::Queue: Jobs | 1 | not known here: see the prices of the service |" in costs
    assert "Uploads" not in costs.replace("| bucket | 2 |", "")
    keeping = section(page, "Encryption and retention")
    assert "| Jobs (AWS::SQS::Queue) | not known here | not known here |" in keeping
    lost = "Deleted with what they hold, if anything: Cache (AWS::ElastiCache::ServerlessCache)."
    deleting = section(page, "Deleting the stack")
    assert f"- {lost}" in deleting
    assert "anything: Jobs" not in deleting


def test_types_that_hold_nothing_and_cost_nothing_are_not_named() -> None:
    types = {"Subnets": "AWS::RDS::DBSubnetGroup", "Mount": "AWS::EFS::MountTarget"}
    types["Database"] = "AWS::RDS::DBInstance"
    resources = {id_: {"Type": type_, "Properties": {}} for id_, type_ in types.items()}
    stack = Stack(with_({}, **resources))
    assert others(stack) == {"AWS::RDS::DBInstance": ["Database"]}


def test_the_types_of_the_shipped_partials_are_known() -> None:
    for stack in maximal():
        rendering = render()
        rendering.template.data["Resources"] = stack.data["Resources"]
        assert others(Stack(rendering)) == {}


def test_permissions_that_a_partial_adds_are_of_the_partial(tmp_path: Path) -> None:
    statement = "{Sid: Jobs, Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Jobs.Arn}"
    shutil.copytree(PROJECT.partials, tmp_path / "partials")
    queue = "Resources: {Jobs: {Type: AWS::SQS::Queue}}"
    partial = f"{queue}\nInstances: {{Statements: [{statement}]}}\n"
    (tmp_path / "partials" / "own.yml.j2").write_text(partial, encoding="utf-8")
    path = tmp_path / "case.yml"
    path.write_text(yaml.safe_dump(BASE), encoding="utf-8")
    environment = PartialEnvironment(tmp_path / "partials", None)
    page = sheet(render_config(environment, SCHEMA, path, "config/case.yml"))
    [row] = re.findall(r"^\| Jobs \| .*$", section(page, "What the instances may do"), re.MULTILINE)
    assert row.endswith("| partials/own.yml.j2 |")
