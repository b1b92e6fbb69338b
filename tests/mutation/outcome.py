"""Which changes a run tries, and what it prints of those that no test notices."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import pytest
import yaml

LIMIT = 0.95  # share of the changes that a test must notice


class Change(Protocol):
    """A change of the code or of a template."""

    @property
    def name(self) -> str:
        """What is changed, and how; no line, so that it outlives edits elsewhere."""

    @property
    def location(self) -> str:
        """The place, as an editor opens it."""


Tried = TypeVar("Tried", bound=Change)


def add_options(parser: pytest.Parser) -> None:
    """Add the options for a part of the changes."""
    parser.addoption("--changes", default="", help="only changes with this pattern in the name")
    parser.addoption("--survivors", action="store_true", help="only changes listed as survivors")
    parser.addoption("--step", type=int, default=1, help="every n-th change only")


def run(
    session: pytest.Session,
    known: Sequence[Tried],
    survivors_of: Callable[[Sequence[Tried]], list[Tried]],
    listed: Path,
) -> int:
    """Try the selected changes and print the outcome; return how many things are wrong with it.

    `listed` has the reason of each survivor by its name.
    """
    reasons: dict[str, str] = yaml.safe_load(listed.read_text(encoding="utf-8")) or {}
    found = _selected(known, session.config, reasons)
    survivors = survivors_of(found)
    for each in survivors:
        print(f"survived: {each.location}: {each.name}: {reasons.get(each.name, 'NO REASON')}")
    killed = {each.name for each in found} - {each.name for each in survivors}
    stale = sorted((reasons.keys() & killed) | (reasons.keys() - {each.name for each in known}))
    for name in stale:
        print(f"listed as a survivor, and killed or gone: {name}")
    share = len(killed) / max(len(found), 1)
    print(f"{len(found)} mutants, {len(killed)} killed, {share:.1%}")
    unexplained = [each for each in survivors if each.name not in reasons]
    too_few = len(found) == len(known) and share < LIMIT
    return len(unexplained) + len(stale) + too_few


def _selected(
    known: Sequence[Tried], config: pytest.Config, reasons: dict[str, str]
) -> list[Tried]:
    pattern = re.compile(config.getoption("--changes"))
    chosen = [each for each in known if pattern.search(each.name)]
    if config.getoption("--survivors"):
        chosen = [each for each in chosen if each.name in reasons]
    return chosen[:: config.getoption("--step")]
