"""A file that is stale is reported, also where it cannot be read any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.arguments import parse_arguments
from pipeline.cli.stale import stale
from pipeline.cli.targets import Target
from pipeline.project import Project
from tests.support import ROOT


@pytest.mark.parametrize("kind", ["gone", "a folder"])
def test_a_file_that_cannot_be_read_any_more(kind: str, tmp_path: Path) -> None:
    output = tmp_path / "prod.yml"
    if kind == "a folder":
        output.mkdir()
    target = Target(tmp_path / "config.yml", "config.yml", output, "prod.yml")
    found = stale(Project(ROOT), parse_arguments(["--check"]), target, output)
    assert found.message == "stale: not what its config renders to"
    assert found.hint.endswith(" config.yml")
