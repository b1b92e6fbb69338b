"""What a run makes of its survivors: each needs a reason, and there may be few of them."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from tests.mutation.outcome import Outcome, run
from tests.mutation.suites import Suite


class _Change(NamedTuple):
    name: str
    location: str = "module.py:1"


KNOWN = [_Change(f"change {number:02}") for number in range(40)]


SUITE = Suite(("module",), (), (), 0.95, reasons=True)


def _run(survivors: list[int], reasons: list[str], suite: Suite = SUITE, **options: Any) -> Outcome:
    chosen = {"--changes": "", "--survivors": False, "--sample": None, "--seed": 1, **options}
    config: Any = SimpleNamespace(getoption=chosen.__getitem__)

    def survivors_of(found: Sequence[_Change]) -> list[_Change]:
        return [each for each in found if KNOWN.index(each) in survivors]

    return run(config, KNOWN, survivors_of, dict.fromkeys(reasons, "no test can"), suite)


@pytest.mark.parametrize(
    ("survivors", "reasons", "wrong", "printed"),
    [
        ([], [], 0, "40 mutants, 40 killed, 100.0%"),
        ([3], ["change 03"], 0, "survived: module.py:1: change 03: no test can"),
        ([3], [], 1, "survived: module.py:1: change 03: NO REASON"),
        ([], ["change 03"], 1, "listed as a survivor, and killed or gone: change 03"),
        ([], ["change 99"], 1, "listed as a survivor, and killed or gone: change 99"),
        ([1, 2], ["change 01", "change 02"], 0, "40 mutants, 38 killed, 95.0%"),
        ([1, 2, 3], ["change 01", "change 02", "change 03"], 1, "40 mutants, 37 killed, 92.5%"),
    ],
)
def test_a_whole_run(
    survivors: list[int],
    reasons: list[str],
    wrong: int,
    printed: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(survivors, reasons).wrong == wrong
    assert printed in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(("survivors", "wrong"), [([1, 2, 3, 4], 0), ([1, 2, 3, 4, 5], 1)])
def test_survivors_that_need_no_reason_are_counted(survivors: list[int], wrong: int) -> None:
    outcome = _run(survivors, [], SUITE._replace(limit=0.9, reasons=False))
    assert outcome == Outcome(40, [f"change {each:02}" for each in survivors], 4, wrong)


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ({"--changes": "change 0"}, "10 mutants, 8 killed, 80.0%"),
        ({"--changes": "[12]5$"}, "2 mutants, 2 killed, 100.0%"),
        ({"--survivors": True}, "2 mutants, 0 killed, 0.0%"),
        ({"--changes": "change 0", "--sample": 40}, "10 mutants, 8 killed, 80.0%"),
    ],
)
def test_a_part_of_the_changes(
    options: dict[str, Any], printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run([3, 4], ["change 03", "change 04"], **options).wrong == 0
    assert printed in capsys.readouterr().out.splitlines()


def _drawn(seed: int) -> list[str]:
    return _run([*range(40)], [], SUITE, **{"--sample": 10, "--seed": seed}).survivors


def test_a_seed_draws_the_same_sample_again() -> None:
    assert len(set(_drawn(1))) == 10
    assert _drawn(1) == _drawn(1)
    assert _drawn(1) != _drawn(2)
