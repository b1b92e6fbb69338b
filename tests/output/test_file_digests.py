"""A file is read again exactly where it may hold something else than what was read before."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.output import file_digests
from pipeline.output.file_digests import FileDigests, digest
from pipeline.regular_files import read_regular


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the files that are read; every file counts as changed long ago."""
    found: list[str] = []

    def listen(path: str | Path, *, follow: bool = False) -> bytes:
        found.append(str(path))
        return read_regular(path, follow=follow)

    monkeypatch.setattr(file_digests, "read_regular", listen)
    monkeypatch.setattr(file_digests, "_SETTLED", -60_000_000_000)
    return found


def _again(digests: FileDigests) -> FileDigests:
    """Return the digests of the next run, which knows what this one kept."""
    after = FileDigests()
    after.kept = digests.kept
    return after


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_an_unchanged_file_is_read_once(tmp_path: Path, read: list[str]) -> None:
    path = tmp_path / "a"
    path.write_text("a")
    first = FileDigests()
    assert first.of_file(str(path)) == first.of_file(str(path)) == digest("a") == _sha256("a")
    assert first.has_new
    second = _again(first)
    assert second.of_file(str(path)) == _sha256("a")
    assert (read, second.has_new) == ([str(path)], False)


def _other_text(path: Path) -> None:
    path.write_text("b")


def _other_text_and_the_old_time(path: Path) -> None:
    before = path.stat()
    path.write_text("b")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _other_file_with_the_old_time(path: Path) -> None:
    before = path.stat()
    other = path.with_name("other")
    other.write_text("b")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize(
    "change", [_other_text, _other_text_and_the_old_time, _other_file_with_the_old_time]
)
def test_a_change_of_the_same_size(
    change: Callable[[Path], None], tmp_path: Path, read: list[str]
) -> None:
    path = tmp_path / "a"
    path.write_text("a")
    first = FileDigests()
    first.of_file(str(path))
    time.sleep(0.02)  # a step of the kernel's clock takes up to 10 ms
    change(path)
    assert _again(first).of_file(str(path)) == _sha256("b")
    assert len(read) == 2


def test_a_file_that_was_changed_moments_ago_is_read_every_time(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_digests, "_SETTLED", 60_000_000_000)
    path = tmp_path / "a"
    path.write_text("a")
    first = FileDigests()
    first.of_file(str(path))
    assert (first.kept, first.has_new) == ({}, False)
    _again(first).of_file(str(path))
    assert len(read) == 2


@pytest.mark.parametrize(("later", "is_kept"), [(-1, False), (0, False), (1, True)])
def test_a_file_is_settled_two_seconds_after_its_change(
    later: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_kept: bool
) -> None:
    """FAT keeps times in steps of two seconds: until then a change may leave the same time."""
    path = tmp_path / "a"
    path.write_text("a")
    os.utime(path, ns=(1, 1))  # what changes last is the inode
    now = path.stat().st_ctime_ns + 2_000_000_000 + later
    monkeypatch.setattr("pipeline.output.file_digests.time.time_ns", lambda: now)
    digests = FileDigests()
    assert digests.of_file(str(path)) == _sha256("a")
    assert (str(path) in digests.kept, digests.has_new) == (is_kept, is_kept)


def test_a_system_without_a_time_of_change(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_digests, "_HAS_TIME_OF_CHANGE", False)
    (tmp_path / "a").write_text("a")
    first = FileDigests()
    for digests in (first, _again(first)):
        assert digests.of_file(str(tmp_path / "a")) == _sha256("a")
        assert digests.of_files("all", {"a": str(tmp_path / "a")}) != ""
    assert len(read) == 4


@pytest.mark.usefixtures("read")
def test_what_is_no_regular_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    os.mkfifo(tmp_path / "fifo")
    for name in ("link", "fifo", "none", ".", "a\0b"):
        digests = FileDigests()
        assert digests.of_file(str(tmp_path / name)) == ""
        assert digests.kept == {}


@pytest.mark.usefixtures("read")
def test_a_file_that_became_a_link_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("a")
    first = FileDigests()
    first.of_file(str(path))
    path.rename(tmp_path / "b")
    path.symlink_to(tmp_path / "b")
    assert _again(first).of_file(str(path)) == ""


def test_files_count_by_name_text_and_what_else_is_said(tmp_path: Path, read: list[str]) -> None:
    paths = {name: str(tmp_path / name) for name in ("a", "b")}
    for name, path in paths.items():
        Path(path).write_text(name)
    first = FileDigests()
    known = first.of_files("all", paths, ["1.0"])
    assert _again(first).of_files("all", paths, ["1.0"]) == known
    assert len(read) == 2
    swapped = {"a": paths["b"], "b": paths["a"]}
    others = [
        _again(first).of_files("all", paths, ["1.1"]),
        _again(first).of_files("all", swapped, ["1.0"]),
        _again(first).of_files("all", {"a": paths["a"]}, ["1.0"]),
        _again(first).of_files("all", {**paths, "c": paths["a"]}, ["1.0"]),
    ]
    Path(paths["b"]).write_text("other")
    others.append(_again(first).of_files("all", paths, ["1.0"]))
    assert len({known, *others}) == 6


@pytest.mark.usefixtures("read")
def test_files_are_read_through_links(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    first = FileDigests()
    known = first.of_files("all", {"link": str(tmp_path / "link")})
    time.sleep(0.02)
    (tmp_path / "a").write_text("b")
    assert _again(first).of_files("all", {"link": str(tmp_path / "link")}) != known


@pytest.mark.usefixtures("read")
@pytest.mark.parametrize("kept", [None, 5, "x", [], {}, ["x", "y"], [5, None]], ids=str)
def test_a_broken_entry_is_none(kept: object, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("a")
    digests = FileDigests()
    digests.kept = {str(path): kept}  # type: ignore[dict-item]
    assert digests.of_file(str(path)) == _sha256("a")
