"""Each line of each partial is deleted: a test or a check notices, or nothing is rendered."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.diagnostic import InvalidInput, Location
from tests.rendered import PROJECT, Stack
from tests.soak.changed_partials import IMPORT, ChangedPartials
from tests.soak.figure import Soak
from tests.soak.noticing import Checks
from tests.soak.samples import Sample

NAME = "lines of the partials deleted, and not noticed"
ALLOWED = 0.05  # share of the lines
_FAR = 1_000_000
_COMMENT = re.compile(r"\{#.*?#\}|^ *#[^\n]*", re.DOTALL | re.MULTILINE)


class WithoutLine:
    """A partial lacks a line."""

    def __init__(self, partials: ChangedPartials, location: Location) -> None:
        self.partials = partials
        self.location = location
        self.name = location.file.partition("/")[2]
        self.lines = (partials.folder / self.name).read_text("utf-8").split("\n")
        self.imported = imported(self.lines, location.line)
        self._known: dict[Path, Stack | InvalidInput | None] = {}

    def distance(self, sample: Sample) -> int | None:
        """Return how many lines are between the line and one that a sample has something of.

        What a macro makes of its arguments is the macro's, so every sample may be affected.
        """
        if self.imported:
            return int(f"partials/{self.imported}" not in sample.lines)
        lines = sample.lines.get(self.location.file, ())
        return min((abs(line - self.location.line) for line in lines), default=_FAR)

    def of(self, sample: Sample) -> Stack | None:
        """Render a sample again; None if it is the same."""
        if sample.path not in self._known:
            self._known[sample.path] = self._rendered(sample)
        found = self._known[sample.path]
        if isinstance(found, InvalidInput):
            raise found
        return found

    def _rendered(self, sample: Sample) -> Stack | InvalidInput | None:
        lines = [*self.lines]
        del lines[self.location.line - 1]
        self.partials.change(self.name, "\n".join(lines))
        try:
            template = self.partials.template(sample.path)
        except InvalidInput as invalid_input:
            return invalid_input
        if template.data == sample.stack.data:
            return None
        return sample.stack._replace(template=template)


def imported(lines: list[str], number: int) -> str:
    """Return the partial that a line imports, or that has a macro which it calls; else nothing."""
    line = lines[number - 1]
    if found := IMPORT.search(line):
        return found[1]
    for each in lines:
        name, _, macros = each.partition(" import ")
        if (found := IMPORT.search(name)) and any(
            f"{macro.strip()}(" in line for macro in macros.partition(" with")[0].split(",")
        ):
            return found[1]
    return ""


def soak(count: int, seed: int, folder: Path) -> Soak:
    """Delete every line, or `count` drawn from them."""
    partials = ChangedPartials(PROJECT.partials)
    every = list(code_lines(PROJECT.partials))
    chosen = every if count >= len(every) else random.Random(seed).sample(every, count)
    checks = Checks(folder)

    def tried(locations: Sequence[Location]) -> Iterator[str]:
        for location in locations:
            if not checks.noticed_by(WithoutLine(partials, location)):
                yield f"{location}"

    return Soak(NAME, chosen, lambda _: tried, together=1, allowed=ALLOWED)


def code_lines(folder: Path) -> Iterator[Location]:
    """Yield the lines of the partials that are neither blank nor comments."""
    for path in sorted(folder.glob("*.j2")):
        text = path.read_text("utf-8")
        blanked = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
        for number, line in enumerate(blanked.split("\n"), start=1):
            if line.strip():
                yield Location(f"{folder.name}/{path.name}", number)
