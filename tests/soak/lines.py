"""Each line of each partial is deleted: a test or a check notices, or nothing is rendered."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.diagnostic import InvalidInput, Location
from pipeline.render.jinja import PartialEnvironment
from tests import rendered
from tests.rendered import PROJECT, Stack
from tests.soak.figure import Soak
from tests.soak.noticing import Checks
from tests.soak.samples import Sample

NAME = "lines of the partials deleted, and not noticed"
ALLOWED = 0.05  # share of the lines
_COMMENT = re.compile(r"\{#.*?#\}|^ *#[^\n]*", re.DOTALL | re.MULTILINE)


class Partials(PartialEnvironment):
    """The partials of the project, one of which can have another text."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, None)
        self.name, self.text = "", ""
        assert self.loader
        self._source: Callable[..., Any] = self.loader.get_source
        self.loader.get_source = self._get_source  # type: ignore[assignment,method-assign]

    def change(self, name: str, text: str) -> None:
        """Render a partial from this text from now on, until another is changed."""
        self._forget(self.name)
        self._forget(name)
        self.name, self.text = name, text

    def _get_source(self, environment: Any, name: str) -> Any:
        source = self._source(environment, name)
        return (self.text, *source[1:]) if name == self.name else source

    def _forget(self, name: str) -> None:
        assert self.cache is not None
        for known in [each for each in self.cache if each[1] == name]:
            del self.cache[known]


class WithoutLine:
    """A partial lacks a line."""

    def __init__(self, partials: Partials, location: Location) -> None:
        self.partials = partials
        self.location = location
        self._known: dict[Path, Stack | InvalidInput | None] = {}

    def distance(self, sample: Sample) -> int | None:
        """Return 0 for a sample with something of the line, 1 for one of the same partial.

        What a macro makes of its arguments is the macro's, so every sample may be affected.
        """
        lines = sample.lines
        if self.location in lines:
            return 0
        return 1 if self.location.file in {line.file for line in lines} else 2

    def of(self, sample: Sample) -> Stack | None:
        """Render a sample again; None if it is the same."""
        if sample.path not in self._known:
            self._known[sample.path] = self._rendered(sample)
        found = self._known[sample.path]
        if isinstance(found, InvalidInput):
            raise found
        return found

    def _rendered(self, sample: Sample) -> Stack | InvalidInput | None:
        name = self.location.file.partition("/")[2]
        lines = (self.partials.folder / name).read_text("utf-8").split("\n")
        del lines[self.location.line - 1]
        self.partials.change(name, "\n".join(lines))
        try:
            stack: Stack = vars(rendered)["render_file"].__wrapped__(sample.path)
        except InvalidInput as invalid_input:
            return invalid_input
        return None if stack.data == sample.stack.data else stack


def soak(count: int, seed: int, folder: Path) -> Soak:
    """Delete every line, or `count` drawn from them."""
    partials = Partials(PROJECT.partials)
    vars(rendered)["_PARTIALS"] = partials
    every = list(code_lines(PROJECT.partials))
    chosen = every if count >= len(every) else random.Random(seed).sample(every, count)
    checks = Checks(folder)

    def tried(locations: Sequence[Location]) -> Iterator[str]:
        for location in locations:
            if not checks.noticed_by(WithoutLine(partials, location)):
                yield f"{location}"

    return Soak(NAME, chosen, lambda _: tried, allowed=ALLOWED)


def code_lines(folder: Path) -> Iterator[Location]:
    """Yield the lines of the partials that are neither blank nor comments."""
    for path in sorted(folder.glob("*.j2")):
        text = path.read_text("utf-8")
        blanked = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
        for number, line in enumerate(blanked.split("\n"), start=1):
            if line.strip():
                yield Location(f"{folder.name}/{path.name}", number)
