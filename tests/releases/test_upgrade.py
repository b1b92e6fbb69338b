"""The commands of docs/upgrading.md, run by Git and bash where both sides rendered."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import ROOT, SMALL, copy_program

Run = Callable[[str, Path], str]
_BLOCK = re.compile(r"<!-- tested: (.+?) -->\n```sh\n(.+?)```", re.DOTALL)
BLOCKS = dict(_BLOCK.findall((ROOT / "docs" / "upgrading.md").read_text(encoding="utf-8")))
PARTIAL = Path("partials", "numbers.yml.j2")
CONFIG = Path("config", "one.yml")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs a script by bash in a folder; its `python` is this one, without lint."""
    shim = tmp_path / "bin" / "python"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec {sys.executable} "$@" --no-lint\n')
    shim.chmod(0o755)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ops@example.com")
    monkeypatch.setenv("GIT_EDITOR", "true")  # a person who accepts the message
    monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")

    def bash(script: str, folder: Path) -> str:
        done = subprocess.run(
            ["bash", "-euc", script], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return bash


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def _paste(script: str, folder: Path) -> str:
    """Run a script that fails, as a person pastes it; return what it printed."""
    command = ["bash", "-c", script]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode
    return done.stdout + done.stderr


pytestmark = pytest.mark.skipif(
    not (shutil.which("git") and shutil.which("bash")), reason="no git or no bash"
)
SAVE = "python render.py && git add -A && git commit -qm 'A change'"


@pytest.fixture
def upstream(run: Run, tmp_path: Path) -> Path:
    """Return this project's repository, with a release."""
    folder = tmp_path / "upstream"
    shutil.copytree(SMALL, folder)
    copy_program(folder)
    for name in (".gitattributes", ".gitignore", ".cfnlintrc"):
        shutil.copy(ROOT / name, folder / name)
    run(f"git init -q -b main && {SAVE} && git tag v1.0.0", folder)
    return folder


@pytest.fixture
def team(run: Run, upstream: Path, tmp_path: Path) -> Path:
    """Return a team's clone of it."""
    run(f"git clone -q --origin upstream {upstream} {tmp_path / 'team'}", tmp_path)
    return tmp_path / "team"


def test_a_merge_is_rendered_anew(run: Run, upstream: Path, team: Path) -> None:
    _replace(upstream / PARTIAL, "How many.", "The number.")
    run(f"{SAVE} && git tag v1.1.0", upstream)
    _replace(team / CONFIG, "The first", "The team's")
    run(SAVE, team)

    said = run(BLOCKS["upgrade"], team)
    assert "UU output/one.yml" in said
    assert not [path for path in team.glob("output/*") if "<<<<" in path.read_text()]
    run(BLOCKS["render"], team)
    run("python render.py --check && git diff --quiet HEAD", team)
    assert run("git log -1 --format=%p", team).count(" ") == 1, "a merge has two parents"
    template = (team / "output" / "one.yml").read_text()
    assert "The number." in template
    assert "The team's" in template


def test_a_config_of_a_team_is_not_taken_for_an_example(
    run: Run, upstream: Path, team: Path
) -> None:
    """A team starts from an example, in a folder of its own, and deletes the examples."""
    run("mkdir shop && git mv config shop/config && git rm -rq output", team)
    run(SAVE, team)
    kept = (team / "shop" / CONFIG).read_text()
    _replace(upstream / PARTIAL, "How many.", "The number.")
    _replace(upstream / CONFIG, "The first", "Another example")
    run(f"{SAVE} && git tag v1.1.0", upstream)

    run(BLOCKS["upgrade"], team)
    assert "Another example" in (team / "shop" / CONFIG).read_text(), "Git sees a file that moved"
    run(BLOCKS["yours"], team)
    run(BLOCKS["render"], team)
    run("python render.py --check && git diff --quiet HEAD", team)
    assert (team / "shop" / CONFIG).read_text() == kept
    assert not (team / CONFIG).exists()
    template = (team / "shop" / "output" / "one.yml").read_text()
    assert "The number." in template
    assert "The first" in template


def test_examples_that_a_team_changed_in_place_stay_the_teams(
    run: Run, upstream: Path, team: Path
) -> None:
    """Git merges a release's line into a file whose other lines the team changed."""
    lines = "description: The first\n# a\n# b\n# c\n# d\n"
    (upstream / "config" / "two.yml").write_text((upstream / CONFIG).read_text())
    _replace(upstream / CONFIG, "description: The first\n", lines)
    run(SAVE, upstream)
    run("git pull -q upstream main", team)
    with (upstream / CONFIG).open("a") as file:
        file.write("# e\n")
    _replace(upstream / "config" / "two.yml", "The first", "Another example")
    run(f"{SAVE} && git tag v1.1.0", upstream)
    _replace(team / CONFIG, "The first", "The team's")
    run("git rm -q config/two.yml output/two.*", team)
    run(SAVE, team)
    kept = (team / CONFIG).read_text()

    assert "DU config/two.yml" in run(BLOCKS["upgrade"], team)
    assert (team / CONFIG).read_text() != kept, "Git merges the release's line"
    run(BLOCKS["yours"].replace("shop/config", "config"), team)
    run(BLOCKS["render"], team)
    run("python render.py --check && git diff --quiet HEAD", team)
    assert (team / CONFIG).read_text() == kept
    assert not (team / "config" / "two.yml").exists()


def test_examples_that_a_team_deleted_stay_deleted(run: Run, upstream: Path, team: Path) -> None:
    run("mkdir -p shop/config && git rm -rq output config", team)
    (team / "shop" / CONFIG).write_text("regions: [eu-west-1]\n")
    run(SAVE, team)
    _replace(upstream / PARTIAL, "How many.", "The number.")
    _replace(upstream / CONFIG, "The first", "Another example")
    run(f"{SAVE} && git tag v1.1.0", upstream)

    assert "DU config/one.yml" in run(BLOCKS["upgrade"], team)
    run(BLOCKS["yours"], team)
    run(BLOCKS["render"], team)
    run("python render.py --check && git diff --quiet HEAD", team)
    assert not (team / CONFIG).exists()
    assert "The number." in (team / "shop" / "output" / "one.yml").read_text()


def test_examples_that_a_team_changed_in_place_stay_as_they_are(
    run: Run, upstream: Path, team: Path
) -> None:
    """A release changes other lines of a config, and an example that the team deleted."""
    example = upstream / "config" / "example.yml"
    example.write_text("regions: [eu-west-1]\n")
    (upstream / CONFIG).write_text("first: 1\n#\n#\n#\nlast: 1\n")
    run("git add -A && git commit -qm Examples && git tag v1.0.1", upstream)
    run("git pull -q upstream main && git rm -q config/example.yml", team)
    _replace(team / CONFIG, "first: 1", "first: 2")
    run("git commit -qam 'A change'", team)
    _replace(upstream / CONFIG, "last: 1", "last: 2")
    _replace(example, "1", "2")
    run("git commit -qam Release && git tag v1.1.0", upstream)

    assert run(BLOCKS["upgrade"], team).splitlines()[-1] == "DU config/example.yml"
    assert "last: 2" in (team / CONFIG).read_text(), "merged without a conflict"
    run(BLOCKS["yours"].replace("shop/config", "config"), team)
    run("git add -A && git commit -qm Upgrade", team)
    assert (team / CONFIG).read_text() == "first: 2\n#\n#\n#\nlast: 1\n"
    assert not (team / "config" / "example.yml").exists()


def test_what_merges_is_not_listed_as_a_conflict(run: Run, upstream: Path, team: Path) -> None:
    _replace(upstream / PARTIAL, "How many.", "The number.")
    _replace(upstream / CONFIG, "The first", "Another")
    (upstream / "new.md").write_text("new\n")
    run("git add -A && git commit -qm Release && git tag v1.1.0", upstream)
    _replace(team / CONFIG, "The first", "The team's")
    run("git commit -qam 'A change'", team)
    (team / "notes.txt").write_text("not in Git\n")

    listed = [line for line in run(BLOCKS["upgrade"], team).splitlines() if line[2:3] == " "]
    assert listed == ["UU config/one.yml"]


def test_nothing_is_merged_into_main_if_the_branch_is_there(
    run: Run, upstream: Path, team: Path
) -> None:
    _replace(upstream / PARTIAL, "How many.", "The number.")
    run(f"{SAVE} && git tag v1.1.0", upstream)
    run("git branch upgrade-v1.1.0", team)
    before = run("git rev-parse HEAD", team)

    assert "a branch named 'upgrade-v1.1.0' already exists" in _paste(BLOCKS["upgrade"], team)
    assert "no merge in progress" in _paste(BLOCKS["render"], team)
    assert run("git rev-parse HEAD && git status --short", team) == before


@pytest.mark.parametrize(
    ("file", "problem"), [(CONFIG, "title: x\n"), (Path("notes.md"), "<<<<<<< HEAD\n")]
)
def test_what_is_not_solved_is_not_committed(
    run: Run, upstream: Path, team: Path, file: Path, problem: str
) -> None:
    """A setting that has another name is an error; of pages `render.py` knows nothing."""
    for folder in (upstream, team):
        (folder / "notes.md").write_text(f"{folder.name}\n")
        run("git add -A && git commit -qm Notes", folder)
    run("git tag v1.1.0", upstream)
    before = run("git rev-parse HEAD", team)
    assert "AA notes.md" in run(BLOCKS["upgrade"], team)
    (team / "notes.md").write_text("both\n")
    solved = (team / file).read_text()
    (team / file).write_text(solved + problem)

    assert file.name in _paste(BLOCKS["render"], team)
    assert run("git rev-parse HEAD", team) == before
    (team / file).write_text(solved)
    run(BLOCKS["render"], team)
    assert run("git rev-parse HEAD^", team) == before
