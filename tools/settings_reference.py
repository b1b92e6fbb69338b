"""Write docs/settings.md from the schema; with --check, fail if it is not what would be written."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pipeline.config.schema import Schema, load_schema, settings  # noqa: E402
from pipeline.paths import dotted  # noqa: E402

PAGE = ROOT / "docs" / "settings.md"
HEAD = """\
# Settings

Every setting of a config, section by section, generated from `schema/config.schema.json` by
`python tools/settings_reference.py`. Only `regions` is required.
"""


def page(schema: Schema) -> str:
    """Return the settings reference as Markdown: a table for each section."""
    sections: dict[str, list[str]] = {"": []}
    titles: dict[str, str] = {}
    for keys, rule in settings(schema):
        if "properties" in rule:
            titles[dotted(keys)] = rule.get("description", "")
            sections.setdefault(dotted(keys), [])
        else:
            name = dotted(keys)
            sections.setdefault(dotted(keys[:-1]), []).append(_row(name, rule))
    text = HEAD + _table(sections.pop(""))
    for name, rows in sections.items():
        text += f"\n## {name}\n\n{titles[name]}\n" + (_table(rows) if rows else "")
    return text


def _table(rows: list[str]) -> str:
    return "\n| setting | what it is | values | default |\n|---|---|---|---|\n" + "".join(rows)


def _row(name: str, rule: Schema) -> str:
    default = _code(rule["default"]) if "default" in rule else "required"
    example = f" Example: {_code(rule['examples'][0])}" if "examples" in rule else ""
    words = [rule.get("description", "") + example, _values(rule), default]
    cells = " | ".join(word.replace("|", "\\|") for word in words)
    return f"| `{name}` | {cells} |\n"


def _values(rule: Schema) -> str:
    return ", ".join(_limits(rule)) or "any"


def _limits(rule: Schema) -> Iterator[str]:
    if "enum" in rule:
        yield ", ".join(_code(value) for value in rule["enum"])
        return
    types = rule.get("type", [])
    named = [types] if isinstance(types, str) else [name for name in types if name != "null"]
    yield rule.get("title") or {"object": "map", "array": "list"}.get(named[0], named[0])
    for low, high in (("minimum", "maximum"), ("minItems", "maxItems")):
        if high in rule:
            yield f"{rule.get(low, 0)} to {rule[high]}"
    if "maxLength" in rule:
        yield f"up to {rule['maxLength']} characters"


def _code(value: Any) -> str:
    return f"`{value}`" if isinstance(value, str) and value else f"`{json.dumps(value)}`"


def main(arguments: list[str]) -> int:
    """Write or check the page; return the exit code."""
    text = page(load_schema(ROOT / "schema" / "config.schema.json"))
    if "--check" not in arguments:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/settings.md: stale; run: python tools/settings_reference.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
