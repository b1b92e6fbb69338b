"""Two environments: side by side, and held to what they have in common."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.config.schema_files import load_schema
from pipeline.review.comparison import compare_renderings
from pipeline.review.deployer.role_template import deployment_permissions
from tests.readers import read_1_1
from tests.rendered import merged
from tests.review.support import BASE, PROJECT, render
from tests.support import ROOT, STACK, Folder, copy_project


def test_comparison_has_settings_and_resources_and_no_names() -> None:
    left, right = render(), render({"fleet": {"max_size": 8}, "dashboard": {"enabled": True}})
    found = json.loads(compare_renderings(left, right, "json"))
    assert {each["name"]: (each["left"], each["right"]) for each in found["settings"]} == {
        "fleet.max_size": ("4", "8"),
        "dashboard.enabled": ("false", "true"),
    }
    resources = {each["name"]: (each["left"], each["right"]) for each in found["resources"]}
    assert resources["AutoScalingGroup.MaxSize"] == ("4", "8")
    assert resources["Dashboard"] == ("no", "yes")
    assert not any("Tags" in name for name in resources)


@pytest.mark.parametrize("style", ["text", "markdown"])
def test_equal_environments_do_not_differ(style: str) -> None:
    assert "They do not differ." in compare_renderings(render(), render(), style)


@pytest.fixture
def project(tmp_path: Path) -> Folder:
    """Return a copy of the project with staging, and nothing else."""
    folder = copy_project(STACK, tmp_path / "project")
    for path in (*(folder.root / "config").glob("*.yml"), *(folder.root / "output").iterdir()):
        path.unlink()
    folder.write("config/staging.yml", json.dumps(BASE))
    return folder


def run(project: Folder, change: dict[str, Any], parity: dict[str, Any]) -> Any:
    config = merged(BASE, {**change, "parity": {"config": "staging.yml", **parity}})
    project.write("config/prod.yml", json.dumps(config, indent=1))
    return project.run("--no-lint", "config/prod.yml")


SIZES = {"at_least": ["fleet.min_size", "fleet.max_size"]}


@pytest.mark.parametrize(
    ("change", "parity", "message"),
    [
        ({"fleet": {"min_size": 1}}, SIZES, "fleet.min_size: 1, and 2 in config/staging.yml"),
        (
            {"alb": {"idle_timeout": 90}},
            {"may_differ": ["fleet"]},
            "alb.idle_timeout: 90, and 60 in config/staging.yml: parity.may_differ does not list",
        ),
        (
            {"alb": {"deletion_protection": True}},
            {"may_differ": ["fleet"]},
            (
                "alb.deletion_protection: true, and false in config/staging.yml: parity.may_differ "
                "does not list it\n    hint: use one value in both, or list "
                "alb.deletion_protection in parity.may_differ"
            ),
        ),
        (
            {"access": {"key_name": "operations"}},
            {"may_differ": ["fleet"]},
            'access.key_name: "operations", and "" in config/staging.yml',
        ),
        ({}, {"at_least": ["fleet.size"]}, "parity.at_least[0]: no setting fleet.size"),
        ({}, {"config": "other.yml"}, "parity.config: no file config/other.yml"),
    ],
)
def test_broken_parity_fails_a_run(
    change: dict[str, Any], parity: dict[str, Any], message: str, project: Folder
) -> None:
    result = run(project, change, parity)
    assert result.code == 1
    assert message in result.err
    assert result.err.startswith("config/prod.yml:")
    assert not (project.root / "output" / "prod.yml").exists()


@pytest.mark.parametrize(
    ("change", "parity"),
    [
        ({"fleet": {"min_size": 3}}, SIZES),
        ({"fleet": {"min_size": 3}, "description": "Other"}, {"may_differ": ["fleet"]}),
        ({"fleet": {"min_size": 3}, "alb": {"idle_timeout": 90}}, {}),
    ],
)
def test_kept_parity_passes(
    change: dict[str, Any], parity: dict[str, Any], project: Folder
) -> None:
    assert run(project, change, parity).code == 0


def test_parity_is_asked_again_when_the_other_config_changes(project: Folder) -> None:
    assert run(project, {}, SIZES).code == 0
    project.write("config/staging.yml", json.dumps(merged(BASE, {"fleet": {"min_size": 3}})))
    assert project.run("--no-lint", "config/prod.yml").code == 1


def test_compare_is_a_command(project: Folder) -> None:
    run(project, {"fleet": {"max_size": 5}}, {})
    result = project.run("--compare", "config/staging.yml", "config/prod.yml")
    assert (result.code, result.err) == (0, "")
    assert "  fleet.max_size\n    config/staging.yml: 4\n    config/prod.yml: 5\n" in result.out


def test_the_roles_trust_the_same_jobs() -> None:
    deployer = json.loads(deployment_permissions(render()))
    reviewer = read_1_1((ROOT / "docs" / "workflows" / "review-role.yml").read_text())
    providers = ["token.actions.githubusercontent.com", "gitlab.com"]
    for template in (deployer, reviewer):
        assert template["Parameters"]["Provider"]["AllowedValues"] == providers
        boundary = {"Ref": "PermissionsBoundary"}
        assert template["Parameters"]["PermissionsBoundary"]["Default"] == ""
        assert template["Conditions"]["HasBoundary"] == {
            "Fn::Not": [{"Fn::Equals": [boundary, ""]}]
        }
        assert template["Resources"]["Role"]["Properties"]["PermissionsBoundary"] == {
            "Fn::If": ["HasBoundary", boundary, {"Ref": "AWS::NoValue"}]
        }
    trusts = [
        each["Resources"]["Role"]["Properties"]["AssumeRolePolicyDocument"]
        for each in (deployer, reviewer)
    ]
    assert trusts[0] == trusts[1]
    gitlab = trusts[0]["Statement"][0]["Fn::If"][1]["Condition"]["StringEquals"]
    # docs.gitlab.com/ci/cloud_services/aws
    expected = "project_path:${Repository}:ref_type:branch:ref:${Branch}"
    assert gitlab["gitlab.com:sub"] == {"Fn::Sub": expected}


def test_schema_of_a_project_without_parity_is_no_problem(small: Folder) -> None:
    assert "parity" not in load_schema(small.root / "schema" / "config.schema.json")["properties"]
    assert PROJECT.schema.exists()
    assert small.run("--no-lint").code == 0
