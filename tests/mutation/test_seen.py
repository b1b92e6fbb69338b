"""What a run saw of the tests is known to the next, unless one of the files has changed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.mutation import seen


@pytest.mark.parametrize(
    ("changed", "known"),
    [
        ("", [True, True]),
        ("code.py", [False, True]),  # the first test alone runs it
        ("tests/test_it.py", [False, False]),
        ("tests/data/cases.yml", [False, False]),
        ("tests/support.py", [True, True]),
    ],
)
def test_what_is_known_of_tests(changed: str, known: list[bool], tmp_path: Path) -> None:
    for name in ("code.py", "tests/test_it.py", "tests/data/cases.yml", "tests/support.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1\n", encoding="utf-8")
    file = tmp_path / "tests" / "test_it.py"
    items: list[Any] = [SimpleNamespace(nodeid=f"test_{name}", path=file) for name in "ab"]
    found = [seen.Seen(0.5, {str(tmp_path / "code.py"): 0b1010}), seen.Seen(2.0, {})]
    kept = tmp_path / "seen.json"
    assert seen.read(kept, items) == [None, None]
    seen._digest.cache_clear()  # noqa: SLF001
    seen.write(kept, items, found)
    if changed:
        (tmp_path / changed).write_text("2\n", encoding="utf-8")
    seen._digest.cache_clear()  # noqa: SLF001
    again = seen.read(kept, items)
    assert [each is not None for each in again] == known
    if again[0]:
        assert again[0].seconds == found[0].seconds
        assert again[0].lines[str(tmp_path / "code.py")] == 0b1010
    new: list[Any] = [SimpleNamespace(nodeid="test_new", path=file)]
    assert seen.read(kept, new) == [None]
