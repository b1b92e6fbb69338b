"""Every file in cases/ is a project that is refused, and what the command then says.

A case is a text file: a sentence, the files that are written over a project (`-- NAME --`, then
its content), the arguments if they are not the first config (`-- arguments --`) and the first
lines on standard error (`-- expected EXITCODE --`). Cases in `small` start from tests/project,
those in `stack` from the real project.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.support import CASES, ROOT, SMALL, copy_project

_HEADER = re.compile(r"^-- (.+) --\n", re.MULTILINE)
_PROJECTS = {"small": SMALL, "stack": ROOT}


def _cases() -> list[Path]:
    return sorted(CASES.rglob("*.txt"))


@pytest.mark.parametrize("path", _cases(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path, tmp_path: Path) -> None:
    _, *parts = _HEADER.split(path.read_text(encoding="utf-8"))
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    [expectation] = [name for name in files if name.startswith("expected ")]
    code = int(expectation.split()[1])
    expected = files.pop(expectation).rstrip("\n").split("\n")
    project = copy_project(_PROJECTS[path.parent.name], tmp_path)
    arguments = files.pop("arguments", "").split() or [
        "--no-lint",
        next(name for name in files if name.startswith("config/")),
    ]
    for name, content in files.items():
        project.write(name, content)
    before = project.snapshot()

    started = time.monotonic()
    result = project.run(*arguments)
    seconds = time.monotonic() - started

    assert result.lines[: len(expected)] == expected
    assert result.code == code
    assert "Traceback" not in result.err
    assert project.snapshot() == before
    assert seconds < 2


def test_every_case_is_read() -> None:
    assert len(_cases()) > 50
    assert {path.parent.name for path in _cases()} == set(_PROJECTS)
