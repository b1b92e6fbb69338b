"""Files are named as this folder names them, or as their repository does."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.diagnostic import Diagnostic, Location
from pipeline.output.places import from_here, from_repository
from tests.support import REGIONS, Folder, copy_program, run_python


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project in a folder of a repository."""
    root = tmp_path / "repository" / "infra"
    for name in ("partials/a.yml.j2", "config/one.yml", "shop/config/two.yml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    (root.parent / ".git").mkdir()
    return root


def _found(config: str) -> Diagnostic:
    partial = Location("partials/a.yml.j2", 7)
    return Diagnostic(Location(config, 2, 3), "wrong", partial=partial, configs=(config,))


@pytest.mark.parametrize(
    ("folder", "config", "here", "in_repository"),
    [
        (".", "config/one.yml", "partials/a.yml.j2", "infra/config/one.yml"),
        ("..", "infra/config/one.yml", "infra/partials/a.yml.j2", "infra/config/one.yml"),
        ("shop", "config/two.yml", "{root}/partials/a.yml.j2", "infra/shop/config/two.yml"),
        ("shop", "{root}/config/one.yml", "{root}/partials/a.yml.j2", "infra/config/one.yml"),
        ("shop", "config/none.yml", "{root}/partials/a.yml.j2", "infra/shop/config/none.yml"),
    ],
)
def test_a_place(
    folder: str,
    config: str,
    here: str,
    in_repository: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project / folder)
    found = _found(config.format(root=project))
    [shown] = from_here([found], project)
    assert shown.location == found.location
    assert shown.configs == found.configs
    assert shown.partial == Location(here.format(root=project), 7)
    [moved] = from_repository([shown], project)
    assert moved.location == Location(in_repository, 2, 3)
    assert moved.configs == (in_repository,)
    assert moved.partial == Location("infra/partials/a.yml.j2", 7)


@pytest.mark.parametrize("kind", ["folder", "file"])  # a file in a worktree or a submodule
def test_the_nearest_repository_counts(
    kind: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = project / ".git"
    git.mkdir() if kind == "folder" else git.write_text("gitdir: elsewhere\n")
    monkeypatch.chdir(project)
    [moved] = from_repository([_found("config/one.yml")], project)
    assert moved.location.file == "config/one.yml"


def test_outside_a_repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.parent / ".git").rmdir()
    monkeypatch.chdir(project)
    assert from_repository([_found("config/one.yml")], project) == [_found("config/one.yml")]


def test_a_stream_is_no_file(project: Path) -> None:
    found = Diagnostic(Location("<stdin>", 1, 1), "empty")
    assert from_here([found], project) == from_repository([found], project) == [found]


def test_in_a_subfolder_of_a_repository(small: Folder) -> None:
    """Annotations, code scanning and test reports find the file; the text is for this folder."""
    (small.root.parent / ".git").mkdir()
    small.write("config/one.yml", f"{REGIONS}size: x\n")
    line = "config/one.yml:2:7: error: size: 'x' is not a whole number"
    github = small.run("--format", "github", "config/one.yml")
    assert github.out.startswith("::error file=small/config/one.yml,line=2,col=7::")
    assert github.lines[0] == line
    sarif = json.loads(small.run("--format", "sarif", "config/one.yml").out)
    [result] = sarif["runs"][0]["results"]
    [location] = result["locations"]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "small/config/one.yml"
    assert "small/config/one.yml:2:7" in small.run("--format", "junit", "config/one.yml").out


def test_no_program_of_the_repository_is_started(small: Folder, tmp_path: Path) -> None:
    """A hook or an `fsmonitor` of a repository that belongs to another is not run."""
    copy_program(small.root)
    (small.root / ".git").mkdir()
    small.write("config/one.yml", f"{REGIONS}size: x\n")
    called = tmp_path / "called"
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text(f"#!/bin/sh\ntouch '{called}'\n")
    git.chmod(0o755)
    path = os.pathsep.join([str(git.parent), os.environ["PATH"]])
    arguments = ("render.py", "--format", "sarif", "config/one.yml")
    assert run_python(*arguments, cwd=small.root, env={"PATH": path}).code == 2
    assert not called.exists()
