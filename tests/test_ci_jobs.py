"""What CI runs for a team: the jobs of docs/workflows/, and the hook for pre-commit."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.review.deployer.role_template import deployment_permissions
from tests.review.support import render
from tests.support import ROOT
from tests.workflow_steps import deployment_steps, github_steps

WORKFLOWS = ROOT / "docs" / "workflows"
SHELLCHECK = Path(sys.executable).with_name("shellcheck")
GITLAB: dict[str, dict[str, Any]] = yaml.safe_load((WORKFLOWS / "gitlab-deploy.yml").read_text())
JOBS = {name: job for name, job in GITLAB.items() if not name.startswith(".")}


def _scripts() -> Iterator[str]:
    for path in sorted(WORKFLOWS.glob("git*.yml")):
        data = yaml.safe_load(path.read_text())
        for job in data.get("jobs", data).values():
            for step in job.get("steps", []):
                yield step.get("run", "")
            yield "\n".join([*job.get("before_script", []), *job.get("script", [])])


def test_shellcheck_finds_nothing() -> None:
    scripts = [script for script in _scripts() if script]
    assert len(scripts) > 15
    command = [
        str(SHELLCHECK),
        "--shell=bash",
        "--exclude=SC2154",
        "-",
    ]  # variables of the workflow
    for script in scripts:
        done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + script


def _resolved(job: dict[str, Any]) -> dict[str, Any]:
    """Return a job of GitLab with what it extends: maps merge, lists and scalars replace."""
    base = _resolved(GITLAB[job["extends"]]) if "extends" in job else {}
    variables = {**base.get("variables", {}), **job.get("variables", {})}
    return {**base, **job, "variables": variables}


@pytest.mark.parametrize("name", JOBS)
def test_jobs_of_gitlab_run_for_what_is_merged_only(name: str) -> None:
    (rule,) = _resolved(JOBS[name])["rules"]
    assert rule["if"] == "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"


def test_production_waits_for_a_person_who_has_seen_its_change_set() -> None:
    (rule,) = _resolved(JOBS["prod"])["rules"]
    assert (rule["when"], rule["allow_failure"]) == ("manual", False)
    assert JOBS["prod"]["needs"] == ["prod-change-set"]
    assert JOBS["prod-change-set"]["needs"] == [{"job": "dev", "optional": True}]


@pytest.mark.parametrize("name", JOBS)
def test_a_stack_of_gitlab_has_jobs_where_its_template_changes_only(name: str) -> None:
    job = _resolved(JOBS[name])
    (rule,) = job["rules"]
    assert rule["changes"] == ["$TEMPLATE"]
    environment = name.partition("-")[0]
    assert job["variables"]["TEMPLATE"] == f"output/{environment}.yml"
    assert job["variables"]["CONFIG"] == f"config/{environment}.yml"


@pytest.mark.parametrize("name", [name for name in JOBS if not name.endswith("-why")])
def test_jobs_that_use_aws_ask_for_a_token_and_take_turns(name: str) -> None:
    job = _resolved(JOBS[name])
    assert job["id_tokens"] == {"TOKEN": {"aud": "sts.amazonaws.com"}}
    assert job["resource_group"] == job["variables"]["STACK"]
    config = name.removesuffix("-change-set")
    reviewing = {"name": f"{config}-review", "action": "prepare"}
    assert job["environment"] == (reviewing if name.endswith("-set") else {"name": config})


GITHUB: dict[Any, Any] = yaml.safe_load((WORKFLOWS / "github-deploy-stack.yml").read_text())


# Reusable workflows with skipped jobs: https://github.com/orgs/community/discussions/189172.
@pytest.mark.parametrize("path", [WORKFLOWS / "github-deploy.yml", ROOT / "docs" / "accounts.md"])
def test_a_stack_without_changes_skips_no_other_stack(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    jobs = re.findall(r"^  [a-z-]+:\n    needs: (.+)\n((?:    .+\n)+)", text, re.MULTILINE)
    assert len(jobs) == 1
    for needed, job in jobs:
        assert f"if: ${{{{ !cancelled() && needs.{needed}.result == 'success' }}}}\n" in job


# GitHub cancels what waits in a group when another run of the group comes.
def test_a_stack_of_the_same_name_elsewhere_cancels_no_deployment() -> None:
    group = GITHUB["concurrency"]["group"]
    assert [
        name for name in ("environment", "region", "stack") if f"inputs.{name} " not in group
    ] == []


def test_a_job_is_signed_in_for_as_long_as_it_waits() -> None:
    # PyYAML reads the key `on` as true.
    minutes = GITHUB[True]["workflow_call"]["inputs"]["minutes"]
    most = int(re.findall(r"at most (\d+)", minutes["description"])[0])
    job = GITHUB["jobs"]["deploy"]["timeout-minutes"]
    assert minutes["default"] <= most
    assert most + 15 <= job
    role = json.loads(deployment_permissions(render()))["Resources"]["Role"]["Properties"]
    assert (most + 15) * 60 <= role["MaxSessionDuration"]
    hours = int(GITLAB[".deploy"]["timeout"].removesuffix(" hours"))
    assert int(GITLAB[".aws"]["variables"]["MINUTES"]) + 15 <= hours * 60


DECIDES = [
    "config/prod.yml", "shop/config/_shared.yml", "output/prod.yml", "shop/output/prod.md",
    "partials/fleet.yml.j2", "partials/boot/boot.sh", "schema/fleet.schema.json",
    "rules/support.py", "pipeline/project.py", "render.py", ".cfnlintrc", "requirements.txt",
    "company/_base.yml", "shop/_base.yaml", "_base.yml",
]  # fmt: skip
ELSEWHERE = [
    "README.md",
    "docs/ci.md",
    "tests/test_docs.py",
    "my-config/x.yml",
    "bench/speed.py",
    "a/_b.py",
]


def _pattern(file: str) -> re.Pattern[str]:
    data = yaml.safe_load((ROOT / file).read_text())
    hooks = data["repos"][0]["hooks"] if isinstance(data, dict) else data
    (hook,) = [each for each in hooks if each["id"] == "render-check"]
    return re.compile(hook["files"])


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        (".pre-commit-config.yaml", ""),
        (".pre-commit-hooks.yaml", ""),
        (".pre-commit-hooks.yaml", "infra/"),
    ],
)
def test_the_hook_runs_for_what_decides_an_output(file: str, folder: str) -> None:
    pattern = _pattern(file)
    assert [each for each in DECIDES if not pattern.search(folder + each)] == []
    assert [each for each in ELSEWHERE if pattern.search(folder + each)] == []


CHANGING = deployment_steps("Make a change set")
TEMPLATE = """Parameters:

  ApplicationVersion:
    Type: String

