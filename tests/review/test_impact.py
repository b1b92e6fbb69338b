"""What an impact says beside the effects: equal forms, consequences, refusals, access, formats."""

from __future__ import annotations

import copy
import json
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.review.access import access_changes
from pipeline.review.changes import compare
from pipeline.review.consequences import consequences
from pipeline.review.coverage import covers
from pipeline.review.impact import impact
from pipeline.review.impact_formats import FORMATS, as_text
from pipeline.review.impact_json import as_json
from pipeline.review.refusals import refusals
from pipeline.review.update import Update
from tests.rendered import merged
from tests.review.support import BASE, PROJECT, load, render
from tests.support import REGIONS, STACK, Folder, copy_project

Data = dict[str, Any]
CASES: list[Data] = load("consequences.yml")


def update(before: Data, after: Data) -> Update:
    return Update(before, after, compare(before, after, "eu-west-1"))


def said(before: Data, after: Data) -> str:
    found = update(before, after)
    return "\n".join(
        f"{each.resource}: {each.text}" for each in (*consequences(found), *refusals(found))
    )


def template(change: Data | None = None) -> Data:
    data: Data = copy.deepcopy(render(change).template.data)
    return data


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_what_follows_is_said(case: Data) -> None:
    before, after = (
        template(case.get("before")),
        template(merged(case.get("before", {}), case["set"])),
    )
    assert case["says"] in said(before, after)
    assert case["says"] not in said(before, before)


def test_a_rule_that_is_added_or_removed_drops_no_other_traffic() -> None:
    other = template({"alb": {"clients": {"cidrs": ["0.0.0.0/0", "203.0.113.0/24"]}}})
    assert said(template(), other) == said(other, template()) == ""


def shuffled(value: Any, chance: random.Random) -> Any:
    """Return data with the keys of every map in another order."""
    if isinstance(value, dict):
        items = list(value.items())
        chance.shuffle(items)
        return {key: shuffled(item, chance) for key, item in items}
    return [shuffled(item, chance) for item in value] if isinstance(value, list) else value


def reordered(data: Data) -> Data:
    """Return a template in which what is a set is in another order."""
    data = copy.deepcopy(data)
    for resource in data["Resources"].values():
        for key in ("Tags", "SecurityGroupIngress", "LoadBalancerAttributes", "Dimensions"):
            if isinstance(resource.get("Properties", {}).get(key), list):
                resource["Properties"][key].reverse()
        if isinstance(resource.get("DependsOn"), list):
            resource["DependsOn"].reverse()
    return data


def respelt(value: Any) -> Any:
    """Return data with other forms of the same: Join for Sub, strings for numbers and booleans."""
    if isinstance(value, dict):
        if set(value) == {"Fn::GetAtt"} and isinstance(value["Fn::GetAtt"], list):
            return {"Fn::GetAtt": ".".join(value["Fn::GetAtt"])}
        if set(value) == {"Ref"} and not value["Ref"].startswith("AWS::NoValue"):
            return {"Fn::Sub": f"${{{value['Ref']}}}"}
        if set(value) == {"Fn::Sub"} and isinstance(value["Fn::Sub"], str):
            return {"Fn::Join": ["", [value, ""]]}
        return {key: respelt(item) for key, item in value.items()}
    if isinstance(value, list):
        return [respelt(item) for item in value]
    return (
        str(value).lower()
        if isinstance(value, bool)
        else str(value)
        if type(value) is int
        else value
    )


def with_properties(data: Data, change: Callable[[Any], Any]) -> Data:
    resources = {
        name: {**each, "Properties": change(each.get("Properties", {}))}
        for name, each in data["Resources"].items()
    }
    return {**data, "Resources": resources}


def test_same_template_has_no_impact() -> None:
    data = template({"encryption": {"key": "create"}, "dashboard": {"enabled": True}})
    chance = random.Random(3)
    for other in (data, shuffled(data, chance), reordered(data), with_properties(data, respelt)):
        assert compare(data, other, "eu-west-1") == []
        assert access_changes(data, other) == []
        assert said(data, other) == ""


def test_real_changes_among_equal_forms_are_found() -> None:
    data = template()
    other = with_properties(reordered(data), respelt)
    other["Resources"]["TargetGroup"]["Properties"]["Port"] = "3001"
    changes = {each.name: each.heading for each in compare(data, other, "eu-west-1")}
    assert changes["TargetGroup"] == "replaced"
    assert "InstanceSecurityGroup" not in changes


