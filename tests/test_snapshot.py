"""What runs made of the sources is used for the same sources only, and only where it is whole."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.output.manifest import Manifest
from pipeline.project import Project
from pipeline.render import jinja
from pipeline.snapshot import Snapshot
from tests.support import Folder

NO_LINT = "--no-lint"


def _keep(folder: Path) -> Path:
    file = folder / "kept"
    snapshot = Snapshot(file, "sources")
    snapshot.keep("name", ["value"])
    snapshot.save()
    return file


def _is_known(file: Path, sources: str = "sources") -> bool:
    found = Snapshot(file, sources).find("name")
    assert found in (None, ["value"])
    return found is not None


def test_what_is_kept_is_known_for_the_same_sources(tmp_path: Path) -> None:
    file = _keep(tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    assert _is_known(file)
    assert not _is_known(file, "other sources")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_another_python_has_compiled_other_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _keep(tmp_path)
    monkeypatch.setattr(sys, "version", "3.99.0 (another one)")
    assert not _is_known(file)


@pytest.mark.parametrize("place", [0, 31, 32, 35, 36, -1])
def test_a_byte_that_differs_makes_nothing_known(place: int, tmp_path: Path) -> None:
    file = _keep(tmp_path)
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    assert not _is_known(file)


@pytest.mark.parametrize("length", [0, 1, 35, 36, 40])
def test_a_file_that_was_cut_makes_nothing_known(length: int, tmp_path: Path) -> None:
    file = _keep(tmp_path)
    file.write_bytes(file.read_bytes()[:length])
    assert not _is_known(file)


def test_a_file_of_others_is_not_read(tmp_path: Path) -> None:
    file = _keep(tmp_path)
    link = tmp_path / "link"
    link.symlink_to(file)
    assert not _is_known(link)
    file.chmod(0o620)
    assert not _is_known(file)


def test_what_is_made_is_made_once(tmp_path: Path) -> None:
    snapshot = Snapshot(tmp_path / "kept", "sources")
    numbers = iter((1, 2))
    assert [snapshot.get("name", lambda: next(numbers)) for _ in range(2)] == [1, 1]
    assert snapshot.has_new
    snapshot.save()
    again = Snapshot(tmp_path / "kept", "sources")
    assert again.get("name", lambda: 2) == 1
    assert not again.has_new


def test_without_a_file_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    snapshot = Snapshot()
    snapshot.keep("name", 1)
    snapshot.save()
    assert (snapshot.find("name"), list(tmp_path.iterdir())) == (1, [])


def test_a_folder_that_is_not_there_keeps_nothing(tmp_path: Path) -> None:
    snapshot = Snapshot(tmp_path / "nowhere" / "kept", "sources")
    snapshot.keep("name", ["value"])
    snapshot.save()
    assert not _is_known(tmp_path / "nowhere" / "kept")


def test_a_run_with_the_same_sources_reads_no_partial(
    small: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert small.run(NO_LINT).code == 0
    small.write("config/one.yml", small.read("config/one.yml") + "# another text\n")
    expected = small.read("output/one.yml")
    small.write("output/one.yml", "stale\n")
    read: list[str] = []
    monkeypatch.setattr(jinja, "read_text", lambda _path, name, *_: read.append(name))
    assert small.run(NO_LINT).code == 0
    assert (small.read("output/one.yml"), read) == (expected, [])


def test_a_partial_that_changed_is_read(small: Folder) -> None:
    assert small.run(NO_LINT).code == 0
    small.write("partials/more.yml.j2", "Outputs:\n  More: {Value: one}\n")
    assert small.run(NO_LINT).code == 0
    assert "  More:\n    Value: one\n" in small.read("output/one.yml")
    small.write("partials/more.yml.j2", "Outputs:\n  More: {Value: two}\n")
    assert small.run(NO_LINT).code == 0
    assert "  More:\n    Value: two\n" in small.read("output/one.yml")


def test_what_was_made_of_sources_that_changed_meanwhile_is_not_kept(small: Folder) -> None:
    [partial, *_] = sorted((small.root / "partials").glob("*.yml.j2"))
    before = partial.read_text()
    manifest = Manifest(Project(small.root))
    manifest.snapshot().keep("name", "made of the text below")
    partial.write_text(before + "# changed\n")
    manifest.save()
    partial.write_text(before)
    assert Manifest(Project(small.root)).snapshot().find("name") is None


def test_what_was_made_of_the_sources_is_kept(small: Folder) -> None:
    manifest = Manifest(Project(small.root))
    manifest.snapshot().keep("name", "value")
    manifest.save()
    assert Manifest(Project(small.root)).snapshot().find("name") == "value"
    assert Manifest(Project(small.root, use_cache=False)).snapshot().find("name") is None