Resources:

  Other:
    Type: AWS::SNS::Topic
"""


@pytest.mark.parametrize("platform", CHANGING)
@pytest.mark.parametrize(
    ("parameters", "missing"),
    [
        ("", ""),
        ("ApplicationVersion=1.4.2", ""),
        ("ApplicationVersion=1.4.2 ImageId=ami-1", "ImageId"),
        ("Application=1", "Application"),
        ("Other=1", "Other"),
    ],
)
def test_a_parameter_that_the_template_lacks_fails(
    platform: str, parameters: str, missing: str, tmp_path: Path
) -> None:
    done = _changed(platform, tmp_path, "echo No changes to deploy.", PARAMETERS=parameters)
    assert done.returncode == (1 if missing else 0), done.stderr
    assert (f"prod.yml has no parameter {missing}\n" in done.stdout) is bool(missing)


def _changed(
    platform: str, folder: Path, aws: str, template: str = TEMPLATE, **given: str
) -> subprocess.CompletedProcess[str]:
    """Make a change set by an `aws` that runs a command."""
    (folder / "aws").write_text(f"#!/bin/bash\n{aws}\n")
    (folder / "aws").chmod(0o755)
    (folder / "prod.yml").write_text(template)
    stack = {"STACK": "shop-prod", "TEMPLATE": "prod.yml", "TEMPLATE_BUCKET": "", "MINUTES": "1"}
    files = {"GITHUB_OUTPUT": "handed-on", "GITHUB_STEP_SUMMARY": "summary"}
    return CHANGING[platform].run(folder, {**stack, **files, "PARAMETERS": "", **given})


# What would say that there is nothing to deploy.
HANDED_ON = {"handed-on", "summary", "change-set.env"}


@pytest.mark.parametrize("platform", CHANGING)
def test_a_change_set_that_is_refused_fails(platform: str, tmp_path: Path) -> None:
    refused = "echo An error occurred: AccessDenied >&2; exit 254"
    done = _changed(platform, tmp_path, refused)
    assert done.returncode == 254, done
    assert "AccessDenied" in done.stderr
    assert not [path for path in tmp_path.iterdir() if path.name in HANDED_ON]


@pytest.mark.parametrize("platform", CHANGING)
def test_a_table_of_changes_that_is_refused_fails(platform: str, tmp_path: Path) -> None:
    made = "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/one/two"
    aws = f"[ $2 = deploy ] && echo describe-change-set --change-set-name {made}"
    assert _changed(platform, tmp_path, aws).returncode == 1


# What searches the parameters may end at the first match, and not read the rest.
@pytest.mark.parametrize("platform", CHANGING)
def test_a_parameter_is_found_among_many(platform: str, tmp_path: Path) -> None:
    more = "".join(f"  P{number}:\n    Type: String\n\n" for number in range(20_000))
    template = TEMPLATE.replace("Resources:", f"{more}Resources:")
    done = _changed(platform, tmp_path, "", template, PARAMETERS="ApplicationVersion=1")
    assert done.returncode == 0, done


WORKFLOW_FILES = [*WORKFLOWS.glob("github-*.yml"), *(ROOT / ".github" / "workflows").iterdir()]


@pytest.mark.parametrize("path", WORKFLOW_FILES, ids=lambda path: path.name)
def test_a_step_fails_with_each_command_of_a_pipe(path: Path) -> None:
    assert [step for step in github_steps(path) if "pipefail" not in step.shell] == []
