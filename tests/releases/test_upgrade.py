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


@pytest.mark.skipif(not (shutil.which("git") and shutil.which("bash")), reason="no git or no bash")
def test_a_merge_is_rendered_anew(run: Run, tmp_path: Path) -> None:
    upstream, team = tmp_path / "upstream", tmp_path / "team"
    shutil.copytree(SMALL, upstream)
    copy_program(upstream)
    for name in (".gitattributes", ".gitignore", ".cfnlintrc"):
        shutil.copy(ROOT / name, upstream / name)
    save = "python render.py && git add -A && git commit -qm 'A change'"
    run(f"git init -q -b main && {save} && git tag v1.0.0", upstream)
    run(f"git clone -q --origin upstream {upstream} {team}", tmp_path)

    _replace(upstream / PARTIAL, "How many.", "The number.")
    run(f"{save} && git tag v1.1.0", upstream)
    _replace(team / CONFIG, "The first", "The team's")
    run(save, team)

    said = run(BLOCKS["upgrade"], team)
    assert "UU output/one.yml" in said
    assert not [path for path in team.glob("output/*") if "<<<<" in path.read_text()]
    run(BLOCKS["render"], team)
    run("python render.py --check && git diff --quiet HEAD", team)
    assert run("git log -1 --format=%p", team).count(" ") == 1, "a merge has two parents"
    template = (team / "output" / "one.yml").read_text()
    assert "The number." in template
    assert "The team's" in template
