"""A team's clone: what docs/command.md leaves out of it, and what works without."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import ROOT, run_python
from tools.shipped import PARTIALS

PAGE = (ROOT / "docs" / "command.md").read_text("utf-8")
LEFT_OUT = set(re.findall(r"'!/(\w+)/'", PAGE))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy without the tests, and without any application."""
    folder = tmp_path_factory.mktemp("clone") / "infra"
    ignored = shutil.ignore_patterns("__pycache__", *LEFT_OUT, "config", "output")
    folder.mkdir()
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    for name in ("docs", "partials", "pipeline", "rules", "schema", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=None if name == "pipeline" else ignored)
    for path in (folder / "partials").glob("*.j2"):
        if path.name.partition(".")[0] not in PARTIALS:
            path.unlink()  # a team's own, which may ask for values of its configs
    return folder


def test_git_for_windows_writes_lf(tmp_path: Path) -> None:
    upstream, checkout = tmp_path / "upstream", tmp_path / "checkout"
    files = {
        "output/prod.yml": "Resources: {}\n",
        "shop/output/prod.md": "# shop\n",
        "partials/boot/run.sh": "set -e\n",
    }
    for name, text in files.items():
        (upstream / name).parent.mkdir(parents=True, exist_ok=True)
        (upstream / name).write_text(text, "utf-8")
    shutil.copy(ROOT / ".gitattributes", upstream)
    git = ["git", "-c", "user.name=x", "-c", "user.email=ops@example.com", "-c", "gc.auto=0"]
    clone = [*git, "-c", "core.autocrlf=true", "clone", "-q", str(upstream), str(checkout)]
    save = [*git, "-c", "commit.gpgsign=false", "commit", "-qm", "x"]
    for command in ([*git, "init", "-q"], [*git, "add", "-A"], save, clone):
        subprocess.run(command, cwd=upstream, check=True)
    for name, text in files.items():
        assert (checkout / name).read_bytes() == text.encode(), name


def test_it_has_less_than_half_of_the_files(clone: Path) -> None:
    assert {"tests", "bench"} == LEFT_OUT
    assert not LEFT_OUT & {path.name for path in clone.iterdir()}


def test_an_application_starts_and_renders(clone: Path) -> None:
    assert run_python("render.py", "--init", "shop", cwd=clone).code == 0
    rendered = run_python("render.py", "--no-lint", "--no-cache", cwd=clone)
    assert rendered.code == 0, rendered.err
    assert run_python("render.py", "--check", "--no-lint", "--no-cache", cwd=clone).code == 0


def test_what_is_generated_can_be_checked(clone: Path) -> None:
    done = run_python("tools/generate.py", "--check", cwd=clone)
    assert done.code == 0, done.err
