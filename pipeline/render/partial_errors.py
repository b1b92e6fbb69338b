"""What went wrong while a partial was rendered, in words and at the partial's line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

from pipeline.diagnostic import Diagnostic, Location, did_you_mean
from pipeline.render.arithmetic import NotANumberError
from pipeline.render.missing_names import missing_name

# The types of values that keep where they came from, as Jinja and Python name them.
_LOCATED = re.compile(r"(?:pipeline\.render\.provenance\.)?Located([A-Z][a-z]+)")


def explain(
    folder: Path, name: str, error: Exception, values: dict[str, Any], filters: Iterable[str]
) -> Diagnostic:
    """Return a rendering error as a problem.

    `values` are the names that would have been right, `filters` those of the filters.
    """
    if isinstance(error, RecursionError):
        return Diagnostic(_location(folder, name, 1), "includes itself")
    location = _location_of(folder, name, error)
    if isinstance(error, NotANumberError):
        return error.diagnostic(location)
    word = re.search(r"has no attribute '(\w+)'", str(error))
    if word and isinstance(error, UndefinedError):
        line = _line_at(folder, location)
        return missing_name(word[1], line, location, _wording(error), values)
    return Diagnostic(location, _wording(error), _hint(error, values, filters))


def _location(folder: Path, name: str, line: int) -> Location:
    return Location(f"{folder.name}/{name}", line)


def _location_of(folder: Path, name: str, error: Exception) -> Location:
    if isinstance(error, TemplateSyntaxError):
        return _location(folder, error.name or name, error.lineno)
    location = _location(folder, name, 1)
    traceback = error.__traceback__
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if os.path.dirname(file) == str(folder):
            location = _location(folder, os.path.basename(file), traceback.tb_lineno)
        traceback = traceback.tb_next
    return location


def _line_at(folder: Path, location: Location) -> str:
    """Return a partial's line, empty if it cannot be read any more."""
    try:
        text = (folder / os.path.basename(location.file)).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
    return "".join(text.split("\n")[location.line - 1 : location.line])


def _wording(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"no file {error.name} in the folder of partials"
    if isinstance(error, MemoryError):
        return "takes more memory than there is"
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    message = _LOCATED.sub(lambda found: found[1].lower(), str(message))
    return message.replace("'dict object'", "the map")


def _hint(error: Exception, values: dict[str, Any], filters: Iterable[str]) -> str:
    text = str(error)
    if unknown := re.search(r"No filter named '(\w+)'", text):
        known = sorted(filters)
        return did_you_mean(unknown[1], known) or "the filters are " + ", ".join(known)
    if word := re.search(r"'(\w+)' is undefined", text):
        return _name_hint(word[1], values)
    return ""


def _name_hint(word: str, values: dict[str, Any]) -> str:
    """Return a hint for an undefined name: one like it, or the section that has it."""
    inside = [".".join(path) for path in _paths(values) if path[-1] == word]
    sections = ", ".join(sorted(values))
    others = [path[-1] for path in _paths(values) if path[-1] != word]
    return (
        did_you_mean(word, values)
        or (f"did you mean '{inside[0]}'?" if inside else "")
        or did_you_mean(word, others)
        or f"a partial sees {sections}"
    )


def _paths(values: dict[str, Any], start: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in values.items():
        yield (*start, name)
        if isinstance(value, dict):
            yield from _paths(value, (*start, name))
