"""The hook, run by pre-commit in a repository that names this one by `repo:` and `rev:`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT, SMALL

CONFIG = """\
repos:
  - repo: {hooks}
    rev: v1.0.0
    hooks:
      - id: render-check
"""
IDENTITY = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "Test"), ("EMAIL", "ops@example.com"))
}


def _run(*command: str, folder: Path, home: Path) -> tuple[int, str]:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **IDENTITY, "PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which pre-commit keeps its environments."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """Return this project as a repository with a tag."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path_factory.mktemp("hooks")
    for name in ("pyproject.toml", ".pre-commit-hooks.yaml", "pipeline", ".ci"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / name)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Release"], ["tag", "v1.0.0"]):
        assert _run("git", *command, folder=folder, home=home) == (0, "")
    return folder


@pytest.fixture
def team(tmp_path: Path, hooks: Path, home: Path) -> Path:
    """Return a team's repository, whose project is a subfolder, as rendered."""
    root = tmp_path / "team"
    project = root / "infra"
    project.mkdir(parents=True)
    for name in (".gitignore", ".cfnlintrc", "render.py", "pipeline", "rules"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, project / name)
    for part in ("config", "partials", "schema"):
        shutil.copytree(SMALL / part, project / part)
    config = CONFIG.format(hooks=hooks) + "        entry: python infra/render.py --check\n"
    (root / ".pre-commit-config.yaml").write_text(config)
    subprocess.run([sys.executable, "infra/render.py"], cwd=root, check=True)
    for command in (["init", "-q"], ["add", "-A"]):
        assert _run("git", *command, folder=root, home=home) == (0, "")
    return root


def test_the_hook_passes_then_names_the_line(team: Path, home: Path) -> None:
    run = (sys.executable, "-m", "pre_commit", "run", "render-check")
    code, said = _run(*run, folder=team, home=home)
    if code == 3 and "pip" in said:
        pytest.skip(f"pre-commit cannot install the libraries: {said[-300:]}")
    assert (code, "Passed" in said) == (0, True), said
    config = next(iter(sorted((team / "infra" / "config").glob("[!_]*.yml"))))
    config.write_text(config.read_text() + "nonsense: 1\n")
    assert _run("git", "add", "-A", folder=team, home=home) == (0, "")
    code, said = _run(*run, folder=team, home=home)
    assert code == 1
    assert f"{config.relative_to(team)}:" in said, said
    assert "nonsense" in said


def test_a_change_elsewhere_runs_nothing(team: Path, home: Path) -> None:
    assert _run("git", "commit", "-qm", "All", folder=team, home=home)[0] == 0
    (team / "README.md").write_text("text\n")
    assert _run("git", "add", "-A", folder=team, home=home) == (0, "")
    run = (sys.executable, "-m", "pre_commit", "run", "render-check")
    code, said = _run(*run, folder=team, home=home)
    assert (code, "no files to check" in said) == (0, True), said
