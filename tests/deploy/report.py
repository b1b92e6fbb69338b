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
    """Lines by section; what is said of several configs is one line that names them all."""

    lines: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def say(self, section: str, line: str, of: str = "") -> None:
        """Add a line to a section, said `of` a config."""
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
