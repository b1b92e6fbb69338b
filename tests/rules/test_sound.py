"""Nothing is found where there is no mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .corpus import SOUND

Found = list[tuple[str, list["str | int"], str]]


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.name)
def test_nothing_is_found_in_a_sound_template(path: Path, run: Callable[[Path], Found]) -> None:
    # one has more conditions than are looked at in every combination, and a rule says so
    expected = ["IR9920"] if path.name == "conditions.yml" else []
    assert [rule for rule, _, _ in run(path)] == expected
