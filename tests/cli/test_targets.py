"""Which folders are an application's: those with configs, and those with what was rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.arguments import parse_arguments
from pipeline.cli.targets import Target, _holds_outputs, _same_output, output_folders
from pipeline.project import Project
from tests.support import Folder


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


@pytest.mark.parametrize(
    ("arguments", "name", "hint"),
    [
        ([], "config/prod.yaml", "rename one of the two"),
        (["--output", "out"], "config/prod.yaml", "rename one of the two"),
        (["--output", "out"], "shop/config/prod.yml", "name the configs of one application"),
        ([], "shop/config/prod.yml", "rename one of the two"),
    ],
)
def test_two_configs_of_one_output(arguments: list[str], name: str, hint: str) -> None:
    other = Target(Path("config/prod.yml"), "config/prod.yml", Path("o/prod.yml"), "o/prod.yml")
    found = _same_output(parse_arguments(arguments), name, other)
    assert (str(found.location), found.hint) == (name, hint)
    assert found.message == "renders to o/prod.yml, as does config/prod.yml"


def test_a_named_folder_is_the_only_one_with_outputs(
    small: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root)
    project = Project(small.root)
    assert output_folders(project, parse_arguments([])) == [Path("output")]
    assert output_folders(project, parse_arguments(["--output", "out"])) == [Path("out")]
