"""What --stdout checks before it prints a template, and what it says beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.cli import printing
from pipeline.diagnostic import ChecksFailed, Diagnostic, InvalidInput, Location, Waived
from tests.support import Folder

WRONG = Diagnostic(Location("config/one.yml", 1, 1), "wrong", rule="E1019")
NOTE = WRONG._replace(severity="info", message="a note")


def _fail(error: Exception) -> Callable[..., None]:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("name", "error", "code"),
    [
        ("check_versions", InvalidInput([WRONG]), 2),
        ("gate_all", ChecksFailed([WRONG]), 1),
        ("lint_all", ChecksFailed([WRONG]), 1),
    ],
)
def test_what_fails_prints_no_template(
    name: str, error: Exception, code: int, small: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, name, _fail(error))
    result = small.run("--stdout", "config/one.yml")
    assert (result.code, result.out) == (code, "")
    assert "config/one.yml:1:1: error: wrong [E1019]" in result.err


def test_what_was_waived_and_noted_is_said(small: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    waived = Waived(WRONG, "a reason", "2027-01-01")
    monkeypatch.setattr(printing, "lint_all", lambda *_, **__: ([waived], [NOTE]))
    result = small.run("--stdout", "config/one.yml")
    assert result.code == 0
    assert result.out.startswith("AWSTemplateFormatVersion")
    assert "a reason" in result.err
    assert "config/one.yml:1:1: info: a note [E1019]" in result.err
    assert small.run("--stdout", "--no-lint", "config/one.yml").err == ""
