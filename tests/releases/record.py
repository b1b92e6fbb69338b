"""Record a release: its example configs, and a hash of each element that they render to."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

from tests.readers import read_1_1
from tests.rendered import render_file
from tests.support import ROOT, SHOP

HERE = Path(__file__).resolve().parent
Elements = dict[str, dict[str, str]]  # a config's name, then `Resources.Name`, with its hash


def releases() -> list[Path]:
    """Return the folders of the recorded releases, the newest last."""
    folders = [path for path in HERE.iterdir() if re.fullmatch(r"[0-9.]+", path.name)]
    return sorted(folders, key=lambda path: [int(part) for part in path.name.split(".")])


def configs(folder: Path) -> list[Path]:
    """Return the configs of a project that are environments or examples."""
    paths = [*(folder / "config").glob("*.yml"), *(folder / "config" / "examples").glob("*.yml")]
    return sorted(path for path in paths if not path.name.startswith("_"))


def elements(folder: Path) -> Elements:
    """Return the elements of the templates that a folder's configs render to today."""
    found: Elements = {}
    for path in configs(folder):
        template = read_1_1(render_file(path).text)
        found[path.relative_to(folder).as_posix()] = {
            f"{section}.{name}": _hash(value)
            for section, named in template.items()
            if isinstance(named, dict)
            for name, value in named.items()
        }
    return found


def changed(before: Elements, now: Elements) -> set[str]:
    """Return the names of the elements that a template has no longer, or has otherwise or new."""
    return {
        name
        for config in before
        for name in before[config].keys() | now[config].keys()
        if before[config].get(name) != now[config].get(name)
    }


def record(version: str) -> None:
    """Write the record of a release, in place of an earlier one of the same version."""
    folder = HERE / version
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SHOP / "config", folder / "config")
    examples = folder / "config" / "examples"
    shutil.copytree(ROOT / "config" / "examples", examples, dirs_exist_ok=True)
    text = json.dumps(elements(folder), indent=1, sort_keys=True)
    (folder / "elements.json").write_text(text + "\n", encoding="utf-8")


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
