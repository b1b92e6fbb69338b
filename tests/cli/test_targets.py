"""Which folders are an application's: those with configs, and those with what was rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.targets import _holds_outputs


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], False),
        (["config/prod.yml"], True),
        (["config/prod.yaml"], True),
        (["config/prod.txt"], False),
        (["output/prod.yml", "output/prod.md"], True),
        (["output/prod.yml"], False),  # of another program
        (["output/prod.md"], False),
        (["config/prod.yml", "output/prod.yml"], True),
    ],
)
def test_a_folder_of_outputs(files: list[str], expected: bool, tmp_path: Path) -> None:
    for folder in ("config", "output"):
        (tmp_path / folder).mkdir()
    for name in files:
        (tmp_path / name).write_text("", encoding="utf-8")
    assert _holds_outputs(tmp_path / "output") is expected
