"""Digests of files; a file that was not changed since it was read is not read again.

As in Git's index, a file with the size, the times and the inode of an earlier run holds what it
held then: no program sets the time of a change of the inode. What was changed in the last seconds
may be changed once more at what a coarse clock calls the same time, so its state is not kept.
https://git-scm.com/docs/racy-git
"""

from __future__ import annotations

import os
import stat
import time
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.regular_files import read_regular

_SETTLED = 2_000_000_000  # nanoseconds: FAT's clock, the coarsest, has steps of two seconds
_HAS_TIME_OF_CHANGE = os.name == "posix"  # on Windows, st_ctime is the time of creation


class FileDigests:
    """The digests of one run; `kept` are those of earlier runs with the states of the files."""

    def __init__(self) -> None:
        self.kept: dict[str, list[str]] = {}
        self.has_new = False
        self._found: dict[str, str] = {}  # by this run; configs share what they extend

    def of_file(self, path: str) -> str:
        """Return the digest of a regular file, empty if it is none or cannot be read."""
        if path not in self._found:
            self._found[path] = self._of(path, _state(path), lambda: _digest_of(path))
        return self._found[path]

    def of_files(self, name: str, paths: dict[str, str], others: Iterable[str] = ()) -> str:
        """Return one digest of files by their names, links followed, and of other texts."""
        states = [_state(path, follow=True) for path in paths.values()]
        state = "" if "" in states else _short("\0".join((*paths, *states, *others)))
        digests = (_digest_of(path, follow=True) for path in paths.values())
        return self._of(name, state, lambda: digest("\0".join((*paths, *digests, *others))))

    def _of(self, name: str, state: str, find: Callable[[], str]) -> str:
        """Return the digest kept for this state, or else find it and keep it."""
        kept = self.kept.get(name)
        if state and isinstance(kept, list) and kept[:1] == [state]:
            return str(kept[-1])
        found = find()
        if state:
            self.kept[name] = [state, found]
            self.has_new = True
        return found


def _short(state: str) -> str:
    """Return two checksums and the length of a long state, which is made of times and sizes."""
    data = state.encode("utf-8", "surrogatepass")
    return f"{len(data)} {zlib.crc32(data)} {zlib.adler32(data)}"


def digest(text: str) -> str:
    """Return the digest of a file that holds this text."""
    return _sha256(text.encode("utf-8", "surrogatepass"))


def _digest_of(path: str | Path, *, follow: bool = False) -> str:
    try:
        return _sha256(read_regular(path, follow=follow))
    except (OSError, ValueError):
        return ""


def _sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _state(path: str, *, follow: bool = False) -> str:
    """Return what changes with every change of a file, empty where that may not show."""
    try:
        status = os.stat(path, follow_symlinks=follow)  # noqa: PTH116 (hundreds of files)
    except (OSError, ValueError):
        return ""
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    is_settled = changed + _SETTLED < time.time_ns()
    if not (_HAS_TIME_OF_CHANGE and is_settled and stat.S_ISREG(status.st_mode)):
        return ""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
