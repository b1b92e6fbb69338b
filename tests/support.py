"""What the tests share: projects to run the command in, and what a run came to."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.cli.command import main
from tools.shipped import shipped

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "project"
# What is shipped, with the configs of an application that only the tests know.
SHOP = ROOT / "tests" / "shop"
STACK = shipped(SHOP / "config").root
CASES = ROOT / "tests" / "cases"
PARTS = ("partials", "schema", "config", "output")
REGIONS = "regions: [eu-west-1]\n"
# CPU seconds within which hostile text is refused. What reads it in linear time takes well under a
# second, or two on a busy machine; quadratic time takes minutes.
HOSTILE_SECONDS = 20


@dataclass(frozen=True)
class Result:
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard error."""
        return self.err.splitlines()


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


@dataclass(frozen=True)
class Folder:
    """A project of its own for one test."""

    root: Path

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file of the project, and make its folder."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name: str) -> str:
        """Return a file's text."""
        return (self.root / name).read_bytes().decode()

    def run(self, *arguments: str, stdin: bytes = b"", terminal: bool = False) -> Result:
        """Run the command in this process, in the project's folder."""
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
        err = _Screen() if terminal else io.StringIO()
        before, real_stdin = Path.cwd(), sys.stdin
        os.chdir(self.root)
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = _code(list(arguments), self.root)
        finally:
            os.chdir(before)
            sys.stdin = real_stdin
        out.flush()
        written = out.buffer
        assert isinstance(written, io.BytesIO)
        return Result(code, written.getvalue().decode(), err.getvalue())

    def render(self, config: str, name: str = "config/case.yml", *more: str) -> Result:
        """Write a config and render it without lint, to standard output."""
        self.write(name, config)
        return self.run("--no-lint", "--no-cache", "--stdout", *more, name)

    def snapshot(self) -> dict[str, bytes]:
        """Return every file of the project by its name, the cache left out."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and ".cache" not in path.parts and "__pycache__" not in path.parts
        }


def _code(arguments: list[str], root: Path) -> int:
    try:
        return main(arguments, root)
    except SystemExit as exit_:
        return int(exit_.code or 0)


def copy_project(source: Path, to: Path) -> Folder:
    """Copy what makes a project, without its cache."""
    for part in PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, to / part)
    (to / "output").mkdir(parents=True, exist_ok=True)
    shutil.copy(source / ".cfnlintrc", to / ".cfnlintrc")
    return Folder(to)


def copy_program(to: Path) -> None:
    """Copy the program beside a project, so that it runs there as a command of its own."""
    shutil.copy(ROOT / "render.py", to / "render.py")
    shutil.copytree(
        ROOT / "pipeline", to / "pipeline", ignore=shutil.ignore_patterns("__pycache__")
    )


def save_all(folder: Path) -> None:
    """Commit every file of a folder, a repository from now on."""
    name = ("-c", "user.name=x", "-c", "user.email=ops@example.com", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "-A"), (*name, "commit", "-qm", "x")):
        subprocess.run(["git", *arguments], cwd=folder, check=True)


def run_python(
    *arguments: str, cwd: Path, env: dict[str, str] | None = None, stdin: bytes = b""
) -> Result:
    """Run this Python as a process of its own."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())
