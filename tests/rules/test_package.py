"""The pack as others get it: installed into an environment of its own, with old and new cfn-lint.

Needs pip and its registry; where those are missing the tests are skipped, and say so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .corpus import RULES, mistakes

OLDEST = "1.3.0"
NEWEST = next(
    line.split("==")[1].split()[0]
    for line in (RULES.parent / "requirements.txt").read_text().splitlines()
    if line.startswith("cfn-lint==")
)
LONGEST = 600  # seconds for one command, pip's with a cold cache among them
pytestmark = pytest.mark.once
Run = subprocess.CompletedProcess[str]


def call(*words: str | Path, cwd: Path) -> Run:
    """Run a command in another repository; one that takes too long fails with that as its text."""
    plain = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    command = list(map(str, words))
    try:
        return subprocess.run(
            command,
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            env=plain,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", f"no end within {LONGEST} seconds")


@pytest.fixture(scope="module", params=[OLDEST, NEWEST])
def environment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another repository: an environment with the pack, and a few templates."""
    folder = tmp_path_factory.mktemp(f"cfnlint-{request.param}")
    call(sys.executable, "-m", "venv", "venv", cwd=folder)
    packages = [f"cfn-lint=={request.param}", str(RULES)]
    done = call("venv/bin/pip", "install", "-q", *packages, cwd=folder)
    if done.returncode:
        pytest.skip(f"pip could not install the pack: {done.stderr.strip()[-300:]}")
    for case in list(mistakes())[::12]:
        path = folder / f"{case.name.replace('/', '-')}.json"
        path.write_text(json.dumps(case.template(), indent=1))
    return folder


def lint(environment: Path, *options: str) -> list[str]:
    """The findings of the pack alone, in all the templates."""
    templates = sorted(path.name for path in environment.glob("*.json"))
    words = ["venv/bin/cfn-lint", "--format", "parseable", "-c", "I", *options]
    done = call(*words, "-t", *templates, cwd=environment)
    assert "Traceback" not in done.stderr
    return [line for line in done.stdout.splitlines() if line.split(":")[5][1:3] == "R9"]


def test_by_module_path_and_file_the_same(environment: Path) -> None:
    by_module = lint(environment, "-a", "ec2_readiness")
    assert len(by_module) >= 20
    assert lint(environment, "-a", str(RULES)) == by_module
    assert lint(environment, "-a", str(RULES / "ec2_readiness")) == by_module
    (environment / ".cfnlintrc").write_text("append_rules: [ec2_readiness]\n")
    try:
        assert lint(environment) == by_module
    finally:
        (environment / ".cfnlintrc").unlink()


def test_a_folder_by_name_runs_its_rules_alone(environment: Path) -> None:
    alarms = lint(environment, "-a", "ec2_readiness.alarms")
    assert alarms
    assert {line.split(":")[5][1:4] for line in alarms} == {"R96"}
    assert lint(environment, "-a", str(RULES / "ec2_readiness" / "alarms")) == alarms


def test_rules_are_ignored_by_group(environment: Path) -> None:
    kept = lint(environment, "-a", "ec2_readiness", "-i", "ER", "WR", "IR9")
    assert [line for line in kept if line.split(":")[5][:2] != "IR"] == []


def test_counts_and_waivers(environment: Path) -> None:
    program = ("venv/bin/python", "-m", "ec2_readiness")
    target = min(path.name for path in environment.glob("deployment-*.json"))
    counted = call(*program, "counts", target, cwd=environment)
    assert counted.returncode == 0
    rules = {line.split()[1] for line in counted.stdout.splitlines()}
    assert rules
    words = ("venv/bin/cfn-lint", "-a", "ec2_readiness", "--format", "parseable")
    shown = call(*words, "-t", target, cwd=environment).stdout
    assert {line.split(":")[5] for line in shown.splitlines()} >= rules
    waived = call(*program, "waivers", "--until", "2099-12-31", target, cwd=environment)
    template = json.loads((environment / target).read_text())
    template |= yaml.safe_load(waived.stdout)
    (environment / "waived.json").write_text(json.dumps(template))
    assert call(*program, "counts", "waived.json", cwd=environment).stdout == counted.stdout
    found = call(*words, "-c", "I", "-t", "waived.json", cwd=environment).stdout
    (environment / "waived.json").unlink()
    ours = {line.split(":")[5] for line in found.splitlines() if line.split(":")[5][1:3] == "R9"}
    assert "IR9923" in ours  # what is waived is listed
    assert not [rule for rule in ours if not rule.startswith("I")]


def test_by_pre_commit_the_same(environment: Path, tmp_path: Path) -> None:
    if NEWEST not in environment.name:
        pytest.skip("pre-commit installs the newest cfn-lint")
    done = call("venv/bin/pip", "install", "-q", "pre-commit", cwd=environment)
    if done.returncode:
        pytest.skip(f"pip could not install pre-commit: {done.stderr.strip()[-300:]}")
    git = ("git", "-c", "user.name=t", "-c", "user.email=ops@example.com")
    pack = tmp_path / "pack"
    shutil.copytree(RULES, pack, ignore=shutil.ignore_patterns("__pycache__"))
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "The pack")):
        call(*git, *words, cwd=pack)
    commit = call("git", "rev-parse", "HEAD", cwd=pack).stdout.strip()
    hook = {"id": "ec2-readiness", "files": r"\.json$", "args": ["--format", "parseable"]}
    config = {"repos": [{"repo": str(pack), "rev": commit, "hooks": [hook]}]}
    (environment / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    call(*git, "init", "-q", cwd=environment)
    call(*git, "add", *sorted(path.name for path in environment.glob("*.json")), cwd=environment)
    done = call("venv/bin/pre-commit", "run", "--all-files", cwd=environment)
    found = {line for line in done.stdout.splitlines() if line.split(":")[5:6]}
    ours = {line for line in found if line.split(":")[5][1:3] == "R9"}
    expected = lint(environment, "-a", "ec2_readiness")
    assert ours == {line for line in expected if line.split(":")[5][:1] != "I"}
