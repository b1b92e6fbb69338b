"""The config behind a baseline: that of its commit, if the output there is the baseline."""

from __future__ import annotations

import ntpath
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from pipeline.review import baseline_config as module
from pipeline.review.baseline_config import baseline_config
from tests.rendered import PROJECT, SCHEMA, SMALLEST, merged

GIT = ("git", "-c", "user.name=x", "-c", "user.email=ops@example.com", "-c", "commit.gpgsign=false")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clone with two commits; what is extended lies beside the config."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / "config").mkdir()
    (folder / "output").mkdir()
    subprocess.run([*GIT, "init", "-q"], cwd=folder, check=True)
    for size in (5, 6):
        base = yaml.safe_dump(merged(SMALLEST, {"fleet": {"max_size": size}}))
        (folder / "config" / "base.yml").write_text(base, encoding="utf-8")
        text = "extends: base.yml\ndescription: Shop\n"
        (folder / "config" / "prod.yml").write_text(text, encoding="utf-8")
        (folder / "output" / "prod.yml").write_text(f"{size}\n", encoding="utf-8")
        subprocess.run([*GIT, "add", "-A"], cwd=folder, check=True)
        subprocess.run([*GIT, "commit", "-qm", str(size)], cwd=folder, check=True)
    return folder


def _size(folder: Path, output: str, against: str | None) -> int | None:
    """Return a setting of the baseline's config, with this text as the output of today."""
    config, rendered = folder / "config" / "prod.yml", folder / "output" / "prod.yml"
    rendered.write_text(output, encoding="utf-8")
    schema = PROJECT.schema
    found = baseline_config(config, "config/prod.yml", rendered, against, schema, SCHEMA)
    return int(found.settings["fleet"]["max_size"]) if found else None


@pytest.mark.parametrize(
    ("output", "against", "expected"),
    [
        ("6\n", None, 6),
        ("7\n", None, None),  # rendered since: the output is of no commit
        ("6\n", "HEAD", 6),
        ("7\n", "HEAD", 6),
        ("6\n", "HEAD~1", 5),
        ("6\n", "nowhere", None),
    ],
)
def test_the_config_of_a_commit(
    output: str, against: str | None, expected: int | None, clone: Path
) -> None:
    assert _size(clone, output, against) == expected


def test_names_in_a_commit_have_slashes_on_windows(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "os", SimpleNamespace(path=ntpath))
    assert _size(clone, "6\n", "HEAD~1") == 5


def test_a_file_has_no_config(clone: Path) -> None:
    assert _size(clone, "6\n", os.fspath(clone / "output" / "prod.yml")) is None


def test_a_file_comes_before_the_commit_of_its_name(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "HEAD").write_text("6\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert (_size(clone, "6\n", "HEAD"), _size(clone, "6\n", "HEAD~1")) == (None, 5)


def test_outside_of_a_repository_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "output").mkdir()
    assert _size(tmp_path, "6\n", None) is None
