"""A result is written whole or not at all, and nothing is left behind."""

from __future__ import annotations

import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.diagnostic import InvalidInput
from pipeline.output import writing
from pipeline.output.writing import unified_diff, write_output
from pipeline.regular_files import read_output
from tests.support import ROOT, Folder

WRITER = """
import sys
from pathlib import Path
from pipeline.output.writing import write_output
path, size = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
number = 0
while True:
    number += 1
    write_output(path, f"{number % 10}" * size)
"""


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _refusal(path: Path) -> str:
    with pytest.raises(InvalidInput) as invalid_input:
        write_output(path, "new\n")
    [diagnostic] = invalid_input.value.diagnostics
    return diagnostic.message


def test_written_and_only_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "a.yml"
    assert write_output(path, "one\n")
    os.utime(path, ns=(1, 1))
    assert not write_output(path, "one\n")
    assert path.stat().st_mtime_ns == 1
    assert write_output(path, "two\n")
    assert read_output(path) == "two\n"
    assert _names(path.parent) == ["a.yml"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_the_mode_is_kept(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("old\n")
    path.chmod(mode)
    write_output(path, "new\n")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_the_umask_is_kept(umask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        write_output(tmp_path / "a.yml", "new\n")
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.yml").stat().st_mode) == mode


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old\n")
    (tmp_path / "a.yml").symlink_to(tmp_path / "real")
    assert _refusal(tmp_path / "a.yml") == "is a symbolic link"
    assert (tmp_path / "a.yml").is_symlink()
    assert (tmp_path / "real").read_text() == "old\n"
    assert _names(tmp_path) == ["a.yml", "real"]


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").symlink_to(tmp_path / "nothing")
    assert _refusal(tmp_path / "a.yml") == "is a symbolic link"
    assert _names(tmp_path) == ["a.yml"]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").mkdir()
    assert _refusal(tmp_path / "a.yml") == "is not a file"
    assert _names(tmp_path) == ["a.yml"]


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yml")
    assert _refusal(tmp_path / "a.yml") == "is not a file"


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("old\n")
    (tmp_path / "a.yml").chmod(0o444)
    assert _refusal(tmp_path / "a.yml") == "is read-only"
    assert (tmp_path / "a.yml").read_text() == "old\n"


def test_a_file_where_the_folder_belongs(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("old\n")
    assert _refusal(tmp_path / "folder" / "a.yml") == "cannot be written: Not a directory"
    assert (tmp_path / "folder").read_text() == "old\n"


def test_a_temporary_file_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("old\n")
    (tmp_path / ".a.yml.tmp").symlink_to(tmp_path / "victim")
    assert _refusal(tmp_path / "a.yml").startswith("cannot be written: ")
    assert (tmp_path / "victim").read_text() == "old\n"


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    for text in ("new\n", "new\n"):
        (tmp_path / ".a.yml.tmp").write_text("half of something longer than the new text")
        write_output(tmp_path / "a.yml", text)
        assert _names(tmp_path) == ["a.yml"]
        assert read_output(tmp_path / "a.yml") == "new\n"


@pytest.mark.parametrize("call", ["write", "fsync", "ftruncate", "fchmod"])
def test_a_failure_leaves_the_old_file(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yml"
    path.write_text("old\n")

    def fail(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        message = _refusal(path)
    assert message == "cannot be written: No space left on device"
    assert path.read_text() == "old\n"
    assert _names(tmp_path) == ["a.yml"]


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:3]))
    write_output(tmp_path / "a.yml", "ä long enough text\n")
    assert read_output(tmp_path / "a.yml") == "ä long enough text\n"


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if (
        not shutil.which("mount")
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("only root can mount a small disk; test_a_failure_leaves_the_old_file stays")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(tiny_disk: Path) -> None:
    path = tiny_disk / "a.yml"
    write_output(path, "old\n")
    with pytest.raises(InvalidInput, match="cannot be written: No space left on device"):
        write_output(path, "x" * 200_000)
    assert path.read_text() == "old\n"
    assert _names(tiny_disk) == ["a.yml"]


def _writer(path: Path, size: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(size)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    return process


def test_killed_at_any_moment(tmp_path: Path) -> None:
    path, size, moments = tmp_path / "a.yml", 300_000, random.Random(7)
    left = 0
    for _ in range(30):
        with _writer(path, size) as process:
            time.sleep(moments.uniform(0.001, 0.02))
            process.send_signal(signal.SIGKILL)
        text = read_output(path)
        assert text is None or (len(text) == size and len(set(text)) == 1)
        assert set(_names(tmp_path)) <= {"a.yml", ".a.yml.tmp"}
        left += ".a.yml.tmp" in _names(tmp_path)
    assert left  # or no kill met a write
    write_output(path, "whole\n")
    assert _names(tmp_path) == ["a.yml"]


def test_two_runs_at_once(tmp_path: Path) -> None:
    path, size = tmp_path / "a.yml", 100_000
    writers = [_writer(path, size) for _ in range(2)]
    seen = set()
    until = time.monotonic() + 1.5
    while time.monotonic() < until:
        text = read_output(path)
        if text is not None:
            assert len(text) == size
            assert len(set(text)) == 1
            seen.add(text[0])
    for writer in writers:
        assert writer.poll() is None  # none was refused
        writer.kill()
        writer.communicate()
    assert len(seen) > 1
    write_output(path, "whole\n")
    assert _names(tmp_path) == ["a.yml"]


def test_a_failure_does_not_take_the_file_of_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yml"
    fill = writing._fill  # noqa: SLF001

    def overtaken(descriptor: int, data: bytes, mode: int) -> None:
        fill(descriptor, data, mode)
        (tmp_path / ".a.yml.tmp").unlink()
        (tmp_path / ".a.yml.tmp").write_text("another run's")
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(writing, "_fill", overtaken)
    assert _refusal(path) == "cannot be written: Input/output error"
    assert _names(tmp_path) == [".a.yml.tmp"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "a\n"),
        ("", "a\n"),
        ("a\nb\nc\n", "a\nc\n"),
        ("a\nb", "a\nb\n"),
        ("a\nb", "a\nc\n"),
        ("a\r\nb\r\n", "a\nb\n"),
        ("a\u2028b\x0cc\n", "a\u2028b\nc\n"),
        ("a\n", "ä\n"),
    ],
)
def test_a_diff_can_be_applied(before: str | None, after: str, tmp_path: Path) -> None:
    diff = unified_diff(before, after, "a.yml")
    if before is not None:
        (tmp_path / "a.yml").write_bytes(before.encode())
    apply = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(apply, cwd=tmp_path, input=diff.encode(), check=True)
    assert (tmp_path / "a.yml").read_bytes() == after.encode()
    assert unified_diff(after, after, "a.yml") == ""


def test_nothing_is_written_by_anyone_who_may_not(small: Folder) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        (small.root / "output").chmod(0o555)
        result = small.run("--no-lint")
        (small.root / "output").chmod(0o755)
        assert (result.code, "Permission denied" in result.err) == (2, True)
        return
    with tempfile.TemporaryDirectory() as name:  # pytest's own folder is closed to others
        folder = Path(name)
        folder.chmod(0o755)
        code = (
            "import os, sys; from pathlib import Path; "
            "from pipeline.output.writing import write_output;"
            " os.setuid(65534); write_output(Path(sys.argv[1]), 'a')"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder / "a.yml")],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
        )
        assert b"a.yml: error: cannot be written: Permission denied" in done.stderr
        assert _names(folder) == []