MFA = '{"Bool": {"aws:MultiFactorAuthPresent": "true"}}'
ONE = '{"StringEquals": {"aws:PrincipalTag/team": "a"}}'
ONE_OF = '{"StringEquals": {"aws:PrincipalTag/team": ["a", "b"]}}'
NOT_ONE = '{"StringNotEquals": {"aws:PrincipalTag/team": "a"}}'
NOT_OF = '{"StringNotEquals": {"aws:PrincipalTag/team": ["a", "b"]}}'
OWN = (
    '{"Bool": {"aws:MultiFactorAuthPresent": "true"}, '
    '"StringEquals": {"aws:PrincipalAccount": {"Ref": "AWS::AccountId"}}}'
)
CHOICE = '{"Fn::If": ["C", "a", "b"]}'
A, B, A_AND_B = '{"AWS": ["a"]}', '{"AWS": ["b"]}', '{"AWS": ["a", "b"]}'


def grants(change: Data, before: Data | None = None) -> list[str]:
    start = before or {}
    changed = access_changes(template(start), template(merged(start, change)))
    return [f"{'wider' if each.widens else 'narrower'} {each.grant.text}" for each in changed]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"alb": {"clients": {"cidrs": ["203.0.113.0/24"]}}}, "narrower tcp 443 from 0.0.0.0/0"),
        (
            {"access": {"ssh_from_world": True}, "network": {"instance_subnets": "public"}},
            "wider tcp 22 from 0.0.0.0/0",
        ),
        ({"alb": {"scheme": "internal"}}, "narrower addresses that the Internet reaches"),
        (
            {"application": {"secrets": {"PASSWORD": "shop/db"}}},
            "wider secretsmanager:GetSecretValue on ",
        ),
        (
            {"access": {"managed_policies": ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"]}},
            "wider what the managed policy arn:aws:iam::aws:policy/AmazonSQSFullAccess allows",
        ),
        (
            {"access": {"permissions_boundary": "arn:aws:iam::123456789012:policy/boundary"}},
            "narrower permissions boundary arn:aws:iam::123456789012:policy/boundary",
        ),
        (
            {"access": {"egress": [{"description": "HTTPS", "port": 443, "cidr": "0.0.0.0/0"}]}},
            "narrower everything to 0.0.0.0/0",
        ),
        ({"network": {"instance_subnets": "public"}}, "wider a public address on each instance"),
        (  # the parts of an Fn::Sub stay in their order; on a new key nothing was open before
            {"encryption": {"key": "create"}},
            "narrower kms:* on * by AWS: arn:${AWS::Partition}:iam::${AWS::AccountId}:root",
        ),
    ],
)
def test_access_is_marked(change: Data, expected: str) -> None:
    assert any(each.startswith(expected) for each in grants(change)), grants(change)


