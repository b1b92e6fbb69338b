"""Partials of a team's own: the worked examples, and what the page about them promises."""

from __future__ import annotations

import functools
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.checks.protections import weakened
from pipeline.diagnostic import InvalidInput
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import Rendering, render_config
from pipeline.template.instances import NAMES
from tests.rendered import PROJECT, SCHEMA, SMALLEST, merged, render, user_data
from tests.support import ROOT, Folder

EXAMPLES = ROOT / "partials" / "examples"
CUSTOM: dict[str, Any] = {
    "database": {"instance_class": "db.t4g.micro", "storage": 20},
    "files": {"path": "/srv/files"},
}
PAGE = (ROOT / "docs" / "partials.md").read_text(encoding="utf-8")
RECOVERY = (ROOT / "docs" / "recovery.md").read_text(encoding="utf-8")


def _rendered(folder: Path, config: dict[str, Any], **partials: str) -> Rendering:
    shutil.copytree(PROJECT.partials, folder / "partials")
    for name, text in partials.items():
        (folder / "partials" / f"{name}.yml.j2").write_text(text, encoding="utf-8")
    path = folder / "case.yml"
    path.write_text(yaml.safe_dump(merged(SMALLEST, config)), encoding="utf-8")
    return render_config(PartialEnvironment(folder / "partials", None), SCHEMA, path, "case.yml")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Rendering:
    """Return a stack with both examples in it."""
    return _rendered(tmp_path_factory.mktemp("both"), {"custom": CUSTOM}, **_texts())


# What public templates of such a stack have again and again, and this one leaves out by default.
WISHES: dict[str, dict[str, Any]] = {
    "packages": {"application": {"packages": ["nodejs22"]}},
    "port 80": {"application": {"port": 80}},
    "one instance": {
        "fleet": {"min_size": 1, "max_size": 1},
        "scaling": {"policy": "none"},
        "deployment": {"rolling": {"min_active_percent": 0}},
    },
    "own export names": {
        "network": {
            "vpc": "exports",
            "exports": {
                "vpc": "network-VpcId",
                "public_subnets": ["network-PublicSubnets"],
                "private_subnets": ["network-Private1", "network-Private2"],
            },
        },
    },
    "a second volume": {
        "fleet": {"volumes": [{"device": "/dev/sdf", "size": 100, "mount": "/data"}]}
    },
    "a database": {"custom": {"database": CUSTOM["database"]}},
    "EFS": {"custom": {"files": CUSTOM["files"]}},
    "outbound rules": {
        "access": {"egress": [{"description": "HTTPS", "port": 443, "cidr": "0.0.0.0/0"}]}
    },
}


def _texts() -> dict[str, str]:
    return {path.name.split(".")[0]: path.read_text("utf-8") for path in EXAMPLES.iterdir()}


@pytest.mark.parametrize("name", WISHES)
def test_a_wish_is_said_without_an_override(name: str, tmp_path: Path) -> None:
    used = {wish: text for wish, text in _texts().items() if wish in WISHES[name].get("custom", {})}
    rendering = _rendered(tmp_path, WISHES[name], **used)
    assert weakened(rendering, "x") == []


def test_all_recurring_wishes_pass_all_checks_together(tmp_path: Path) -> None:
    from pipeline.checks.cfn_lint import CfnLint

    together = functools.reduce(merged, WISHES.values())
    rendering = _rendered(tmp_path, together, **_texts())
    resources = rendering.template.data["Resources"]
    group = resources["AutoScalingGroup"]["Properties"]
    assert (group["MinSize"], group["MaxSize"]) == ("1", "1")
    assert resources["TargetGroup"]["Properties"]["Port"] == 80
    assert "nodejs22" in _init(rendering)["runtime"]["packages"]["yum"]
    assert "mount-sdf" in _init(rendering)["volumes"]["commands"]
    assert weakened(rendering, "x") == []
    assert CfnLint(PROJECT.lint_settings, PROJECT.rules).check(rendering.text, ["eu-west-1"]) == []


