"""The reviews of stacks with everything on say what they said when their text was last read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.review.recorded import FOLDER, RECORDS, Record, answer


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_a_review_is_as_it_was_read(record: Record, tmp_path: Path) -> None:
    """`python -m tests.review.recorded` writes the files; `git diff` shows what to read."""
    assert answer(record, tmp_path / "project") == (FOLDER / record.name).read_text("utf-8")


def test_each_file_is_of_a_review() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {record.name for record in RECORDS}