@pytest.mark.parametrize(
    ("old", "new", "is_rule", "expected"),
    [
        (("tcp", "80", "80", "0.0.0.0/0", ""), ("tcp", "80", "80", "10.0.0.0/8", ""), True, True),
        (("tcp", "80", "80", "10.0.0.0/8", ""), ("tcp", "80", "80", "0.0.0.0/0", ""), True, False),
        (("-1", "", "", "0.0.0.0/0", ""), ("tcp", "22", "22", "0.0.0.0/0", ""), True, True),
        (("tcp", "1", "99", "sg", ""), ("tcp", "20", "30", "sg", ""), True, True),
        (("tcp", "1", "99", "sg", ""), ("tcp", "20", "100", "sg", ""), True, False),
        (("tcp", "1", "9", "::/0", ""), ("tcp", "1", "9", "0.0.0.0/0", ""), True, False),
        (("tcp", "1", "9", "sg", " if A"), ("tcp", "1", "9", "sg", ""), True, False),
        (("s3:*", "*", "", "", ""), ("s3:GetObject", "arn", "", "", ""), False, True),
        (("s3:*", "*", "", MFA, ""), ("s3:GetObject", "arn", "", "", ""), False, False),
        (("s3:*", "*", "", MFA, ""), ("s3:GetObject", "arn", "", OWN, ""), False, True),
        (("s3:*", "*", "", OWN, ""), ("s3:GetObject", "arn", "", MFA, ""), False, False),
        (("s3:*", "*", "", ONE_OF, ""), ("s3:GetObject", "arn", "", ONE, ""), False, True),
        (("s3:*", "*", "", ONE, ""), ("s3:GetObject", "arn", "", ONE_OF, ""), False, False),
        (("s3:*", "*", "", NOT_OF, ""), ("s3:GetObject", "arn", "", NOT_ONE, ""), False, False),
        (("s3:Get*", "arn", "", "", ""), ("s3:PutObject", "arn", "", "", ""), False, False),
        ((), (), False, False),
        (("tcp", "80", "90", "sg", ""), ("tcp", "80", "90", "sg", ""), True, True),
        (("tcp", "80", "90", "sg", ""), ("tcp", "79", "90", "sg", ""), True, False),
        (("tcp", "80", "90", "sg", ""), ("tcp", "80", "91", "sg", ""), True, False),
        (("tcp", "80", "90", "sg", ""), ("udp", "80", "90", "sg", ""), True, False),
        (("tcp", "80", "90", "sg", ""), ("-1", "", "", "sg", ""), True, False),
        (("tcp", "80", "90", "sg", ""), ("tcp", "80", "90", "other", ""), True, False),
        (("tcp", "80", "90", "sg", ""), ("tcp", "80", "90", "sg", " if A"), True, True),
        (("tcp", "80", "90", "sg", " if A"), ("tcp", "80", "90", "sg", " if B"), True, False),
        (("tcp", "Low", "High", "sg", ""), ("tcp", "Low", "High", "sg", ""), True, True),
        (("tcp", "Low", "High", "sg", ""), ("tcp", "Low", "90", "sg", ""), True, False),
        (("tcp", "1", "9", "::/0", ""), ("tcp", "1", "9", "2001:db8::/32", ""), True, True),
        (("tcp", "1", "9", "10.0.0.0/8", ""), ("tcp", "1", "9", "10.0.0.0/8", ""), True, True),
        (("tcp", "1", "9", "10.0.0.0/8", ""), ("tcp", "1", "9", "sg", ""), True, False),
        (("s3:*", "*", "", "", ""), ("s3:GetObject", "arn", "", MFA, " if A"), False, True),
        (("s3:*", "*", "", "", " if A"), ("s3:GetObject", "arn", "", "", ""), False, False),
        (("s3:*", "*", A, "", ""), ("s3:GetObject", "arn", B, "", ""), False, False),
        (("s3:*", "*", A_AND_B, "", ""), ("s3:GetObject", "arn", B, "", ""), False, True),
        (("s3:*", "*", '"*"', "", ""), ("s3:GetObject", "arn", B, "", ""), False, True),
        (("s3:*", "*", '{"AWS": ["*"]}', "", ""), ("s3:GetObject", "arn", B, "", ""), False, True),
        (("s3:*", "*", B, "", ""), ("s3:GetObject", "arn", '"*"', "", ""), False, False),
        (
            ("s3:*", "*", '{"Fn::If": ["C", "a", "b"]}', "", ""),
            ("s3:*", "*", A, "", ""),
            False,
            False,
        ),
        (("s3:getobject", "*", "", "", ""), ("s3:GetObject", "arn", "", "", ""), False, True),
        (("s3:*", "arn:a/*", "", "", ""), ("s3:GetObject", "arn:a/b", "", "", ""), False, True),
        (("s3:*", "arn:a/*", "", "", ""), ("s3:GetObject", "arn:b/b", "", "", ""), False, False),
        (("s3:*", "*"), ("s3:*", "*", "", "", ""), False, False),
    ],
)
def test_what_was_allowed_already_is_not_wider(
    old: tuple[str, ...], new: tuple[str, ...], is_rule: bool, expected: bool
) -> None:
    assert covers(old, new, is_rule=is_rule) is expected


def test_a_boundary_that_goes_widens() -> None:
    boundary = {"access": {"permissions_boundary": "arn:aws:iam::123456789012:policy/boundary"}}
    found = access_changes(template(boundary), template())
    assert [each.widens for each in found] == [True]


@pytest.fixture
def project(tmp_path: Path) -> Folder:
    """Return a copy of the project with one config, rendered."""
    folder = copy_project(STACK, tmp_path / "project")
    for path in (*(folder.root / "config").glob("*.yml"), *(folder.root / "output").iterdir()):
        path.unlink()
    folder.write("config/prod.yml", json.dumps(BASE))
    assert folder.run("--no-lint").code == 0
    return folder


def changed(project: Folder, change: Data) -> None:
    project.write("config/prod.yml", json.dumps(merged(BASE, change), indent=1))