def test_a_database_is_restored_as_the_page_says(tmp_path: Path) -> None:
    """What RDS takes from the snapshot is not given: AWS::RDS::DBInstance, DBSnapshotIdentifier."""
    [block] = re.findall(r"```yaml\n(.+?)```", RECOVERY, re.DOTALL)
    wish = {**WISHES["a database"], "encryption": {"key": "create"}}
    config = merged(wish, yaml.safe_load(block))
    rendering = _rendered(tmp_path, config, database=_texts()["database"])
    database = rendering.template.data["Resources"]["Database"]["Properties"]
    assert database["DBSnapshotIdentifier"].startswith("shop-prod-snapshot-")
    assert not {"DBName", "KmsKeyId", "MasterUsername", "MasterUserPassword"} & {*database}


def test_the_group_follows_a_queue_of_a_partial(tmp_path: Path) -> None:
    queue = "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n"
    tracking = {"queue": {"name": "${Jobs.QueueName}"}}
    config = {"scaling": {"policy": "target_tracking", "target_tracking": tracking}}
    resources = _rendered(tmp_path, config, jobs=queue).template.data["Resources"]
    policy = resources["QueueTargetPolicy"]["Properties"]["TargetTrackingConfiguration"]
    metric = policy["CustomizedMetricSpecification"]["Metrics"][0]["MetricStat"]["Metric"]
    expected = {"Name": "QueueName", "Value": {"Fn::Sub": "${Jobs.QueueName}"}}
    assert metric["Dimensions"] == [expected]


JOBS = """\
Resources:
  Jobs:
    Type: AWS::SQS::Queue
Instances:
  Environment:
    JOBS_URL: !Ref Jobs
"""


@pytest.mark.parametrize("container", [True, False])
def test_the_application_has_the_names_of_what_a_partial_makes(
    container: bool, tmp_path: Path
) -> None:
    image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop"
    settings = {"baked": False, "container": {"image": image, "version": "1.0"}}
    rendering = _rendered(tmp_path, {"application": settings} if container else {}, jobs=JOBS)
    application = _init(rendering)["application"]
    [separator, lines] = application["files"]["/etc/application.resources"]["content"]["Fn::Join"]
    assert separator.join(_joined(line) for line in lines) == 'JOBS_URL="(Jobs)"\n'
    unit = application["files"]["/etc/systemd/system/application.service"]["content"]
    text = unit if isinstance(unit, str) else json.dumps(unit)
    assert text.index("application.resources") < text.index("application.env")
    assert ("--env JOBS_URL" in text) == container
    restarted = application["services"]["systemd"]["application"]["files"]
    assert "/etc/application.resources" in restarted


def _joined(line: Any) -> str:
    """Return a text with the resources' ids in brackets in place of what AWS fills in."""
    separator, parts = line["Fn::Join"] if isinstance(line, dict) else ("", [line])
    return separator.join(each if isinstance(each, str) else f"({each['Ref']})" for each in parts)


def test_a_variable_of_a_partial_has_a_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="JOBS-URL: not a variable's name"):
        _rendered(tmp_path, {}, jobs=JOBS.replace("JOBS_URL", "JOBS-URL"))


@pytest.mark.parametrize("value", ["${Jobs}", "amqp://${Jobs.QueueName}/"])
def test_a_resource_in_a_variable_of_the_config_is_refused(value: str, tmp_path: Path) -> None:
    config = {"application": {"environment": {"JOBS_URL": value}}}
    message = "application.environment.JOBS_URL: Jobs is not replaced here"
    with pytest.raises(InvalidInput, match=f"^case.yml:4:15: error: {message}"):
        _rendered(tmp_path, config, jobs=JOBS)


