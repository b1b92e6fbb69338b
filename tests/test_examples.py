"""The examples, the environments and what has everything switched on keep what the README says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.checks.cfn_lint import CfnLint
from tests.cloudwatch.metrics import METRICS
from tests.rendered import (
    ENVIRONMENTS,
    EXAMPLES,
    MAXIMAL,
    PROJECT,
    Data,
    Stack,
    as_text,
    maximal,
    merged,
    read_cases,
    render,
    render_file,
    user_data,
)
from tests.support import ROOT, Folder

NAMES = [*(path.stem for path in [*ENVIRONMENTS, *EXAMPLES]), *MAXIMAL]
REFERENCES = {
    "LoadBalancer": {"Fn::GetAtt": ["LoadBalancer", "LoadBalancerFullName"]},
    "AutoScalingGroupName": {"Ref": "AutoScalingGroup"},
    "WebACL": {"Ref": "AWS::StackName"},
    "Region": {"Ref": "AWS::Region"},
}
RULES = {"ALL", "core"}  # of the web ACL
TOPICS = [{"Fn::GetAtt": [name, "TopicName"]} for name in ("AlertTopic", "TicketTopic")]
# Properties that give a resource a name of its own choice, on any type that the stack has.
FIXED_NAMES = {
    "AlarmName", "AutoScalingGroupName", "BucketName", "DashboardName", "FunctionName", "GroupName",
    "InstanceProfileName", "LaunchTemplateName", "LogGroupName", "PolicyName", "RoleName",
    "ScheduledActionName", "TopicName",
}  # fmt: skip


def stacks() -> dict[str, Stack]:
    found = {path.stem: render_file(path) for path in [*ENVIRONMENTS, *EXAMPLES]}
    return {**found, **dict(zip(MAXIMAL, maximal(), strict=True))}


@pytest.fixture(params=NAMES)
def rendered(request: pytest.FixtureRequest) -> Stack:
    return stacks()[request.param]


@pytest.fixture(scope="module")
def linter() -> CfnLint:
    return CfnLint(PROJECT.lint_settings, PROJECT.rules)


def test_cfn_lint_finds_nothing(rendered: Stack, linter: CfnLint) -> None:
    assert linter.check(rendered.text, rendered.settings["regions"]) == []


def _parameters_given() -> Iterator[tuple[Path, str]]:
    """Yield the parameters that a config's own comments give at a deployment."""
    for path in [*ENVIRONMENTS, *EXAMPLES]:
        text = path.read_text(encoding="utf-8")
        for values in re.findall(r"--parameter-overrides((?:[\\\s#]*[A-Za-z]+=\S+)+)", text):
            yield from ((path, name) for name in re.findall(r"([A-Za-z]+)=", values))


GIVEN = list(_parameters_given())


@pytest.mark.parametrize(("path", "name"), GIVEN, ids=[f"{p.stem}-{n}" for p, n in GIVEN])
def test_a_parameter_that_a_comment_gives_is_there(path: Path, name: str) -> None:
    # `aws cloudformation deploy` drops one that the template lacks, and exits with 0.
    assert name in render_file(path).data.get("Parameters", {})


def test_comments_give_parameters() -> None:
    names = {"ApplicationVersion", "ImageId"} if EXAMPLES else {"ApplicationVersion"}
    assert names <= {name for _, name in GIVEN}


def test_the_smallest_template_is_small() -> None:
    assert len(render({}).text.encode()) < 32_000


@pytest.mark.parametrize("name", MAXIMAL)
def test_what_is_too_large_to_send_says_how_to_deploy_it(name: str, stack: Folder) -> None:
    index = MAXIMAL.index(name)
    cases = read_cases(ROOT / "tests" / "maximal.yml")
    config = merged(merged({"regions": ["eu-west-1"]}, cases["everything"]), cases["and"][index])
    stack.write("config/case.yml", yaml.safe_dump(config))
    result = stack.run("--no-lint", "--no-cache", "config/case.yml")
    assert result.code == 0
    size = len(stack.read("output/case.yml").encode())
    over = size - 51_200
    assert size < 1_000_000
    notes = [line for line in result.lines if "note:" in line]
    assert over > 0
    limit = f"{over:,} bytes over the 51,200 that CloudFormation takes directly"
    assert notes == [f"output/case.yml: note: {limit}; deploy it with --s3-bucket BUCKET"]


def test_user_data_fits(rendered: Stack) -> None:
    assert len(user_data(rendered.data).encode()) < 16_384


