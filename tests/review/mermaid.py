"""The Mermaid library, one file from npm's package of it: `python -m tests.review.mermaid FOLDER`.

The file holds all that the library depends on.
"""

from __future__ import annotations

import os
import sys
import tarfile
import tempfile
from pathlib import Path

from tests import npm_package
from tests.support import ROOT

VERSION = "11.17.2"
_FILE = "package/dist/mermaid.min.js"
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
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        if problem := npm_package.pack(f"mermaid@{VERSION}", Path(temporary)):
            return problem
        [archive] = Path(temporary).glob("*.tgz")
        with tarfile.open(archive) as package:
            content = package.extractfile(_FILE)
            assert content, _FILE
            part = Path(temporary, place.name)
            part.write_bytes(content.read())
        part.replace(place)
    return ""


def _place(folder: Path) -> Path:
    return folder / f"mermaid-{VERSION}.min.js"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    if reason := fetch(target):
        sys.stderr.write(f"NOT DRAWN: no Mermaid library: {reason}\n")
