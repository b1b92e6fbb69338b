"""What an earlier run saw of each test: the lines that it ran, and how long it took."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

Lines = dict[str, int]  # of a file those that a test runs, as bits


class Seen(NamedTuple):
    """The CPU time of a test in seconds, and the lines that it runs."""

    seconds: float
    lines: Lines


def read(path: Path, items: Sequence[pytest.Item]) -> list[Seen | None]:
    """Return what is known of each test; None where its own file changed, or one that it runs."""
    if not path.exists():
        return [None] * len(items)
    data = json.loads(path.read_text(encoding="utf-8"))
    same = {name for name, digest in data["files"].items() if _digest(name) == digest}
    return [_seen(data["tests"].get(each.nodeid), same) for each in items]


def write(path: Path, items: Sequence[pytest.Item], found: Sequence[Seen]) -> None:
    """Write what was seen of each test."""
    lines = [{str(item.path): 0, **each.lines} for item, each in zip(items, found, strict=True)]
    tests = {
        item.nodeid: [each.seconds, {name: hex(bits) for name, bits in of.items()}]
        for item, each, of in zip(items, found, lines, strict=True)
    }
    files = {name: _digest(name) for name in {name for of in lines for name in of}}
    path.write_text(json.dumps({"files": files, "tests": tests}), encoding="utf-8")


def _seen(entry: list[float | dict[str, str]] | None, same: set[str]) -> Seen | None:
    if entry is None:
        return None
    seconds, lines = entry
    assert isinstance(seconds, float)
    assert isinstance(lines, dict)
    if not same.issuperset(lines):
        return None
    return Seen(seconds, {name: int(bits, 16) for name, bits in lines.items()})


def _digest(name: str) -> str:
    path = Path(name)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
