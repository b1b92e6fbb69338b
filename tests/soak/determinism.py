"""The same configs rendered under another hash seed, locale, time zone, umask, folder, Python."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.soak.figure import Soak, Tried
from tests.support import ROOT, STACK, Folder, copy_program, copy_project

NAME = "renderings under other seeds, locales, time zones, umasks, folders, Pythons: one digest"
_LOCALES = ("C", "C.UTF-8", "POSIX", "de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.eucJP")
_ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "XYZ-14")
_UMASKS = (0o000, 0o022, 0o077)
_FOLDERS = ("plain", "with blanks", "größe", "a/deep/er/folder", "-dash", "{{ x }}")


class Rendering(NamedTuple):
    """Where and how configs are rendered, all if none is named."""

    folder: str
    command: list[str]
    environment: dict[str, str]
    configs: list[str]


def soak(count: int, seed: int, folder: Path) -> Soak:
    """Render all environments, one or all in a run, until there are `count` renderings."""
    expected = _rendered(_project(folder / "plain"), [sys.executable], {}, [])
    draw, runs, done = random.Random(seed), list[Rendering](), 0
    while done < count:
        runs.append(_drawn(draw, [f"config/{each}.yml" for each in sorted(expected)]))
        done += len(runs[-1].configs or expected)

    def place(own: Path) -> Tried:
        projects = {each: _project(own / each / "stack") for each in _FOLDERS}
        return lambda cases: _failures(projects, expected, cases)

    return Soak(NAME, runs, place, counted=lambda run: len(run.configs or expected))


def _drawn(draw: random.Random, names: list[str]) -> Rendering:
    command = [*_umask(draw), *draw.choice(pythons())]
    chosen = draw.choice([[], names[::-1], [draw.choice(names)]])
    return Rendering(draw.choice(_FOLDERS), command, _surroundings(draw), chosen)


def _failures(
    projects: dict[str, Folder], expected: dict[str, str], runs: Sequence[Rendering]
) -> Iterator[str]:
    for folder, command, environment, configs in runs:
        found = _rendered(projects[folder], command, environment, configs)
        wanted = {Path(each).stem for each in configs} or set(expected)
        if found != {each: expected[each] for each in wanted}:
            yield f"{command} {environment} {folder} {configs}: {sorted(found)} differ"


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
