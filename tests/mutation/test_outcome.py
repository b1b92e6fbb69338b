"""What a run makes of its survivors: each needs a reason, and there may be few of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
import yaml

from tests.mutation.outcome import run


class _Change(NamedTuple):
    name: str
    location: str = "module.py:1"


KNOWN = [_Change(f"change {number:02}") for number in range(40)]


def _run(folder: Path, survivors: list[int], reasons: list[str], **options: Any) -> int:
    listed = folder / "survivors.yml"
    listed.write_text(yaml.safe_dump(dict.fromkeys(reasons, "no test can")), encoding="utf-8")
    chosen = {"--changes": "", "--survivors": False, "--step": 1, **options}
    session: Any = SimpleNamespace(config=SimpleNamespace(getoption=chosen.__getitem__))

    def survivors_of(found: Sequence[_Change]) -> list[_Change]:
        return [each for each in found if KNOWN.index(each) in survivors]

    return run(session, KNOWN, survivors_of, listed)


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
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(tmp_path, survivors, reasons) == wrong
    assert printed in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ({"--changes": "change 0"}, "10 mutants, 8 killed, 80.0%"),
        ({"--changes": "[12]5$"}, "2 mutants, 2 killed, 100.0%"),
        ({"--survivors": True}, "2 mutants, 0 killed, 0.0%"),
        ({"--step": 3}, "14 mutants, 13 killed, 92.9%"),
    ],
)
def test_a_part_of_the_changes(
    options: dict[str, Any], printed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, [3, 4], ["change 03", "change 04"], **options) == 0
    assert printed in capsys.readouterr().out.splitlines()