def test_an_attribute_of_a_resource_is_no_literal_secret(tmp_path: Path) -> None:
    config = {"application": {"environment": {"JOBS_SECRET": "${Jobs.Arn}"}}}
    with pytest.raises(InvalidInput, match="JOBS_SECRET: Jobs is not replaced here") as raised:
        _rendered(tmp_path, config, jobs=JOBS)
    assert "Instances.Environment" in str(raised.value)


def test_other_names_in_a_variable_are_text(tmp_path: Path) -> None:
    config = {"application": {"environment": {"PATTERN": "${Job} ${Jobs"}}}
    assert "${Job} ${Jobs" in _rendered(tmp_path, config, jobs=JOBS).text


def _init(rendering: Rendering) -> Any:
    launch = rendering.template.data["Resources"]["LaunchTemplate"]
    return launch["Metadata"]["AWS::CloudFormation::Init"]


def test_the_examples_pass_all_checks(both: Rendering) -> None:
    from pipeline.checks.cfn_lint import CfnLint

    assert weakened(both, "x") == []
    linter = CfnLint(PROJECT.lint_settings, PROJECT.rules)
    for regions in (["eu-west-1"], ["cn-north-1"], ["us-gov-west-1"]):
        assert linter.check(both.text, regions) == []


def test_packages_and_configs_come_before_the_application(both: Rendering) -> None:
    init = _init(both)
    assert init["configSets"] == {
        "prepare": ["logging", "runtime", "files"],
        "start": ["application"],
    }
    assert init["runtime"] == {"packages": {"yum": {"postgresql17": [], "amazon-efs-utils": []}}}
    names = re.findall(r"'(\w+)=", str(init["application"]["files"]["/etc/application.resources"]))
    assert names == [f"DATABASE_{name}" for name in ("HOST", "PORT", "NAME", "SECRET")]


def test_the_role_has_what_the_partials_ask_for(both: Rendering) -> None:
    role = both.template.data["Resources"]["InstanceRole"]["Properties"]
    statements = {each["Sid"]: each for each in role["Policies"][0]["PolicyDocument"]["Statement"]}
    assert statements["ReadDatabasePassword"]["Resource"] == {
        "Fn::GetAtt": ["Database", "MasterUserSecret.SecretArn"]
    }
    assert statements["UseFileSystem"]["Resource"] == {"Fn::GetAtt": ["FileSystem", "Arn"]}


def test_the_application_can_write_to_the_shared_files(both: Rendering) -> None:
    """The root of a new file system is root's; through an access point every user is its own."""
    access = both.template.data["Resources"]["FileSystemAccess"]["Properties"]
    owner = access["RootDirectory"]["CreationInfo"]
    assert access["PosixUser"] == {"Uid": owner["OwnerUid"], "Gid": owner["OwnerGid"]}
    assert "0" not in access["PosixUser"].values()
    command = _init(both)["files"]["commands"]["mount"]["command"]["Fn::Sub"]
    assert (
        "${FileSystem}:/ /srv/files efs _netdev,tls,iam,accesspoint=${FileSystemAccess} " in command
    )


def test_the_agent_collects_the_partials_log_files(both: Rendering) -> None:
    name = "/opt/aws/amazon-cloudwatch-agent/etc/stack.json"
    agent = json.loads(_init(both)["logging"]["files"][name]["content"]["Fn::Sub"])
    files = agent["logs"]["logs_collected"]["files"]["collect_list"]
    assert "/var/log/amazon/efs/mount.log" in {each["file_path"] for each in files}


def test_instances_wait_for_the_mount_targets(both: Rendering) -> None:
    group = both.template.data["Resources"]["AutoScalingGroup"]
    assert {"MountTarget1", "MountTarget2"} <= set(group["DependsOn"])


def test_what_a_partial_adds_replaces_the_instances() -> None:
    init = render({})
    other = render({"application": {"packages": ["nodejs22"]}})
    assert "LaunchTemplate.Metadata" not in user_data(init.data)
    assert user_data(init.data) != user_data(other.data)


