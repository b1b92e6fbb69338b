"""The Mermaid library, one file from npm's package of it: `python -m tests.review.mermaid FOLDER`.

`npm pack` fetches this one package by the registry and proxy that npm is configured for; nothing
that it depends on is installed, since the file holds all of it, and no script of it is run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.support import ROOT

VERSION = "11.17.2"
_FILE = "package/dist/mermaid.min.js"
_SECONDS = 120
_FOLDER = ROOT / ".tox" / "diagrams"


def library() -> Path | None:
    """Return the library's file: what MERMAID names, or what tox has fetched; None without."""
    named = os.environ.get("MERMAID")
    places = [Path(named)] if named else map(_place, (_FOLDER, _here()))
    return next((each for each in places if each.is_file()), None)


def _here() -> Path:
    """Return the folder of tox's environment that this runs in, which may be anywhere."""
    return Path(os.environ.get("TOX_ENV_DIR", _FOLDER))


def fetch(folder: Path) -> str:
    """Fetch the library into a folder, unless it is there; return why it cannot be had, or ''."""
    place = _place(folder)
    if place.is_file():
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed"
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        if problem := _pack(npm, Path(temporary)):
            return problem
        [archive] = Path(temporary).glob("*.tgz")
        with tarfile.open(archive) as package:
            content = package.extractfile(_FILE)
            assert content, _FILE
            part = Path(temporary, place.name)
            part.write_bytes(content.read())
        part.replace(place)
    return ""


def _pack(npm: str, folder: Path) -> str:
    """Download the package's archive into a folder; return what went wrong, or ''."""
    once = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--no-update-notifier"]
    command = [npm, "pack", "--silent", *once, f"mermaid@{VERSION}"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"npm did not answer within {_SECONDS} seconds"
    return " ".join(done.stderr.split())[-300:] or "npm failed" if done.returncode else ""


def _place(folder: Path) -> Path:
    return folder / f"mermaid-{VERSION}.min.js"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    if reason := fetch(target):
        sys.stderr.write(f"NOT DRAWN: no Mermaid library: {reason}\n")
