"""Streams that are closed or full, and files that are none: a message and 2, never a traceback."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.project import Project
from tests.support import Folder, copy_program

COMMANDS = {
    "--stdout config/one.yml >/dev/full": "standard output: No space left on device",
    "--stdout config/one.yml >&-": "standard output: is closed",
    "--format json config/none.yml >/dev/full": "standard output: No space left on device",
    "--format json config/none.yml >&-": "standard output: is closed",
    "--stdout config/none.yml 2>&-": "",
    "--stdout config/none.yml 2>/dev/full": "",
    "--stdout config/none.yml >&- 2>&-": "",
    "--stdout - <&-": "<stdin>:1:1: error: empty",
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_stream_that_cannot_be_used(command: str, small: Folder) -> None:
    copy_program(small.root)
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} render.py --no-lint {command}"],
        cwd=small.root,
        capture_output=True,
        check=False,
        timeout=60,
    )
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert "Traceback" not in said
    assert COMMANDS[command] in said


PLACES = {
    "config": "config/one.yml",
    "base": "config/_base.yml",
    "partial": "partials/numbers.yml.j2",
    "macros": "partials/_macros.j2",
    "another partial": "partials/new.yml.j2",
    "schema": "schema/config.schema.json",
    "output": "output/one.yml",
    "sheet": "output/one.md",
    "temporary file": "output/.one.yml.tmp",
    "program": "pipeline/any.py",
    "manifest": "manifest.json",
    "bytecode": "jinja",
    "snapshot": "sources.snapshot",
}
KINDS = ("fifo", "device", "directory", "huge", "loop", "dangling")


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    signal.signal(signal.SIGALRM, lambda *_: pytest.fail("waits for ever"))
    signal.alarm(30)
    yield
    signal.alarm(0)


def _put(path: Path, kind: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        for each in path.iterdir():
            _put(each, kind)
        return
    path.unlink(missing_ok=True)
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "directory":
        path.mkdir()
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(1024**3)  # sparse: takes no room
    else:
        targets = {"device": "/dev/zero", "loop": path.name, "dangling": "nowhere"}
        path.symlink_to(targets[kind])


def _memory() -> int:
    """Return the most memory that this process has had so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES)
def test_a_file_that_is_none(place: str, kind: str, small: Folder) -> None:
    assert small.run("--no-lint").code == 0
    folder = small.root
    if place in ("manifest", "bytecode", "snapshot"):
        cache = Project(small.root).cache
        assert cache
        folder = cache
    _put(folder / PLACES[place], kind)
    before = _memory()
    for option in ("--check", "--diff", "--stdout", "--no-cache"):
        config = ["config/one.yml"] if option == "--stdout" else []
        result = small.run("--no-lint", option, *config)
        assert result.code in (0, 1, 2), result.err
        assert "Traceback" not in result.err
        assert len(result.out) < 100_000
    assert _memory() - before < 256 * 1024
    if place in ("manifest", "bytecode", "snapshot", "program"):
        assert small.run("--no-lint").code == 0
