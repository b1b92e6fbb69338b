"""Write docs/settings.md from the schema; with --check, fail if it is not what would be written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.config.schema import Schema, subschema
from pipeline.config.schema_files import load_schema
from tools.generated import ROOT, write
from tools.limits import default_in_words, plain, values_in_words

PAGE = ROOT / "docs" / "settings.md"
HEAD = """\
# Settings

Every setting of a config, generated from `schema/` by `python tools/settings_reference.py`. An
editor with the YAML language server shows the same texts, and completes the settings.

In a config that extends another, `null` restores the default of any setting. `name[]` are the
entries of a list.
"""
GROUPS = {
    "Environment": ("extends", "description", "regions", "tags", "parameters", "exports"),
    "Network and load balancer": ("network", "alb", "dns"),
    "Application and instances": ("application", "fleet", "access", "encryption"),
    "Deployment and scaling": ("deployment", "scaling"),
    "Monitoring": ("alerts", "alarms", "slo", "logs", "metrics", "dashboard"),
    "Checks and template": ("parity", "waivers", "custom", "overrides"),
}
GENERAL = GROUPS["Environment"]  # settings at the top level, in one table
FIRST = (
    *("regions", "network.vpc", "alb.https.certificate", "alb.health_check.path"),
    *("application.port", "application.artifact.bucket"),
    *("fleet.instance_type", "fleet.min_size", "fleet.max_size", "alerts.email"),
)
TABLE = "\n| setting | description | values | default |\n|---|---|---|---|\n"


def page(schema: Schema) -> str:
    """Return the settings reference as Markdown: the first settings, then a table per section."""
    return "".join([HEAD, _first(schema), _contents(), *_groups(schema)])


def _first(schema: Schema) -> str:
    rows = []
    for name in FIRST:
        *section, key = name.split(".")
        rule = subschema(schema, (*section, key))
        required = key in subschema(schema, tuple(section)).get("required", [])
        rows.append(_row(name, rule, required=required))
    return "\n## Start with these\n" + TABLE + "".join(rows)


def _contents() -> str:
    lines = []
    for group, sections in GROUPS.items():
        anchor = group.lower().replace(" ", "-")
        links = ", ".join(f"[{each}](#{each})" for each in sections if each not in GENERAL)
        lines.append(f"- [{group}](#{anchor})" + (f": {links}" if links else ""))
    return "\n## Contents\n\n" + "\n".join(lines) + "\n"


def _groups(schema: Schema) -> Iterator[str]:
    inside = schema["properties"]
    if forgotten := inside.keys() - {name for names in GROUPS.values() for name in names}:
        sys.exit(f"tools/settings_reference.py: GROUPS leaves out {', '.join(sorted(forgotten))}")
    for group, sections in GROUPS.items():
        yield f"\n## {group}\n"
        if sections == GENERAL:
            yield TABLE
            for name in sections:
                yield from _rows(name, inside[name], required=name in schema["required"])
        else:
            for name in sections:
                yield _section(name, inside[name])


def _section(name: str, rule: Schema) -> str:
    text = f"\n### {name}\n\n{_description(rule)}\n"
    if "properties" in rule:
        return text + TABLE + "".join(_settings(name, rule))
    rows = "".join(_settings(f"{name}[]", rule.get("items", {})))
    return text + (TABLE + rows if rows else "")


def _settings(name: str, rule: Schema) -> Iterator[str]:
    for key, value in rule.get("properties", {}).items():
        yield from _rows(f"{name}.{key}", value, required=key in rule.get("required", []))


def _rows(name: str, rule: Schema, *, required: bool) -> Iterator[str]:
    """Yield a setting's row, and the rows of what is in it."""
    if "properties" in rule:
        yield f"| **`{name}`** | {_cell(_description(rule))} | | |\n"
    else:
        yield _row(name, rule, required=required)
    yield from _settings(name, rule)
    yield from _settings(f"{name}[]", rule.get("items", {}))


def _row(name: str, rule: Schema, *, required: bool) -> str:
    default = default_in_words(rule)
    shown = "required" if required else f"`{default}`" if "default" in rule else default
    return f"| `{name}` | {_cell(_description(rule))} | {_cell(_values(rule))} | {_cell(shown)} |\n"


def _description(rule: Schema) -> str:
    example = f" Example: `{plain(rule['examples'][0])}`" if "examples" in rule else ""
    return str(rule.get("description", "")) + example


def _values(rule: Schema) -> str:
    if "enum" not in rule:
        return values_in_words(rule)
    texts = rule.get("markdownEnumDescriptions")
    if texts:
        values = zip(rule["enum"], texts, strict=True)
        return "<br>".join(f"`{value}`: {text}" for value, text in values)
    return ", ".join(f"`{value}`" for value in rule["enum"])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write or check the page; return the exit code."""
    text = page(load_schema(ROOT / "schema" / "config.schema.json"))
    return write({PAGE: text}, "python tools/settings_reference.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
