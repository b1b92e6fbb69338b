"""A partial's own text: which expressions decide about a line."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from pipeline.regular_files import names_in

_TAG = re.compile(r"\{%-?\s*(\w+)\s*(.*?)\s*[-+]?%\}")
_VALUE = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_HEADING = re.compile(r"  (\S.*?):\s*$")
_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*")
_TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")
_MEMBER = re.compile(r"[\"'](\w+)[\"'] in ([a-z_][A-Za-z0-9_.]*)")
_CALL = re.compile(r"\b([a-z_]+)\(")
_OPENS, _ELSE, _CLOSES = ("if", "for", "macro"), ("elif", "else"), ("endif", "endfor", "endmacro")


class PartialText:
    """The lines of one partial, each with the `if` and `for` expressions around it."""

    def __init__(self, text: str, macros: dict[str, list[str]] | None = None) -> None:
        self._text = text
        self._macros = macros_in(text) if macros is None else macros

    @functools.cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    @functools.cached_property
    def _calls(self) -> list[tuple[int, int, str]]:
        return list(_calls(self._text))

    @functools.cached_property
    def _around(self) -> list[tuple[str, ...]]:
        around: list[tuple[str, ...]] = []
        stack: list[str] = []
        for line in self._lines:
            around.append(tuple(reversed(stack)))
            for tag, expression in _TAG.findall(line):
                if tag in _OPENS:
                    stack.append(expression)
                elif tag in _ELSE and stack:
                    stack[-1] = f"{stack[-1]} {expression}"
                elif tag in _CLOSES and stack:
                    stack.pop()
        return around

    def expressions(self, number: int) -> Iterator[str]:
        """Yield the expressions of a line (counted from 1), then those around it, inside out."""
        if 0 < number <= len(self._lines):
            yield from _VALUE.findall(self._lines[number - 1])
            yield from (call for first, last, call in self._calls if first <= number <= last)
            yield from self._around[number - 1]

    def around(self, number: int) -> tuple[str, ...]:
        """Return the `if` and `for` expressions around a line (counted from 1), inside out."""
        return self._around[number - 1] if 0 < number <= len(self._lines) else ()

    def definitions(self, name: str) -> Iterator[int]:
        """Yield the lines that make an element of a section: its heading, or a macro's call."""
        if not name:
            return
        called = re.compile(rf"\s*([{{(].*)?[\"']{re.escape(name)}[\"'],")
        for number, line in enumerate(self._lines, start=1):
            heading = _HEADING.fullmatch(line)
            if (heading and _makes(heading[1], name)) or called.match(line):
                yield number

    def block(self, number: int) -> list[str]:
        """Return all expressions of an element of a section; its heading is at `number`."""
        lines = self._lines[number : self._end(number)]
        return [each for line in lines for each in _expressions(line)]

    def called_in(self, calls: Container[str]) -> list[str]:
        """Return all expressions of this file's macros of these names."""
        return [each for name, found in self._macros.items() if name in calls for each in found]

    def values(self, number: int) -> list[str]:
        """Return the expressions of a line (counted from 1) whose values it shows."""
        return _VALUE.findall(self._lines[number - 1]) if 0 < number <= len(self._lines) else []

    def _end(self, number: int) -> int:
        """Return the line that is the last of the element whose heading is at `number`."""
        for inner, line in enumerate(self._lines[number:], start=number):
            if _HEADING.fullmatch(line) or re.match(r"\w", line):
                return inner
        return len(self._lines)

    def keys_below(self, number: int, key: str) -> Iterator[int]:
        """Yield the lines of a resource (its heading is at `number`) that write a key."""
        wanted = re.compile(rf"\s+(- )?{re.escape(key)}:")
        for inner, line in enumerate(self._lines[number:], start=number + 1):
            if _HEADING.fullmatch(line):
                return
            if wanted.match(line):
                yield inner

    def settings_of_line(self, written: str, number: int) -> tuple[list[str], list[str]] | None:
        """Return the expressions of the line that wrote a text, and those around that line.

        Looked for from line `number` on; None where no line can have written it.
        """
        for inner, line in enumerate(self._lines[number - 1 :], start=number):
            literal = _CODE.split(line.strip())
            if not "".join(literal).strip(" -:"):
                continue
            if re.fullmatch(".*".join(map(re.escape, literal)), written.strip()):
                return _VALUE.findall(line), list(self._around[inner - 1])
        return None


def _calls(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the expressions of several lines, such as a macro's call: first, last line, text."""
    for match in re.finditer(r"\{\{(.*?)\}\}", text, re.DOTALL):
        if "\n" in match[1]:
            first = text.count("\n", 0, match.start()) + 1
            yield first, first + match[1].count("\n"), match[1]


def macros_in(text: str) -> dict[str, list[str]]:
    """Return all expressions from the head of each macro to the next one's, by the macro's name."""
    macros: dict[str, list[str]] = {}
    if "{% macro" not in text:
        return macros
    found: list[str] = []
    for line in text.split("\n"):
        for tag, expression in _TAG.findall(line) if "{% macro" in line else ():
            if tag == "macro":
                found = macros.setdefault(expression.partition("(")[0], [])
        found += _expressions(line)
    return macros


def calls_in(expressions: Iterable[str]) -> set[str]:
    """Return the names that some expressions call."""
    return {name for each in expressions for name in _CALL.findall(each)}


@functools.cache
def members(expression: str) -> list[tuple[str, str]]:
    """Return each text that an expression looks for in a name, such as `"KeyName" in left_open`."""
    found: list[tuple[str, str]] = _MEMBER.findall(expression)
    return found


@functools.cache
def names(expression: str) -> list[str]:
    """Return the other names in an expression, dotted ones as a whole."""
    found: list[str] = _NAME.findall(_TEXT.sub(" ", _MEMBER.sub(" ", expression)))
    return found


def read_partials(folder: Path) -> dict[str, PartialText]:
    """Return every file of a folder of partials, by its name."""
    return {name: PartialText(*found) for name, found in texts_and_macros(folder).items()}


def texts_and_macros(folder: Path) -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Return what a PartialText is made of, for every file of a folder of partials."""
    texts = {name: (folder / name).read_text("utf-8") for name in names_in(folder, ".j2")}
    return {name: (text, macros_in(text)) for name, text in texts.items()}


def _expressions(line: str) -> list[str]:
    if "{" not in line:
        return []
    return [*_VALUE.findall(line), *(expression for _, expression in _TAG.findall(line))]


def _makes(heading: str, name: str) -> bool:
    """Whether a heading such as `{{ action.name }}ScheduledAction` can be this name."""
    literal = _VALUE.split(heading)[::2]
    if "".join(literal) == "":
        return False
    return re.fullmatch(".+".join(map(re.escape, literal)), name) is not None
