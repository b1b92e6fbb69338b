"""Mutants of good configs are rendered or refused at a line: no traceback, and nothing is lost."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from tests.readers import read_1_1
from tests.rendered import ENVIRONMENTS, EXAMPLES
from tests.soak.figure import Soak, Tried
from tests.soak.mutants import mutant
from tests.support import STACK, Folder, Result, copy_project

NAME = "byte-level mutants of configs: rendered, or refused at a line"
CONFIG, OUTPUT, SHEET = "config/case.yml", "output/case.yml", "output/case.md"
_REFUSED = re.compile(r"(?:config/|partials/|output/)[^:]+:\d+:\d+: (?:error|warning): ")


def soak(count: int, seed: int, _: Path) -> Soak:
    """Run the command on `count` mutants."""
    configs = [path.read_bytes() for path in [*ENVIRONMENTS, *EXAMPLES]]

    def place(folder: Path) -> Tried:
        project = copy_project(STACK, folder / "stack")
        return lambda numbers: _failures(project, [mutant(configs, seed, each) for each in numbers])

    return Soak(NAME, range(count), place, together=50)


def _failures(project: Folder, changed: list[tuple[str, bytes]]) -> Iterator[str]:
    for what, data in changed:
        yield from [f"{what}: {each}" for each in tried(project, data)][:1]


def tried(folder: Folder, config: bytes) -> Iterator[str]:
    """Render a config over an output that another left, and yield what is wrong with the run."""
    old = {OUTPUT: b"Resources: {}\n", SHEET: b"old\n"}
    for name, text in {CONFIG: config, **old}.items():
        folder.write(name, text)
    before = folder.snapshot()
    try:
        result = folder.run("--no-lint", "--no-cache", CONFIG)
    except Exception:
        yield traceback.format_exc(limit=-3).replace("\n", " | ")
        return
    after = folder.snapshot()
    if result.code == 0:
        yield from _whole(after)
        after = {**after, **old}
    else:
        yield from _explained(result)
    if after != before:
        yield f"exit code {result.code}, and files changed: {_changed(before, after)}"


def _whole(after: dict[str, bytes]) -> Iterator[str]:
    template = read_1_1(after[OUTPUT].decode())
    if not template.get("Resources"):
        yield "accepted, and no template is written"
    if after[SHEET] == b"old\n":
        yield "accepted, and no review sheet is written"


def _explained(result: Result) -> Iterator[str]:
    if result.code not in (1, 2) or "Traceback" in result.err:
        yield f"exit code {result.code}: {result.err[:200]}"
    elif not _REFUSED.match(result.err):
        yield f"refused without a line: {result.err[:200]!r}"


def _changed(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    names = before.keys() | after.keys()
    return sorted(name for name in names if before.get(name) != after.get(name))
