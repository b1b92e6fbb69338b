"""The user's cache folder, in which each project has one of its own.

A cache in the clone could come with a pull request. This folder belongs to the user, is closed to
others, and is not used if it is not, or if it lies in the clone after all.
https://specifications.freedesktop.org/basedir-spec/latest/
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path

from pipeline.regular_files import is_private

_NAME = "ec2-web-stack"
_NOT_IN_NAMES = str.maketrans({each: f"%{ord(each):X}" for each in "%/\\:"})
_LONGEST_NAME = 120  # bytes; file systems take 143 to 255, Windows 260 for a whole path


def project_cache(root: Path) -> Path | None:
    """Return the folder for what is known about a project, made if need be; None without one."""
    base = _base()
    if base is None:
        return None
    real = os.path.realpath(root)
    folder = base / _NAME / _name_of(real)
    if os.path.commonpath([real, os.path.realpath(folder)]) == real:
        return None
    return folder if make_private(folder.parent) and make_private(folder) else None


def _name_of(path: str) -> str:
    """Return a path as the name of a folder, so that it shows which project it belongs to."""
    name = path.translate(_NOT_IN_NAMES)
    if len(os.fsencode(name)) <= _LONGEST_NAME:
        return name
    import hashlib

    return hashlib.sha256(os.fsencode(path)).hexdigest()


def make_private(folder: Path) -> bool:
    """Make a folder for this user alone; return whether it is one now, and no link."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(folder):
            folder.mkdir(mode=0o700)
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and is_private(status)


def write_private(path: Path, data: bytes) -> None:
    """Write a file for this user alone, whole; what cannot be written is left."""
    temporary = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        temporary.write_bytes(data)
        temporary.chmod(0o600)
        temporary.replace(path)


def _base() -> Path | None:
    if sys.platform == "win32":
        given = os.environ.get("LOCALAPPDATA", "")
    else:
        given = os.environ.get("XDG_CACHE_HOME", "")
    if Path(given).is_absolute():
        return Path(given)
    home = os.path.expanduser("~")  # noqa: PTH111 (Path.home raises where there is none)
    if not Path(home).is_absolute():
        return None
    return Path(home, "Library", "Caches") if sys.platform == "darwin" else Path(home, ".cache")
