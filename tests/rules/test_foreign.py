"""Templates in the manner of others: no error, and each warning as expected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).resolve().parent / "foreign"
EXPECTED = yaml.safe_load((HERE / "expected.yml").read_text())
TEMPLATES = sorted(path for path in HERE.iterdir() if path.name != "expected.yml")
Found = list[tuple[str, list["str | int"], str]]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_only_what_is_expected_is_found(path: Path, run: Callable[[Path], Found]) -> None:
    found = sorted(f"{rule} {[*place, None][1] or place[0]}" for rule, place, _ in run(path))
    assert found == EXPECTED.get(path.name, [])
    assert not any(line.startswith("E") for line in found)


def test_expectations_are_of_templates() -> None:
    assert set(EXPECTED) <= {path.name for path in TEMPLATES}
