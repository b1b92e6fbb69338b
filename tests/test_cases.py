"""Every file in cases/ is a project that is refused, and what the command then says.

A case is a text file: a sentence, the files that are written over a project (`-- NAME --`, then
its content), the arguments if they are not the first config (`-- arguments --`) and the first
lines on standard error (`-- expected EXITCODE --`). Cases in `small` start from tests/project,
those in `stack` from what is shipped.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import CASES, SMALL, STACK, Folder, copy_project

_HEADER = re.compile(r"^-- (.+) --\n", re.MULTILINE)
_PROJECTS = {"small": SMALL, "stack": STACK}


def _cases() -> list[Path]:
    return sorted(CASES.rglob("*.txt"))


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Folder]:
    """Return one copy of each project: what a case writes into it is taken back."""
    folder = tmp_path_factory.mktemp("projects")
    return {name: copy_project(source, folder / name) for name, source in _PROJECTS.items()}


@contextlib.contextmanager
def _written(project: Folder, files: dict[str, str]) -> Iterator[None]:
    paths = {name: project.root / name for name in files}
    before = {name: path.read_bytes() for name, path in paths.items() if path.exists()}
    for name, content in files.items():
        project.write(name, content)
    try:
        yield
    finally:
        for name, path in paths.items():
            path.write_bytes(before[name]) if name in before else path.unlink()


@pytest.mark.parametrize("path", _cases(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path, projects: dict[str, Folder]) -> None:
    _, *parts = _HEADER.split(path.read_text(encoding="utf-8"))
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    [expectation] = [name for name in files if name.startswith("expected ")]
    code = int(expectation.split()[1])
    expected = files.pop(expectation).rstrip("\n").split("\n")
    project = projects[path.parent.name]
    arguments = files.pop("arguments", "").split() or [
        "--no-lint",
        next(name for name in files if name.startswith("config/")),
    ]
    pristine = project.snapshot()
    with _written(project, files):
        before = project.snapshot()
        result = project.run(*arguments)
        after = project.snapshot()

    assert result.lines[: len(expected)] == expected
    assert result.code == code
    assert "Traceback" not in result.err
    assert after == before
    assert project.snapshot() == pristine


def test_every_case_is_read() -> None:
    assert len(_cases()) > 50
    assert {path.parent.name for path in _cases()} == set(_PROJECTS)
