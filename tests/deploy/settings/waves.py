"""Cases of tests/capabilities that go together, each group of them in one config.

A deployment takes seconds, and there are as many cases as settings; one config with twenty of them
is deployed once. Two cases go together if no setting has two values, no constraint is broken, and
the template still holds what each case says of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.rendered import SMALLEST, Data, Stack, as_text, merged, refusals, render
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
    """Return all cases in groups; one that does not even hold alone has a group of its own."""
    found, left = [], list(CASES)
    while left:
        wave = _kept(_fitting(left))
        found.append(wave)
        left = [case for case in left if case not in wave.cases]
    return found


def _fitting(cases: list[Data]) -> Wave:
    """Return the cases that fit to the first one and to each other, by settings alone."""
    wave = Wave({})
    for case in cases:
        own = _settings(case)
        alone = wave.cases and "overrides" in {*wave.config, *own}
        config = merged(wave.config, own)
        if not wave.cases or not (alone or _conflict(wave.config, own) or _is_refused(config)):
            wave.config, wave.cases = config, [*wave.cases, case]
    return wave


def _kept(wave: Wave) -> Wave:
    """Return a group without the cases that its template does not hold; the first one stays."""
    if len(wave.cases) > 1 and missing(wave.cases[:1], render(wave.config)):
        return Wave(_settings(wave.cases[0]), wave.cases[:1])
    bad = [case for case in wave.cases[1:] if missing([case], render(wave.config))]
    if not bad:
        return wave
    kept = Wave({})
    for case in wave.cases:
        if case not in bad:
            kept.config, kept.cases = merged(kept.config, _settings(case)), [*kept.cases, case]
    return _kept(kept)


def _settings(case: Data) -> Data:
    return merged(case.get("given", {}), case["with"])


def _is_refused(config: Data) -> bool:
    return bool(refusals(merged(SMALLEST, config)))


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


def _conflict(one: Any, two: Any) -> bool:
    """Whether a setting has a value in both, and not the same."""
    if isinstance(one, dict) and isinstance(two, dict):
        return any(_conflict(one[key], two[key]) for key in one.keys() & two.keys())
    return bool(one != two)