def test_nothing_changed_says_so(project: Folder) -> None:
    result = project.run("--no-lint", "--impact")
    assert (result.code, result.err) == (0, "")
    assert "No impact" in result.out


def test_impact_against_the_output_a_file_and_a_commit(project: Folder) -> None:
    git = ["git", "-c", "user.name=x", "-c", "user.email=ops@example.com", "-C", str(project.root)]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], check=True)
    project.write("old.yml", project.read("output/prod.yml"))
    changed(project, {"application": {"port": 8080}})
    for arguments in ([], ["--against", "old.yml"], ["--against", "HEAD"]):
        result = project.run("--no-lint", "--impact", *arguments, "config/prod.yml")
        assert result.code == 0, result.err
        assert "Port: 3000 -> 8080" in result.out
        assert "application.port" in result.out
        assert "503" in result.out


def committed(project: Folder) -> Callable[..., None]:
    git = ["git", "-c", "user.name=x", "-c", "user.email=ops@example.com", "-C", str(project.root)]

    def run(*arguments: str) -> None:
        subprocess.run([*git, *arguments], check=True)

    run("init", "-q")
    run("add", "-A")
    run("commit", "-q", "-m", "first")
    return run


def test_a_deleted_line_of_a_shared_file_is_the_cause(project: Folder) -> None:
    shared = {"application": {"environment": {"LOG_LEVEL": "info"}}}
    own = {**BASE, "extends": "../common/base.yml", "application": {"port": 3000, "baked": True}}
    project.write("common/base.yml", json.dumps(shared))
    project.write("config/prod.yml", json.dumps(own))
    assert project.run("--no-lint", "config/prod.yml").code == 0
    run = committed(project)
    project.write("common/base.yml", json.dumps({"description": "Nothing"}))
    wanted = "[common/base.yml application.environment.LOG_LEVEL (removed)]"
    for arguments in ([], ["--against", "HEAD"]):
        assert wanted in project.run("--no-lint", "--impact", *arguments, "config/prod.yml").out
    assert project.run("--no-lint", "config/prod.yml").code == 0  # the output is not HEAD's now
    assert (
        "LOG_LEVEL"
        in project.run("--no-lint", "--impact", "--against", "HEAD", "config/prod.yml").out
    )
    run("commit", "-q", "-a", "-m", "second")
    project.write("common/base.yml", json.dumps(shared))
    out = project.run("--no-lint", "--impact", "config/prod.yml").out
    assert re.search(r"\[common/base.yml:1:\d+ application.environment.LOG_LEVEL\]", out)


def test_a_config_that_is_not_valid_today_leaves_causes_open(project: Folder) -> None:
    project.write("config/prod.yml", json.dumps({**BASE, "unknown_today": 1}))
    committed(project)
    changed(project, {"fleet": {"max_size": 8}, "alb": {"https": {"certificate": None}}})
    result = project.run("--no-lint", "--impact", "--against", "HEAD", "config/prod.yml")
    assert result.code == 0, result.err
    assert "clients of port 443 get no connection\n" in result.out
    assert "(default)" not in result.out


@pytest.mark.parametrize(
    "against", ["nothing-of-the-kind", "--upload-pack=x", "a" * 5000, "HEAD~99"]
)
def test_what_is_neither_file_nor_commit_is_refused(against: str, project: Folder) -> None:
    command = ("--no-lint", "--impact", f"--against={against}", "config/prod.yml")
    result = project.run(*command)
    assert result.code == 2
    assert "no file, and there is no Git repository here" in result.err
    committed(project)
    result = project.run(*command)
    assert result.code == 2
    assert "neither a file nor a commit" in result.err


def test_first_rendering_adds_everything(project: Folder) -> None:
    (project.root / "output" / "prod.yml").unlink()
    result = project.run("--no-lint", "--impact", "config/prod.yml")
    assert result.code == 0
    assert "does not exist" in result.out
    assert "REPLACED" not in result.out


def test_a_new_stack_is_summed_up_and_forbidden_by_nothing(project: Folder) -> None:
    (project.root / "output" / "prod.yml").unlink()
    forbidden = [f"--fail-on={each}" for each in ("replace", "interruption", "widened")]
    changed(project, {"alb": {"maintenance": {"enabled": True}}})
    result = project.run("--no-lint", "--impact", *forbidden, "config/prod.yml")
    assert (result.code, result.err) == (0, "")
    assert "a new stack of " in result.out
    assert "python render.py --permissions config/prod.yml" in result.out
    assert len(result.out.splitlines()) < 16


