"""Reading the schema: one file per section, joined by relative `$ref`s.

Only files beside the first one are read; no other reference is ever followed.
https://json-schema.org/draft-07/json-schema-core#rfc.section.8.3
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pipeline.config.schema import Schema
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.yaml_source.text import read_text

SCHEMA_NAME = "schema/config.schema.json"
_FILE = r"[a-z_]+\.schema\.json"
_CONTAINERS = (dict, list)
_OWN = ("$schema", "definitions")  # of a file, not of the subschema that refers to it


def load_schema(path: Path, name: str = SCHEMA_NAME) -> Schema:
    """Return the schema with each `$ref` replaced by its target; what stands beside it wins.

    Raises InvalidInput if a file is missing or is not JSON, or if a reference leads nowhere.
    """
    return _Files(path.parent, name.rpartition("/")[0]).target(path.name, "", ())


class _Files:
    """The files of one schema, each read once."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._documents: dict[str, Schema] = {}
        self._targets: dict[tuple[str, str], Schema] = {}

    def target(self, file: str, pointer: str, trail: tuple[tuple[str, str], ...]) -> Schema:
        """Return the subschema that a reference names, with its own references replaced."""
        if file not in self._documents:
            self._documents[file] = _read(self._folder / file, f"{self._name}/{file}")
        key = (file, pointer)
        if key not in self._targets:
            found: Any = self._documents[file]
            for part in filter(None, pointer.split("/")):
                found = found[part]
            found = {name: value for name, value in found.items() if name not in _OWN}
            self._targets[key] = self._replaced(found, file, (*trail, key))
        return self._targets[key]

    def _replaced(self, value: Any, file: str, trail: tuple[tuple[str, str], ...]) -> Any:
        if isinstance(value, list):
            return [self._replaced(item, file, trail) for item in value]
        if not isinstance(value, dict):
            return value
        inside = {
            name: self._replaced(item, file, trail) if isinstance(item, _CONTAINERS) else item
            for name, item in value.items()
        }
        reference = inside.pop("$ref", None)
        if not isinstance(reference, str):
            return inside
        return {**self._follow(reference, file, trail), **inside}

    def _follow(self, reference: str, file: str, trail: tuple[tuple[str, str], ...]) -> Schema:
        other, _, pointer = reference.partition("#")
        if other and not re.fullmatch(_FILE, other):
            hint = "name a file of the folder schema/, such as common.schema.json"
            raise self._broken(file, reference, "not a file of the schema", hint)
        key = (other or file, pointer)
        if key in trail:
            raise self._broken(file, reference, "circular reference", "delete one of them")
        try:
            return self.target(*key, trail)
        except (LookupError, TypeError, AttributeError):
            raise self._broken(file, reference, "no such definition", "") from None

    def _broken(self, file: str, reference: str, what: str, hint: str) -> InvalidInput:
        text = read_text(self._folder / file, f"{self._name}/{file}")
        line = text[: max(text.find(json.dumps(reference)), 0)].count("\n") + 1
        message = f"broken schema: $ref {reference}: {what}"
        return _invalid(Location(f"{self._name}/{file}", line, 1), message, hint)


def _read(path: Path, name: str) -> Schema:
    try:
        schema = json.loads(read_text(path, name))
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        message = getattr(error, "msg", error)
        raise _invalid(Location(name, line, column), f"not JSON: {message}") from None
    if not isinstance(schema, dict):
        raise _invalid(Location(name, 1, 1), "not a JSON schema: expected an object")
    return schema


def _invalid(location: Location, message: str, hint: str = "") -> InvalidInput:
    return InvalidInput([Diagnostic(location, message, hint)])
