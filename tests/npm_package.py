"""A package of npm: `python -m tests.npm_package FOLDER NAME VERSION` unpacks it in a folder.

`npm pack` fetches this one package by the registry and proxy that npm is configured for; nothing
that it depends on is installed, and no script of it is run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_SECONDS = 120


def pack(package: str, folder: Path) -> str:
    """Download a package's archive into a folder; return why it cannot be had, or ''."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed"
    once = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--no-update-notifier"]
    command = [npm, "pack", "--silent", *once, package]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"npm did not answer within {_SECONDS} seconds"
    return " ".join(done.stderr.split())[-300:] or "npm failed" if done.returncode else ""


def unpack(name: str, version: str, folder: Path) -> str:
    """Unpack a package into FOLDER/VERSION, unless it is there; return what is wrong, or ''."""
    place = folder / version
    if place.is_dir():
        return ""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        if problem := pack(f"{name}@{version}", Path(temporary)):
            return problem
        [archive] = Path(temporary).glob("*.tgz")
        subprocess.run(["tar", "-xzf", archive, "-C", temporary], check=True)
        Path(temporary, "package").rename(place)
    return ""


if __name__ == "__main__":
    target, wanted, number = sys.argv[1:]
    if reason := unpack(wanted, number, Path(target)):
        sys.stderr.write(f"not there: {wanted}: {reason}\n")
