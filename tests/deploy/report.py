"""The report that is printed at the end of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

SECTIONS = (
    "Deployed stacks",
    "Updates",
    "Left out: not supported by the emulator",
    "Alarms delivered",
    "Metric math alarms, evaluated by these tests",
    "Log lines",
    "Boots",
    "Failed boots",
    "Permissions of the instances",
    "Mutations noticed",
    "Skipped",
)


@dataclass
class Report:
    """Lines by section; a line that holds for several configs is printed once and names them."""

    lines: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def add(self, section: str, line: str, of: str = "") -> None:
        """Add a line to a section; `of` is the name of the config that it is about."""
        known = self.lines.setdefault(section, {}).setdefault(line, [])
        if of and of not in known:
            known.append(of)

    def text(self) -> Iterator[str]:
        """Yield the report line by line."""
        for section in SECTIONS:
            if lines := self.lines.get(section):
                yield ""
                yield section
                for line, configs in lines.items():
                    yield f"  {line}" + (f" [{', '.join(configs)}]" if configs else "")


REPORT = Report()
