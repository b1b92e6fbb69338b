"""What a person reads at the end of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

SECTIONS = (
    "What stands",
    "Updates",
    "Left out, because the emulator lacks it",
    "Alerts that arrived",
    "Alarms decided by these tests' own arithmetic",
    "Log lines",
    "Boots",
    "Failures provoked",
    "Rights of the instances",
    "The stack broken on purpose",
    "Skipped here",
)


@dataclass
class Report:
    """Lines by section; a line that was said is not said again."""

    lines: dict[str, list[str]] = field(default_factory=dict)

    def say(self, section: str, line: str) -> None:
        """Add a line to a section."""
        known = self.lines.setdefault(section, [])
        if line not in known:
            known.append(line)

    def text(self) -> Iterator[str]:
        """Yield the report line by line."""
        for section in SECTIONS:
            if lines := self.lines.get(section):
                yield ""
                yield section
                yield from (f"  {line}" for line in lines)


REPORT = Report()
