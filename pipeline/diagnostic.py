"""What is wrong, and where: the one record that every step reports with."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.paths import KeyPath, dotted

_SHOWN = 60
_NAMED = 3


def printable(text: str) -> str:
    """Return a text without characters that a terminal obeys: those are shown as escapes."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def shorten(text: str) -> str:
    """Return what a message shows of a value: one line, cut off when it is long."""
    text = printable(text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def few(names: Sequence[str]) -> str:
    """Return the first names of many, and how many more there are."""
    rest = len(names) - _NAMED
    shown = ", ".join(map(printable, names[:_NAMED]))
    return f"{shown} and {rest} more" if rest > 0 else shown


def did_you_mean(word: object, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return a hint that names the known word most like this one, empty if none is like it."""
    similar = most_like(word, known, cutoff)
    return f"did you mean '{similar}'?" if similar else ""


def most_like(word: object, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known word most like this one, empty if none is like it.

    `cutoff`, up to 1, is how alike two words have to be.
    """
    import difflib

    return next(iter(difflib.get_close_matches(str(word), list(known), 1, cutoff)), "")


class Location(NamedTuple):
    """A position in a file; line and column count from 1, and 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        where = (printable(self.file), self.line, self.column)
        return ":".join(str(part) for part in where if part)


class RuleText(NamedTuple):
    """What a rule says of itself: a few words, a sentence, and the page that it rests on."""

    title: str
    description: str = ""
    url: str = ""


class Diagnostic(NamedTuple):
    """One finding; what follows `rule` is set when it concerns the rendered template.

    `element` is the path in the template, `partial` the line that made it, `setting` the path in
    the config of the value it shows, `is_default` whether the config left that value out. `configs`
    are those whose templates have it, where the location is a partial's.
    """

    location: Location
    message: str
    hint: str = ""
    severity: str = "error"
    rule: str = ""
    partial: Location | None = None
    element: KeyPath = ()
    setting: KeyPath = ()
    is_default: bool = False
    rule_text: RuleText | None = None
    configs: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The diagnostic as the terminal shows it: one line, then an indented hint."""
        default = f"default of {dotted(self.setting)}" if self.is_default else ""
        where = (default, self.partial, few(self.configs), dotted(self.element))
        trail = ", ".join(str(part) for part in where if part)
        rule = f" [{self.rule}]" if self.rule else ""
        line = f"{self.location}: {self.severity}: {self.message}{rule}"
        line += f" ({trail})" if trail else ""
        return f"{line}\n    hint: {self.hint}" if self.hint else line


class Waived(NamedTuple):
    """A finding that a waiver accepts until a date."""

    diagnostic: Diagnostic
    reason: str
    until: str

    @property
    def text(self) -> str:
        """The waived finding as the terminal shows it, in one line."""
        found = self.diagnostic
        line = f"{found.location}: {found.message} [{found.rule}]"
        return f"{line} waived until {self.until}: {self.reason}"


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics by location and message, each that says the same thing once.

    It has the configs of all that say so. Names and values in them are shown without characters
    that a terminal obeys.
    """
    unique: dict[tuple[Location, str, str], Diagnostic] = {}
    for each in map(_printable, diagnostics):
        key = (each.location, each.message, each.rule)
        same = unique.get(key, each)
        unique[key] = each._replace(configs=tuple(sorted({*same.configs, *each.configs})))
    return [unique[key] for key in sorted(unique)]


def _printable(diagnostic: Diagnostic) -> Diagnostic:
    location = diagnostic.location
    return diagnostic._replace(
        location=location._replace(file=printable(location.file)),
        message=printable(diagnostic.message),
        hint=printable(diagnostic.hint),
        configs=tuple(map(printable, diagnostic.configs)),
    )


class DiagnosticError(Exception):
    """A run cannot go on; carries every diagnostic and the exit code they lead to."""

    code: int

    def __init__(self, diagnostics: Iterable[Diagnostic], waived: Iterable[Waived] = ()) -> None:
        self.diagnostics = in_order(diagnostics)
        self.waived = list(waived)
        super().__init__("\n".join(diagnostic.text for diagnostic in self.diagnostics))


class InvalidInput(DiagnosticError):
    """The config, a partial or a file cannot be used."""

    code = 2


class ChecksFailed(DiagnosticError):
    """The template was rendered, and a check on it failed."""

    code = 1
