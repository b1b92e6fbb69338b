"""Cases of tests/capabilities that go together, each group of them in one config.

A deployment takes seconds, and there are as many cases as settings; one config with twenty of them
is deployed once. Two cases go together if no setting has two values, no constraint is broken, and
the template still holds what each case says of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.diagnostic import InvalidInput
from tests.rendered import Data, Stack, as_text, merged, render
from tests.test_capabilities import CASES, elements, is_there


@dataclass
class Wave:
    """Cases, and the config that has them all."""

    config: Data
    cases: list[Data] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The first case, and how many more there are."""
        return f"{self.cases[0]['name']} and {len(self.cases) - 1} more"


def waves() -> list[Wave]:
    """Return all cases, each in the first group that it fits into."""
    found: list[Wave] = []
    for case in CASES:
        own = merged(case.get("given", {}), case["with"])
        if not any(_add(wave, case, own) for wave in found):
            wave = Wave({})
            if not _add(wave, case, own):  # then its deployment will say so
                wave = Wave(own, [case])
            found.append(wave)
    return found


def missing(cases: list[Data], stack: Stack) -> list[str]:
    """Return what the cases say of a template and it does not hold."""
    text, found = as_text(stack.data), elements(stack)
    return [
        f"{case['name']}: {what}" for case in cases for what in _missing(case, stack, text, found)
    ]


def _missing(case: Data, stack: Stack, text: str, found: set[str]) -> Iterator[str]:
    for [(location, wanted)] in (each.items() for each in case.get("then", [])):
        if not is_there(stack, location, wanted):
            yield f"{location} does not hold {wanted}"
    for words in case.get("gone", []):
        if words not in text:
            yield f"'{words}' is not there"
    for name in set(case.get("adds", [])) - found:
        yield f"{name} is not there"


def _add(wave: Wave, case: Data, own: Data) -> bool:
    if _conflict(wave.config, own) or (wave.cases and "overrides" in {*wave.config, *own}):
        return False
    config, cases = merged(wave.config, own), [*wave.cases, case]
    try:
        stack = render(config)
    except InvalidInput:
        return False
    if missing(cases, stack):
        return False
    wave.config, wave.cases = config, cases
    return True


def _conflict(one: Any, two: Any) -> bool:
    """Whether a setting has a value in both, and not the same."""
    if isinstance(one, dict) and isinstance(two, dict):
        return any(_conflict(one[key], two[key]) for key in one.keys() & two.keys())
    return bool(one != two)
