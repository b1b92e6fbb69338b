"""Write pipeline/config/settings_types.py, the settings as mypy knows them; --check compares it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.config.schema import Schema
from pipeline.config.schema_files import load_schema
from tools.generated import ROOT, write

MODULE = ROOT / "pipeline" / "config" / "settings_types.py"
COMMAND = "python tools/settings_types.py"
HEAD = f'''\
"""A config whose defaults are filled in, as types: a misspelt setting fails mypy.

Generated from schema/ by `{COMMAND}`; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict
'''
_SCALARS = {"boolean": "bool", "integer": "int", "number": "float", "string": "str"}
_WIDTH = 100


def module(schema: Schema) -> str:
    """Return the module's text: a TypedDict for each section, those inside a section before it."""
    return HEAD + "".join(f"\n\n{text}" for text in _classes(schema, ()))


def _classes(rule: Schema, keys: tuple[str, ...]) -> Iterator[str]:
    lines = [f"class {_name(keys)}(TypedDict):", f'    """{_first_sentence(rule, keys)}"""', ""]
    for key, value in rule["properties"].items():
        inner = (*keys, key)
        for inside in (value, value.get("items", {})):
            if "properties" in inside:
                yield from _classes(inside, inner)
        unset = not ("default" in value or "properties" in value or key in rule.get("required", []))
        lines += _field(key, _type(value, _name(inner)), unset=unset)
    yield "\n".join(lines) + "\n"


def _first_sentence(rule: Schema, keys: tuple[str, ...]) -> str:
    text = str(rule.get("description", "")) or f"An entry of {'.'.join(keys)}."
    sentence = text.split(". ")[0].rstrip(".")
    return (sentence if len(sentence) <= _WIDTH - 11 else re.split("[:;] ", sentence)[0]) + "."


def _name(keys: tuple[str, ...]) -> str:
    words = "_".join(keys).split("_")
    return "".join(word.capitalize() for word in words) or "Settings"


def _type(rule: Schema, name: str) -> str:
    if "properties" in rule:
        return name
    if "enum" in rule and rule["type"] == "string":
        return f"Literal[{', '.join(json.dumps(value) for value in rule['enum'])}]"
    if rule["type"] == "array":
        return f"list[{_type(rule['items'], name)}]"
    if rule["type"] == "object":
        other = rule["additionalProperties"]
        return f"dict[str, {'Any' if other['type'] == 'object' else _type(other, name)}]"
    return _SCALARS[rule["type"]]


def _field(key: str, kind: str, *, unset: bool) -> list[str]:
    """Return a field; what is too long for a line has its literals, or its type, on lines below."""
    kind += " | None" if unset else ""
    line = f"    {key}: {kind}"
    if len(line) <= _WIDTH:
        return [line]
    start, _, rest = line.partition("[")
    values, _, end = rest.rpartition("]")
    inside = [f"        {values}"]
    if start.endswith("Literal"):
        inside = [f"        {value}," for value in values.split(", ")]
    return [f"{start}[", *inside, f"    ]{end}"]


def main(arguments: list[str]) -> int:
    """Write or check the module; return the exit code."""
    schema = load_schema(ROOT / "schema" / "config.schema.json")
    return write({MODULE: module(schema)}, COMMAND, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