def test_the_boot_script_is_sound(tmp_path: Path) -> None:
    files = []
    for name, each in stacks().items():
        script = re.sub(r"\$\{(?:AWS::)?(\w+)\}", r"\1", user_data(each.data))
        files.append(tmp_path / f"{name}.sh")
        files[-1].write_text(script.replace("${!", "${"), encoding="utf-8")
    folders = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    shellcheck = shutil.which("shellcheck", path=folders)
    assert shellcheck
    done = subprocess.run(
        [shellcheck, *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0


def _tags(resource: Data) -> Iterator[Any]:
    """Yield the tags of a resource as maps; some take lists, and a launch template several."""
    properties = resource.get("Properties", {})
    if resource["Type"] == "AWS::EC2::LaunchTemplate":
        data = properties["LaunchTemplateData"]
        for each in (properties, data):
            yield from [one["Tags"] for one in each.get("TagSpecifications", [{"Tags": []}])]
    else:
        yield properties.get("Tags", [])


def test_what_takes_tags_has_the_configs(rendered: Stack) -> None:
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    given = rendered.settings["tags"]
    wanted = {"environment": rendered.name, **given} if given else {}
    region = rendered.settings["regions"][0]
    for id_, resource in rendered.resources.items():
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, resource["Type"]).schema
        if {"Tags", "TagSpecifications"} & set(schema["properties"]):
            for tags in _tags(resource):
                assert {tag["Key"]: tag["Value"] for tag in tags} == wanted, id_
                if resource["Type"] == "AWS::AutoScaling::AutoScalingGroup":
                    assert all(tag["PropagateAtLaunch"] for tag in tags)


def test_names_are_nouns_of_the_stack(rendered: Stack) -> None:
    for id_ in rendered.resources:
        assert re.fullmatch("[A-Z][A-Za-z0-9]*", id_)
        words = re.findall("[A-Z]?[a-z]+", id_.lower())
        assert rendered.name not in words


def test_nothing_has_a_fixed_name(rendered: Stack) -> None:
    for id_, resource in rendered.resources.items():
        for key in FIXED_NAMES & set(resource.get("Properties", {})):
            assert not isinstance(resource["Properties"][key], str), f"{id_}.{key}"


def test_every_id_is_defined_and_used_once_in_one_section(rendered: Stack) -> None:
    assert not set(rendered.data.get("Parameters", {})) & set(rendered.resources)
    outputs = rendered.data["Outputs"].values()
    exports = [as_text(each["Export"]["Name"]) for each in outputs if "Export" in each]
    assert len(exports) == len(set(exports))
    assert all("${AWS::StackName}-" in name for name in exports)


def test_partials_know_no_partition() -> None:
    for path in sorted(PROJECT.partials.rglob("*.*")):
        assert not re.search(r"arn:aws|amazonaws\.com\.cn", path.read_text(encoding="utf-8")), path


def _alarms(stack: Stack) -> dict[str, Data]:
    composite = stack.of_type("AWS::CloudWatch::CompositeAlarm")
    return {**stack.of_type("AWS::CloudWatch::Alarm"), **composite}


def test_every_alarm_says_what_is_wrong_what_to_do_and_where_its_runbook_is(
    rendered: Stack,
) -> None:
    runbooks = (ROOT / "docs" / "runbooks.md").read_text(encoding="utf-8")
    anchors = {f"#{each.lower()}" for each in re.findall(r"^## (\w+)$", runbooks, re.MULTILINE)}
    for id_, alarm in _alarms(rendered).items():
        sentences = re.findall(r"[^.]+(?:\.\w[^.]*)*\.(?= |$)", alarm["AlarmDescription"])
        assert "".join(sentences) == alarm["AlarmDescription"], id_
        scales = id_.startswith("Scale")
        assert len(sentences) == (2 if scales else 3), id_
        assert scales or sentences[-1].strip(". ").removeprefix("See docs/runbooks.md") in anchors


def test_every_alarm_has_actions_or_is_part_of_one_that_has(rendered: Stack) -> None:
    alarms = _alarms(rendered)
    rules = [as_text(alarm["AlarmRule"]) for alarm in alarms.values() if "AlarmRule" in alarm]
    for id_, alarm in alarms.items():
        parts = [rule for rule in rules if f"${{{id_}}}" in rule]
        assert len(parts) <= 1, id_
        assert bool(alarm.get("AlarmActions")) != bool(parts), id_


def test_every_alarm_chooses_what_no_data_means(rendered: Stack) -> None:
    for id_, alarm in rendered.of_type("AWS::CloudWatch::Alarm").items():
        if id_ == "HealthyHostsAlarm" or (id_ == "BelowMinimumAlarm" and "Metrics" not in alarm):
            assert alarm["TreatMissingData"] == "breaching", id_
        else:
            assert alarm["TreatMissingData"] in {"missing", "ignore", "notBreaching"}, id_


def _metrics(alarm: Data) -> Iterator[Data]:
    if "MetricName" in alarm:
        yield alarm
    for each in alarm.get("Metrics", []):
        if "MetricStat" in each:
            yield each["MetricStat"]["Metric"]


def test_every_alarm_looks_at_a_metric_that_there_is(rendered: Stack) -> None:
    own = {
        metric["MetricName"]
        for each in rendered.of_type("AWS::Logs::MetricFilter").values()
        for metric in each["MetricTransformations"]
    }
    for id_, alarm in rendered.of_type("AWS::CloudWatch::Alarm").items():
        assert any(_metrics(alarm)), id_
        for metric in _metrics(alarm):
            found = {each["Name"]: each["Value"] for each in metric.get("Dimensions", [])}
            if metric["Namespace"] == {"Ref": "AWS::StackName"}:
                assert metric["MetricName"] in own | {"mem_used_percent", "disk_used_percent"}
                assert not found
            else:
                known = METRICS[metric["Namespace"]][metric["MetricName"]].dimensions
                assert frozenset(found) in known, id_
                assert found.pop("Rule", "ALL") in RULES
                assert found.pop("TopicName", TOPICS[0]) in TOPICS
                groups = rendered.of_type("AWS::ElasticLoadBalancingV2::TargetGroup")
                [group] = [each for each in groups if not each.startswith("Port")]
                target = {"TargetGroup": {"Fn::GetAtt": [group, "TargetGroupFullName"]}}
                assert found == {name: {**REFERENCES, **target}[name] for name in found}, id_


def test_the_agents_config_is_json(rendered: Stack) -> None:
    metadata = rendered.resources["LaunchTemplate"]["Metadata"]["AWS::CloudFormation::Init"]
    name = "/opt/aws/amazon-cloudwatch-agent/etc/stack.json"
    agent = json.loads(metadata["logging"]["files"][name]["content"]["Fn::Sub"])
    files = agent["logs"]["logs_collected"]["files"]["collect_list"]
    assert all(re.fullmatch("[^:*]+", each["log_stream_name"]) for each in files)
