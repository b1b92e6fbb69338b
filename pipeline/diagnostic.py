"""What is wrong, and where: the one record that every step reports with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_SHOWN = 60


def shorten(text: str) -> str:
    """Return what a message shows of a value: one line, cut off when it is long."""
    text = text.replace("\n", "\\n").replace("\t", "\\t")
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


class Location(NamedTuple):
    """A position in a file; line and column count from 1, and 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


class Diagnostic(NamedTuple):
    """One finding; `partial` and `element` are set when it concerns the rendered template."""

    location: Location
    message: str
    hint: str = ""
    severity: str = "error"
    rule: str = ""
    partial: Location | None = None
    element: str = ""
    setting: str = ""

    @property
    def text(self) -> str:
        """The problem as the terminal shows it: one line, then an indented hint."""
        default = self.setting if self.setting.startswith("default of ") else ""
        where = ", ".join(str(part) for part in (default, self.partial, self.element) if part)
        rule = f" [{self.rule}]" if self.rule else ""
        trail = f" ({where})" if where else ""
        line = f"{self.location}: {self.severity}: {self.message}{rule}{trail}"
        return f"{line}\n    hint: {self.hint}" if self.hint else line

    @property
    def annotation(self) -> str:
        """The problem as a GitHub workflow command, which marks the line in a pull request.

        https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
        """
        level = {"error": "error", "warning": "warning"}.get(self.severity, "notice")
        spot = f"file={_property(self.location.file)}"
        if self.location.line:
            spot += f",line={self.location.line},col={self.location.column or 1}"
        message = self.text.partition(": ")[2]
        return f"::{level} {spot}::{_data(message)}"


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the problems by place and message, each that says the same thing once."""
    unique = {
        (diagnostic.location, diagnostic.message, diagnostic.rule): diagnostic
        for diagnostic in diagnostics
    }
    return [unique[key] for key in sorted(unique)]


class InvalidInput(Exception):
    """The input cannot be rendered; carries every problem that was found."""

    code = 2

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__("\n".join(diagnostic.text for diagnostic in self.diagnostics))


class ChecksFailed(InvalidInput):
    """The template was rendered, and a check on it failed."""

    code = 1


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