@pytest.mark.parametrize(
    ("regions", "kind", "code", "expected"),
    [
        (["eu-central-1"], "replace", 1, "delete-stack --region eu-west-1 --stack-name STACK"),
        (["eu-central-1"], "widened", 0, "  eu-central-1: a new stack there"),
        (["eu-west-1", "eu-central-1"], "replace", 0, "  eu-central-1: a new stack there"),
        (["eu-west-1"], "replace", 0, "No impact"),
    ],
)
def test_regions_that_go_and_come(
    regions: list[str], kind: str, code: int, expected: str, project: Folder
) -> None:
    base = {**BASE, "alb": {}}
    project.write("config/prod.yml", json.dumps(base))
    assert project.run("--no-lint", "config/prod.yml").code == 0
    committed(project)
    project.write("config/prod.yml", json.dumps({**base, "regions": regions}, indent=1))
    for more in ([], ["--against", "HEAD"]):
        result = project.run("--no-lint", "--impact", "--fail-on", kind, *more, "config/prod.yml")
        assert result.code == code, result.err
        assert expected in result.out
        assert ("[config/prod.yml:" in result.out) is (regions != ["eu-west-1"])


ALL_PATHS = {"name": "All", "priority": 10, "paths": ["/*"], "action": "respond", "status": 404}


@pytest.mark.parametrize(
    ("kind", "change", "code"),
    [
        ("replace", {"application": {"port": 8080}}, 1),
        ("replace", {"fleet": {"max_size": 6}}, 0),
        ("interruption", {"alb": {"scheme": "internal"}}, 1),
        ("interruption", {"alb": {"idle_timeout": 61}}, 0),
        ("interruption", {"alb": {"maintenance": {"enabled": True}}}, 1),
        ("replace", {"alb": {"maintenance": {"enabled": True}}}, 0),
        ("interruption", {"alb": {"rules": [ALL_PATHS]}}, 1),
        ("interruption", {"alb": {"rules": [{**ALL_PATHS, "paths": ["/old/*"]}]}}, 0),
        ("interruption", {"alb": {"health_check": {"path": "/healthz"}}}, 1),
        ("interruption", {"alb": {"clients": {"cidrs": ["203.0.113.0/24"]}}}, 1),
        ("interruption", {"alb": {"waf": {"managed_rules": True}}}, 1),
        ("interruption", {"alb": {"waf": {"managed_rules": True, "count_only": True}}}, 0),
        ("interruption", {"fleet": {"volume_size": 20}}, 0),
        ("widened", {"network": {"instance_subnets": "public"}}, 1),
        ("widened", {"alb": {"clients": {"cidrs": ["203.0.113.0/24"]}}}, 0),
    ],
)
def test_fail_on(kind: str, change: Data, code: int, project: Folder) -> None:
    changed(project, change)
    result = project.run("--no-lint", "--impact", "--fail-on", kind, "config/prod.yml")
    assert result.code == code, result.out
    assert ("[impact]" in result.err) is bool(code)


def test_json_is_one_document(project: Folder) -> None:
    changed(project, {"application": {"port": 8080}})
    result = project.run("--no-lint", "--impact", "--format", "json", "--fail-on", "replace")
    [found] = json.loads(result.out)
    [group] = [each for each in found["resources"] if each["name"] == "TargetGroup"]
    assert (group["effect"], group["setting"], group["file"]) == (
        "replaced", "application.port", "config/prod.yml",
    )  # fmt: skip
    assert group["line"] > 0


def test_every_format_holds_hostile_values() -> None:
    hostile = "<b>x</b> | `y` @team ${z} \u202e \n# heading\n```"
    before, after = template(), render()
    after.template.data["Resources"]["TargetGroup"]["Properties"]["HealthCheckPath"] = hostile
    after.template.data["Resources"]["LogGroup"]["Properties"]["LogGroupName"] = hostile
    found = impact(after, before, "output/prod.yml", PROJECT.partials)
    assert set(FORMATS) == {"text", "markdown", "json"}
    assert json.loads(as_json([found]))
    text, page = as_text(found), FORMATS["markdown"]([found])
    assert "\n# heading" not in text
    assert "\n# heading" not in page
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert len({line.replace("\\|", "").count("|") for line in rows}) == 1


