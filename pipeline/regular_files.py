"""Reading files that others may have prepared: regular ones, never a device or a pipe."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from pipeline.diagnostic import Diagnostic, InvalidInput, Location

OTHER_FOLDER = "delete it, or choose a folder with --output"
MAX_FILE = 16 * 1024 * 1024
_NO_FILE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


class NotRegularError(OSError):
    """A folder, a device or a pipe where a file is expected."""


def read_regular(
    path: str | Path, limit: int = MAX_FILE, *, follow: bool = False, private: bool = False
) -> bytes:
    """Return what a regular file holds, up to one byte more than `limit`.

    A symbolic link is followed only on demand; what is `private` belongs to this user, and no
    other user may write it. Raises OSError. Opening a FIFO would wait for a writer, reading a
    device may never end: the kind is that of the open file, so that it cannot change in between.
    """
    descriptor = os.open(path, _OPEN if follow else _OPEN | _NO_FOLLOW)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotRegularError(errno.EINVAL, "not a regular file")
        if private and not is_private(status):
            raise PermissionError(errno.EPERM, "not a file of this user alone")
        # Python reserves as much as it is asked for; a file in /proc is longer than its size.
        return _read(descriptor, min(status.st_size or limit, limit) + 1)
    finally:
        os.close(descriptor)


def _read(descriptor: int, count: int) -> bytes:
    """Read until there is nothing more, since one call may return less than there is."""
    data = os.read(descriptor, count)
    while len(data) < count and (part := os.read(descriptor, count - len(data))):
        data += part
    return data


def read_output(path: Path) -> str | None:
    """Return what was written before, or None; bytes that are not UTF-8 count as different.

    A link is not followed: what it leads to would stand in the diff. Raises InvalidInput.
    """
    try:
        data = read_regular(path)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(path, f"cannot be read: {reason(error)}") from None
    if len(data) > MAX_FILE:
        raise _unreadable(path, f"larger than {MAX_FILE // 1024**2} MiB")
    return data.decode("utf-8", "replace")


def names_in(folder: Path, *endings: str) -> list[str]:
    """Return the names in a folder that end so, in order; none if there is no such folder.

    Raises InvalidInput where it cannot be read: a folder without its files would be another one.
    """
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(endings))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        message = f"cannot be read: {reason(error)}"
        raise InvalidInput([Diagnostic(Location(str(folder)), message)]) from None


def is_file(path: Path) -> bool:
    """Whether there is a regular file, links followed; raises OSError where that cannot be seen."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116 (as every call here)
    except ValueError:
        return False
    except OSError as error:
        if error.errno in _NO_FILE:
            return False
        raise


def is_missing(path: Path) -> bool:
    """Whether there is nothing at a path; what cannot be seen counts as there."""
    try:
        path.lstat()
    except OSError as error:
        return error.errno in _NO_FILE
    return False


def reason(error: OSError | ValueError) -> str:
    """Return why a file cannot be used, without its name."""
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return "is a symbolic link"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def is_private(status: os.stat_result) -> bool:
    """Whether a file or folder belongs to this user, and no other may write to it."""
    if not hasattr(os, "geteuid"):
        return True  # Windows: the user's folders are closed to others by their lists of access
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _unreadable(path: Path, message: str) -> InvalidInput:
    return InvalidInput([Diagnostic(Location(str(path)), message, OTHER_FOLDER)])
