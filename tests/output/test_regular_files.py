"""What is read is a regular file, as much of it as is asked for, and no link unless asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.diagnostic import InvalidInput
from pipeline.regular_files import (
    MAX_FILE,
    NotRegularError,
    is_file,
    is_missing,
    is_private,
    names_in,
    read_output,
    read_regular,
    reason,
)

STATUS = Path("/proc/self/status")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a file, a link to it, one to nothing, a pipe, and a folder."""
    (tmp_path / "file").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "lost").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    return tmp_path


@pytest.mark.parametrize(("limit", "expected"), [(2, b"abc"), (1, b"ab"), (3, b"abc"), (9, b"abc")])
def test_one_byte_more_than_the_limit_tells_that_there_is_more(
    limit: int, expected: bytes, folder: Path
) -> None:
    assert read_regular(folder / "file", limit) == expected


def test_an_empty_file(folder: Path) -> None:
    (folder / "file").write_bytes(b"")
    assert read_regular(folder / "file") == b""


@pytest.mark.skipif(not STATUS.exists(), reason="needs Linux")
def test_a_file_that_is_longer_than_its_size() -> None:
    assert STATUS.stat().st_size == 0
    assert read_regular(STATUS).startswith(b"Name:")


def test_a_link_is_followed_on_demand_only(folder: Path) -> None:
    assert read_regular(folder / "link", follow=True) == b"abc"
    with pytest.raises(OSError, match="symbolic") as refused:
        read_regular(folder / "link")
    assert reason(refused.value) == "is a symbolic link"


@pytest.mark.parametrize("name", ["pipe", "folder"])
def test_what_is_no_file_is_refused(name: str, folder: Path) -> None:
    with pytest.raises(NotRegularError) as refused:
        read_regular(folder / name)
    assert reason(refused.value) == "not a regular file"


@pytest.mark.parametrize(
    ("mode", "private"),
    [(0o600, True), (0o644, True), (0o755, True), (0o660, False), (0o606, False), (0o666, False)],
)
def test_a_private_file_is_writable_by_its_user_alone(
    mode: int, private: bool, folder: Path
) -> None:
    path = folder / "file"
    path.chmod(mode)
    assert is_private(path.stat()) is private
    if private:
        assert read_regular(path, private=True) == b"abc"
    else:
        with pytest.raises(PermissionError, match="this user alone"):
            read_regular(path, private=True)


def test_an_output_of_before(folder: Path) -> None:
    assert read_output(folder / "file") == "abc"
    assert read_output(folder / "nowhere") is None
    (folder / "file").write_bytes(b"a\xff")
    assert read_output(folder / "file") == "a\ufffd"
    for name, message in (
        ("link", "cannot be read: is a symbolic link"),
        ("folder", "cannot be read: not a regular file"),
    ):
        with pytest.raises(InvalidInput) as refused:
            read_output(folder / name)
        [found] = refused.value.diagnostics
        assert (found.message, found.location.file) == (message, str(folder / name))


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_how_large_an_output_may_be(more: int, refused: bool, folder: Path) -> None:
    with (folder / "file").open("wb") as file:
        file.truncate(MAX_FILE + more)
    if refused:
        with pytest.raises(InvalidInput, match=f"larger than {MAX_FILE // 1024**2} MiB"):
            read_output(folder / "file")
    else:
        assert read_output(folder / "file") is not None


def test_names_in_a_folder(folder: Path) -> None:
    for name in ("b.yml", "a.yml", "c.yaml", "d.txt"):
        (folder / name).touch()
    assert names_in(folder, ".yml", ".yaml") == ["a.yml", "b.yml", "c.yaml"]
    assert names_in(folder / "nowhere", ".yml") == []
    assert names_in(folder / "file", ".yml") == []


@pytest.mark.parametrize(
    ("name", "file", "missing"),
    [
        ("file", True, False),
        ("link", True, False),
        ("lost", False, False),
        ("pipe", False, False),
        ("folder", False, False),
        ("nowhere", False, True),
        ("file/below", False, True),
    ],
)
def test_what_is_there(name: str, file: bool, missing: bool, folder: Path) -> None:
    assert is_file(folder / name) is file
    assert is_missing(folder / name) is missing


def test_a_name_that_no_system_takes_is_no_file(folder: Path) -> None:
    assert not is_file(folder / "a\0b")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(2, "No such file"), "No such file"),
        (OSError("strange"), "strange"),
        (ValueError("null byte"), "null byte"),
    ],
)
def test_why_a_file_cannot_be_used(error: OSError | ValueError, expected: str) -> None:
    assert reason(error) == expected
