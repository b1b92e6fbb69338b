"""What the system does not let a run read is said with the reason, never taken for missing."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.review.sheet import page
from tests.support import Folder

SAID = "cannot be read: Input/output error"


def _failing(call: Callable[..., Any], name: str) -> Callable[..., Any]:
    def fail(path: Any, *arguments: Any, **options: Any) -> Any:
        if os.path.basename(path) == name:
            raise OSError(errno.EIO, "Input/output error", str(path))
        return call(path, *arguments, **options)

    return fail


@pytest.mark.parametrize(
    ("calls", "name", "said"),
    [
        ([(os, "listdir")], "config", f"config: error: {SAID}"),
        ([(os, "listdir")], "partials", f"partials: error: {SAID}"),
        ([(os, "stat")], "_base.yml", f"extends: config/_base.yml {SAID}"),
        (
            [(Path, "lstat"), (os, "open")],
            "numbers.yml.j2",
            f"partials/numbers.yml.j2:1:1: error: {SAID}",
        ),
    ],
)
def test_the_reason_is_said(
    calls: list[tuple[Any, str]],
    name: str,
    said: str,
    small: Folder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = small.snapshot()
    with monkeypatch.context() as patch:
        for place, call in calls:
            patch.setattr(place, call, _failing(getattr(place, call), name))
        result = small.run("--no-lint", "--no-cache")
    assert (result.code, said in result.err) == (2, True), result.err
    assert small.snapshot() == before


def test_the_sheets_own_template_is_named(small: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command's outermost handler says which file it is."""
    page._environment.cache_clear()  # noqa: SLF001 (kept for all sheets of a process)
    monkeypatch.setattr(Path, "read_text", _failing(Path.read_text, "sheet.md.j2"))
    with pytest.raises(OSError, match="Input/output error") as failure:
        small.run("--no-lint", "--no-cache")
    assert str(failure.value.filename).endswith("sheet.md.j2")