def test_a_finding_on_what_a_partial_adds_is_at_its_line(tmp_path: Path) -> None:
    own = "Instances:\n  Statements:\n    - Sid: All\n      Effect: Allow\n      Action: s3:*\n"
    own += '      Resource: "*"\n'
    [found] = weakened(_rendered(tmp_path, {}, own=own), "x")
    assert (found.rule, str(found.location)) == ("P0401", "partials/own.yml.j2:3")


def test_a_finding_on_a_value_of_the_teams_own_is_at_the_configs_line(tmp_path: Path) -> None:
    own = "Resources:\n  Extra:\n    Type: AWS::EC2::LaunchTemplate\n    Properties:\n"
    own += "      LaunchTemplateData: {MetadataOptions: {HttpTokens: {{ custom.worker.tokens }}}}\n"
    rendering = _rendered(tmp_path, {"custom": {"worker": {"tokens": "optional"}}}, own=own)
    [found] = weakened(rendering, "x")
    assert str(found.location) == "case.yml:5:13"


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("Instances: [a]", "1: error: Instances: not a map"),
        ("Instances: {Package: [a]}", "1: error: Instances.Package: not a part of the section"),
        ("Instances: {Packages: a}", "1: error: Instances.Packages: not a list"),
        ("Instances: {Init: [a]}", "1: error: Instances.Init: not a map"),
    ],
)
def test_a_section_that_says_something_else(section: str, message: str, stack: Folder) -> None:
    stack.write("partials/own.yml.j2", section + "\n")
    result = stack.render("regions: [eu-west-1]\napplication: {baked: true}\n")
    assert result.code == 2
    assert result.lines[0] == f"partials/own.yml.j2:{message} (config/case.yml)"


def test_the_page_names_what_there_is(tmp_path: Path) -> None:
    parts = re.findall(r"^\| `([A-Z]\w+)` \|", PAGE, re.MULTILINE)
    assert parts == list(NAMES)
    table = PAGE.partition("## Names that partials see")[2].partition("\n\nResources")[0]
    names = re.findall(r"`([a-z_]+)`", "".join(re.findall(r"^\|([^|]*)\|", table, re.MULTILINE)))
    assert len(names) > 10
    assert set(names) <= set(_rendered(tmp_path, {}).values)
    resources = PAGE.partition("Resources to refer to:")[2].partition(".")[0]
    ids = re.findall(r"`(\w+)`", resources)
    assert len(ids) > 8
    assert set(ids) <= set(render({}).resources)


@pytest.mark.parametrize("name", ["database", "files"])
def test_an_example_makes_nothing_where_the_config_does_not_ask_for_it(
    name: str, stack: Folder
) -> None:
    config = "regions: [eu-west-1]\napplication: {baked: true}\n"
    without = stack.render(config)
    shutil.copy(EXAMPLES / f"{name}.yml.j2", stack.root / "partials")
    assert (without.code, stack.render(config).out) == (0, without.out)


def test_a_value_that_a_config_lacks_is_named_with_its_place(stack: Folder) -> None:
    own = (
        "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties: {{ custom.database.x }}\n"
    )
    stack.write("partials/queue.yml.j2", own)
    result = stack.render("regions: [eu-west-1]\napplication: {baked: true}\n")
    assert result.code == 2
    assert "custom.database is not set in the config" in result.err
    assert "hint: set custom.database in the config, or test for it: {% if custom" in result.err


def test_an_endpoint_that_a_partial_has_too_is_at_the_entry_of_the_config(tmp_path: Path) -> None:
    own = "Resources: {SqsEndpoint: {Type: AWS::EC2::VPCEndpoint}}"
    config = {"network": {"endpoints": True, "more_endpoints": ["sqs"]}}
    with pytest.raises(InvalidInput) as caught:
        _rendered(tmp_path, config, own=own)
    [found] = caught.value.diagnostics
    assert found.location.file == "case.yml"
    assert found.message.startswith("network.more_endpoints[0]: makes Resources.SqsEndpoint, ")
