"""Which changes a run tries, and what it prints of those that no test notices."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

import pytest

from tests.mutation.suites import Suite


class Change(Protocol):
    """A change of the code or of a template."""

    @property
    def name(self) -> str:
        """What is changed, and how; no line, so that it outlives edits elsewhere."""

    @property
    def location(self) -> str:
        """The place, as an editor opens it."""


Tried = TypeVar("Tried", bound=Change)


class Outcome(NamedTuple):
    """How many changes were tried, which of them survived, and how many may."""

    tried: int
    survivors: list[str]
    allowed: int
    wrong: int  # survivors without a reason, reasons without a survivor, and too many survivors


def add_options(parser: pytest.Parser) -> None:
    """Add the options for a part of the changes."""
    parser.addoption("--changes", default="", help="only changes with this pattern in the name")
    parser.addoption("--survivors", action="store_true", help="only changes listed as survivors")
    parser.addoption("--sample", type=int, help="so many changes only, drawn at random")
    parser.addoption("--seed", type=int, default=1, help="another seed draws other changes")


def run(
    config: pytest.Config,
    known: Sequence[Tried],
    survivors_of: Callable[[Sequence[Tried]], list[Tried]],
    reasons: Mapping[str, str],
    suite: Suite,
) -> Outcome:
    """Try the selected changes, print and return the outcome.

    `reasons` has the reason of each survivor by its name.
    """
    found = _selected(known, config, reasons)
    survivors = survivors_of(found)
    for each in survivors:
        print(f"survived: {each.location}: {each.name}: {reasons.get(each.name, 'NO REASON')}")
    killed = {each.name for each in found} - {each.name for each in survivors}
    stale = sorted((reasons.keys() & killed) | (reasons.keys() - {each.name for each in known}))
    for name in stale:
        print(f"listed as a survivor, and killed or gone: {name}")
    share = len(killed) / max(len(found), 1)
    print(f"{len(found)} mutants, {len(killed)} killed, {share:.1%}")
    wrong = len(stale)
    if suite.reasons:
        wrong += sum(each.name not in reasons for each in survivors)
    if not (config.getoption("--changes") or config.getoption("--survivors")):
        wrong += share < suite.limit
    allowed = round(len(found) * (1 - suite.limit))
    return Outcome(len(found), [each.name for each in survivors], allowed, wrong)


def _selected(
    known: Sequence[Tried], config: pytest.Config, reasons: Mapping[str, str]
) -> list[Tried]:
    pattern = re.compile(config.getoption("--changes"))
    chosen = [each for each in known if pattern.search(each.name)]
    if config.getoption("--survivors"):
        chosen = [each for each in chosen if each.name in reasons]
    if not config.getoption("--sample"):
        return chosen
    count = min(config.getoption("--sample"), len(chosen))
    return random.Random(config.getoption("--seed")).sample(chosen, count)
