"""Writing a result whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.diagnostic import Diagnostic, InvalidInput, Location, printable
from pipeline.regular_files import OTHER_FOLDER, read_output

try:
    import fcntl
except ImportError:  # Windows: two runs at once are not kept apart there
    fcntl = None  # type: ignore[assignment]

_NO_LINE_FEED = "\\ No newline at end of file\n"


def check_writable(path: Path) -> None:
    """Refuse a target that is not a plain file of this folder that its owner may write."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        if path.parent.exists() and not path.parent.is_dir():
            raise _invalid_input(path, f"{path.parent} is not a folder") from None
        return
    except OSError as error:
        raise _invalid_input(path, f"cannot be written: {error.strerror}") from None
    if stat.S_ISLNK(mode):
        raise _invalid_input(path, "is a symbolic link", OTHER_FOLDER)
    if not stat.S_ISREG(mode):
        raise _invalid_input(path, "is not a file", OTHER_FOLDER)
    if not mode & stat.S_IWUSR:
        raise _invalid_input(path, "is read-only", f"chmod u+w {path}")


def write_output(path: Path, text: str) -> bool:
    """Write the text in one step, keeping the file's mode; return whether anything changed.

    A reader sees the old file or the new one, also after a crash. Raises InvalidInput.
    """
    check_writable(path)
    temporary = _temporary(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(temporary) as descriptor:
            if read_output(path) == text:
                return False
            _fill(descriptor, text.encode(), _mode(path))
            temporary.replace(path)
            _sync_folder(path.parent)
    except OSError as error:
        raise _invalid_input(path, f"cannot be written: {error.strerror}") from None
    return True


def remove_leftover(path: Path) -> None:
    """Delete what a killed run left beside an output that needs no writing."""
    temporary = _temporary(path)
    if os.path.lexists(temporary):
        with contextlib.suppress(OSError), _locked(temporary):
            pass


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


def unified_diff(before: str | None, after: str, name: str) -> str:
    """Return the change from one text to the other as a unified diff, empty if there is none."""
    import difflib

    name = printable(name)
    old, new = (io.StringIO(text, newline="\n").readlines() for text in (before or "", after))
    source = f"a/{name}" if before is not None else "/dev/null"
    lines = difflib.unified_diff(old, new, source, f"b/{name}")
    # As diff and git say it, or the next line would follow on the same one.
    return "".join(line if line[-1:] == "\n" else f"{line}\n{_NO_LINE_FEED}" for line in lines)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[int]:
    """Open the temporary file alone; one that a killed run left behind is used again.

    What is left of it is deleted while no other run can have it.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            if fcntl:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            if _is_at(descriptor, path):
                try:
                    yield descriptor
                finally:
                    if _is_at(descriptor, path):
                        path.unlink()
                return
        finally:
            os.close(descriptor)


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _fill(descriptor: int, data: bytes, mode: int) -> None:
    os.ftruncate(descriptor, 0)
    while data:
        data = data[os.write(descriptor, data) :]
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)
    os.fsync(descriptor)


def _mode(path: Path) -> int:
    with contextlib.suppress(FileNotFoundError):
        return stat.S_IMODE(path.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every file system can
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _invalid_input(path: Path, message: str, hint: str = "") -> InvalidInput:
    return InvalidInput([Diagnostic(Location(str(path)), message, hint)])
