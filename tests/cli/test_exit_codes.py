"""The exit code of a run, for each way in which it can end."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from pipeline.cli import main

LIBRARY = "render.py: error: the library yaml is not installed; run: "


@pytest.fixture(autouse=True)
def _collecting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave this process's streams as they are, and its garbage to be collected."""
    for name in ("prepare_streams", "drop_output"):
        monkeypatch.setattr(main, name, lambda: None)
    yield
    gc.unfreeze()
    gc.enable()


def _ends(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    def stop() -> int:
        raise error

    monkeypatch.setattr(main, "_run_command", stop)
    return main.run()


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, "render.py: interrupted\n"),
        (BrokenPipeError(), 0, ""),
        (OSError(28, "No space left"), 2, "render.py: error: standard output: No space left\n"),
        (OSError(13, "Denied", "a.yml"), 2, "render.py: error: a.yml: Denied\n"),
        (OSError("strange"), 2, "render.py: error: standard output: strange\n"),
        (ModuleNotFoundError("No module", name="yaml"), 2, LIBRARY),
    ],
)
def test_a_run_that_is_stopped(
    error: BaseException,
    code: int,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _ends(error, monkeypatch) == code
    err = capsys.readouterr().err
    assert err.startswith(message) if message == LIBRARY else err == message


def test_a_mistake_of_the_program_asks_for_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ends(ZeroDivisionError("division"), monkeypatch) == 3
    assert "division" in capsys.readouterr().err


@pytest.mark.parametrize("name", [None, "pipeline", "pipeline.cli.nothing"])
def test_a_module_of_the_program_itself_is_no_library(
    name: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModuleNotFoundError):
        _ends(ModuleNotFoundError("No module", name=name), monkeypatch)


@pytest.mark.parametrize(("code", "expected"), [(2, 2), (0, 0), (None, 0)])
def test_wrong_usage_ends_with_its_code(
    code: int | None, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*_: object) -> int:
        raise SystemExit(code)

    monkeypatch.setattr("pipeline.cli.command.main", leave)
    assert main.run() == expected


def test_the_code_of_a_run_is_that_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cli.command.main", lambda *_: 1)
    assert main.run() == 1
