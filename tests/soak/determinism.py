"""The same configs rendered under another hash seed, locale, time zone, umask, folder, Python."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.soak.figure import Figure
from tests.support import ROOT, STACK, Folder, copy_program, copy_project

NAME = "renderings under other seeds, locales, time zones, umasks, folders, Pythons: one digest"
_LOCALES = ("C", "C.UTF-8", "POSIX", "de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.eucJP")
_ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "XYZ-14")
_UMASKS = (0o000, 0o022, 0o077)
_FOLDERS = ("plain", "with blanks", "größe", "a/deep/er/folder", "-dash", "{{ x }}")


def run(count: int, seed: int) -> Figure:
    """Render all environments, one or all in a run, until there are `count` renderings."""
    draw, done, failures = random.Random(seed), 0, list[str]()
    with tempfile.TemporaryDirectory() as name:
        folders = [_project(Path(name) / each / "stack") for each in _FOLDERS]
        expected = _rendered(folders[0], [sys.executable], {}, [])
        while done < count:
            folder, python = draw.choice(folders), draw.choice(pythons())
            names = [f"config/{each}.yml" for each in sorted(expected)]
            chosen = draw.choice([[], names[::-1], [draw.choice(names)]])
            environment, command = _surroundings(draw), [*_umask(draw), *python]
            found = _rendered(folder, command, environment, chosen)
            done += max(len(found), 1)
            wanted = {Path(each).stem for each in chosen} or set(expected)
            if found != {each: expected[each] for each in wanted}:
                what = f"{python} {environment} {folder.root} {chosen}"
                failures.append(f"{what}: {sorted(found)} differ")
    return Figure(NAME, done, failures)


def pythons() -> list[list[str]]:
    """Return this Python, and those of the environments of tox that there are."""
    found = sorted((ROOT / ".tox").glob("py3*/bin/python"))
    others = [each for each in os.environ.get("SOAK_PYTHONS", "").split(os.pathsep) if each]
    return [[sys.executable], *([str(each)] for each in found), *([each] for each in others)]


def _project(root: Path) -> Folder:
    folder = copy_project(STACK, root)
    copy_program(root)
    return folder


def _surroundings(draw: random.Random) -> dict[str, str]:
    return {
        "PYTHONHASHSEED": str(draw.randrange(2**32)),
        "LC_ALL": draw.choice(_LOCALES),
        "TZ": draw.choice(_ZONES),
        "PYTHONUTF8": draw.choice("01"),
        "PYTHONOPTIMIZE": draw.choice(("", "1")),
        "COLUMNS": draw.choice(("20", "300")),
    }


def _umask(draw: random.Random) -> list[str]:
    return ["sh", "-c", f'umask {draw.choice(_UMASKS):o}; exec "$@"', "sh"]


def _rendered(
    folder: Folder, command: list[str], environment: dict[str, str], configs: list[str]
) -> dict[str, str]:
    """Render into a folder that is empty before; return the digest of each environment's files."""
    output = folder.root / "output"
    for path in output.iterdir():
        path.unlink()
    done = subprocess.run(
        [*command, "render.py", "--no-lint", "--no-cache", *configs],
        cwd=folder.root,
        env={"PATH": os.environ["PATH"], "HOME": str(folder.root), **environment},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        return {f"exit code {done.returncode}: {done.stderr[-300:]!r}": ""}
    texts = {path.stem: path.read_bytes() for path in output.glob("*.yml")}
    sheets = {path.stem: path.read_bytes() for path in output.glob("*.md")}
    return {name: hashlib.sha256(text + sheets[name]).hexdigest() for name, text in texts.items()}
