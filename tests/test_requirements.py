"""Each file of locked requirements: complete, by hash, without an index, and in agreement."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

from tests.support import ROOT

_LOCKS = [ROOT / "requirements.txt", *sorted((ROOT / "tests").rglob("requirements*.txt"))]
HOOK = ".ci/requirements-hook.txt"
_NAME = re.compile(r"^[A-Za-z0-9._-]+", re.MULTILINE)
_PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<rest>[^\\\n]+?) *\\\n(?P<hashes>(?:    --hash=.*\n)*)",
    re.MULTILINE,
)


def _source(lock: Path) -> str:
    return lock.with_suffix(".in").read_text()


_EVERY = pytest.mark.parametrize("lock", _LOCKS, ids=lambda path: str(path.relative_to(ROOT)))


def _pins(lock: Path) -> dict[str, set[str]]:
    """Return each library with its versions, each with the Pythons that it is for."""
    pins: dict[str, set[str]] = {}
    for pin in _PIN.finditer(lock.read_text()):
        pins.setdefault(pin["name"], set()).add(pin["rest"])
    return pins


def _named(lock: Path) -> set[str]:
    return {re.sub(r"[-_.]+", "-", name).lower() for name in _NAME.findall(_source(lock))}


@_EVERY
def test_every_line_is_a_version_with_hashes(lock: Path) -> None:
    text = lock.read_text()
    rest = _PIN.sub("", text)
    assert all(line.lstrip().startswith("#") for line in rest.splitlines() if line), rest
    assert all("--hash=sha256:" in pin["hashes"] for pin in _PIN.finditer(text))
    assert "://" not in text


@_EVERY
def test_what_is_named_is_locked(lock: Path) -> None:
    named = _named(lock) - {"-r"}
    assert named
    assert named <= set(_pins(lock))


@_EVERY
def test_what_is_named_has_a_reason(lock: Path) -> None:
    lines = _source(lock).splitlines()
    assert [line for line in lines if not line.startswith("-r") and "#" not in line] == []


@pytest.mark.parametrize("lock", [each for each in _LOCKS if "-r " in _source(each)], ids=str)
def test_what_renders_has_the_same_version_everywhere(lock: Path) -> None:
    renders, pins = _pins(_LOCKS[0]), _pins(lock)
    assert {name: pins.get(name) for name in renders} == renders


def test_tox_installs_what_is_locked_and_locks_it() -> None:
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini")
    locks = {str(path.relative_to(ROOT)) for path in _LOCKS}
    installed = {
        line
        for name in tox.sections()
        for line in tox[name].get("deps", "").split()
        if line != "-r"
    }
    assert installed <= locks
    commands = tox["testenv:lock"]["commands"]
    assert set(re.findall(r"--output-file (\S+)", commands)) == {*locks, HOOK}


def test_the_hook_has_the_same_versions() -> None:
    lines = [line for line in (ROOT / HOOK).read_text().splitlines() if line[0] != "#"]
    pins = _pins(_LOCKS[0])
    assert sorted(lines) == sorted(f"{name}=={pin}" for name in pins for pin in pins[name])