def test_parameters_are_open_and_additional_permissions_are_listed(project: Folder) -> None:
    changed(project, {"encryption": {"key": "create"}})
    result = project.run("--no-lint", "--impact", "config/prod.yml")
    assert "OPEN: DECIDED AT DEPLOYMENT" in result.out
    assert "kms:CreateKey" in result.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--impact", "--compare", "a.yml", "b.yml"],
        ["--impact", "--check"],
        ["--against", "HEAD"],
        ["--fail-on", "replace"],
        ["--format", "markdown"],
        ["--impact", "--format", "sarif"],
        ["--compare", "config/prod.yml"],
        ["--permissions"],
        ["--why", "events.json"],
    ],
)
def test_contradictions_are_wrong_usage(arguments: list[str], project: Folder) -> None:
    assert project.run(*arguments).code == 2


def test_small_project_of_other_partials_has_a_review(small: Folder) -> None:
    small.write("config/one.yml", REGIONS)
    assert small.run("--no-lint", "config/one.yml").code == 0
    assert small.read("output/one.md").startswith("# one: ")
    assert small.run("--no-lint", "--impact", "config/one.yml").code == 0


def parameterised(value: Any, default: str | None) -> Data:
    parameter: Data = (
        {"Type": "String"} if default is None else {"Type": "String", "Default": default}
    )
    return {
        "Parameters": {"Parent": parameter},
        "Conditions": {"HasParent": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Parent"}, ""]}]}},
        "Resources": {
            "Group": {
                "Type": "AWS::EC2::SecurityGroup",
                "Properties": {"VpcId": value, "GroupDescription": "Clients"},
            }
        },
    }


@pytest.mark.parametrize(
    ("before", "after", "default", "effect"),
    [
        ({"Ref": "Parent"}, "vpc-1", "vpc-1", "may be replaced"),
        ({"Ref": "Parent"}, "vpc-1", "vpc-2", "replaced"),
        ({"Ref": "Parent"}, "vpc-1", None, "replaced"),
        (
            {"Fn::ImportValue": {"Fn::Sub": "${Parent}-VPC"}},
            {"Fn::ImportValue": "network-VPC"},
            "network",
            "may be replaced",
        ),
        ({"Fn::If": ["HasParent", "vpc-1", "vpc-2"]}, "vpc-2", "", "may be replaced"),
        ({"Fn::If": ["HasParent", "vpc-1", "vpc-2"]}, "vpc-1", "", "replaced"),
    ],
)
def test_literal_in_place_of_a_parameter_is_open(
    before: Any, after: Any, default: str | None, effect: str
) -> None:
    old = parameterised(before, default)
    new = {"Resources": parameterised(after, default)["Resources"]}
    [change] = compare(old, new, "eu-west-1")
    assert change.heading == effect


def text_of(change: Data, before: Data | None = None) -> str:
    start = before or {}
    after = render(merged(start, change))
    return as_text(impact(after, template(start), "output/prod.yml", PROJECT.partials))


def test_a_list_whose_entries_change_is_one_line() -> None:
    lines = text_of({"alb": {"scheme": "internal"}}).splitlines()
    [subnets] = [each for each in lines if each.lstrip().startswith("Subnets")]
    assert "[import of network-SubnetAPublic, import of network-SubnetBPublic] -> [" in subnets


def test_metadata_that_arrives_with_user_data_is_not_said_to_change_nothing() -> None:
    text = text_of({"application": {"environment": {"LOG_LEVEL": "debug"}}})
    assert "ROLLS THE FLEET" in text
    assert "changes nothing that runs" not in text
    assert "arrives with the new user data" in text


@pytest.mark.parametrize(
    ("idle", "keep_alive", "new", "is_said"),
    [
        (60, None, 74, False),
        (60, None, 75, True),  # 15 more than the idle timeout
        (60, 135, 120, False),
        (120, None, 60, False),
        (120, 121, 120, False),
    ],
)
def test_a_longer_idle_timeout_than_instances_keep_connections(
    idle: int, keep_alive: int | None, new: int, is_said: bool
) -> None:
    sides = (
        template({"alb": {"idle_timeout": each}, "application": {"keep_alive": keep_alive}})
        for each in (idle, new)
    )
    assert ("requests fail with 502" in said(*sides)) == is_said


def test_another_scheme_makes_another_target_group() -> None:
    before, after = template(), template({"alb": {"scheme": "internal"}})
    assert "at once" not in said(before, after)
    kept = copy.deepcopy(after)
    text = json.dumps(kept).replace("InternalTargetGroup", "TargetGroup")
    assert "TargetGroup: would belong to the old and the new" in said(before, json.loads(text))
