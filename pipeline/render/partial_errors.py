"""What went wrong while a partial was rendered, in words and at the partial's line."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from jinja2 import TemplateNotFound, TemplateSyntaxError

from pipeline.diagnostic import Diagnostic, Location, did_you_mean


def explain(folder: Path, name: str, error: Exception, values: dict[str, Any]) -> Diagnostic:
    """Return a rendering error as a problem; `values` are the names that would have been right."""
    if isinstance(error, RecursionError):
        return Diagnostic(_location(folder, name, 1), "includes itself")
    return Diagnostic(_location_of(folder, name, error), _wording(error), _hint(error, values))


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


def _wording(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"no file {error.name} in the folder of partials"
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    return str(message).replace("'dict object'", "the map")


def _hint(error: Exception, values: dict[str, Any]) -> str:
    word = re.search(r"'(\w+)' is undefined|has no attribute '(\w+)'", str(error))
    return did_you_mean(word[1] or word[2], _names(values)) if word else ""


def _names(values: dict[str, Any]) -> list[str]:
    names = list(values)
    for value in values.values():
        names.extend(_names(value) if isinstance(value, dict) else [])
    return names
