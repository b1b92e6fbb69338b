"""What an editor shows for a config: completion, hover text and problems, by the real server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.cli.start import starting_text
from pipeline.config.extends import read_config
from pipeline.config.layer import read_layer
from pipeline.config.schema import Schema, fill_defaults, settings
from pipeline.config.schema_files import load_schema
from pipeline.config.validate import validate
from pipeline.diagnostic import InvalidInput
from pipeline.project import Project
from tests.editor.conftest import MODELINE, Editor
from tests.editor.language_server import Position
from tests.support import ROOT

PROJECT = Project(ROOT)
SCHEMA = load_schema(ROOT / "schema" / "config.schema.json")
CONFIGS = sorted(ROOT.glob("config/**/*.yml"))
STARTER = sorted((ROOT / "pipeline" / "cli" / "starter").glob("*.yml"))
SECTIONS = [key for key, rule in SCHEMA["properties"].items() if "properties" in rule]


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_a_shipped_config_shows_no_problem(editor: Editor, path: Path) -> None:
    editor.server.open(path, path.read_text(encoding="utf-8"))
    assert editor.server.diagnostics(path) == []


@pytest.mark.parametrize("path", STARTER, ids=lambda path: path.stem)
def test_a_config_that_starts_an_application_shows_no_problem(editor: Editor, path: Path) -> None:
    configs = ROOT / "shop" / "config"
    text = starting_text(path.name, "shop", PROJECT, configs)
    editor.server.open(configs / path.name, text)
    assert editor.server.diagnostics(configs / path.name) == []
    assert "../../schema/editor.json" in text


def _labels(items: list[dict[str, Any]]) -> set[str]:
    return {item["label"] for item in items}


def test_all_sections_are_completed(editor: Editor) -> None:
    assert _labels(editor.complete("")) >= SCHEMA["properties"].keys()


@pytest.mark.parametrize("section", SECTIONS)
def test_all_settings_of_a_section_are_completed(editor: Editor, section: str) -> None:
    items = editor.complete(f"{section}:\n  ")
    assert _labels(items) == SCHEMA["properties"][section]["properties"].keys()


def test_a_completed_section_holds_none_of_its_defaults(editor: Editor) -> None:
    [fleet] = [item for item in editor.complete("") if item["label"] == "fleet"]
    assert fleet["insertText"].rstrip(" \n$1") == "fleet:"


HOVERS = [
    ("fleet:\n  min_size: 3", "fleet.min_size", "Integer, 1 to 1,000. Default: 2."),
    ("alarms:\n  latency:\n    seconds: 3", "alarms.latency.seconds", "Number, 0.01 to 99."),
    ("regions: [eu-west-1]", "regions", "List, 1 to 40 entries. Required."),
    ("access:\n  key_name: a", "access.key_name", 'up to 255 characters. Default: "".'),
    ("deployment:\n  strategy: refresh", "deployment.strategy", "* `refresh`: Instance refresh: "),
    ("waivers:\n  - rule: W3010", "waivers[].rule", "A rule's id such as W3010"),
]


@pytest.mark.parametrize(("text", "name", "expected"), HOVERS, ids=[name for _, name, _ in HOVERS])
def test_hover_shows_name_values_and_default(
    editor: Editor, text: str, name: str, expected: str
) -> None:
    path = editor.open(text)
    lines = (MODELINE + text).split("\n")
    key = Position(len(lines) - 1, lines[-1].index(name.rpartition(".")[2]))
    shown = _plain(editor.server.hover(path, key))
    assert name in shown
    assert expected in shown


def _plain(markdown: str) -> str:
    """Return Markdown without the escapes, which differ between versions."""
    return re.sub(r"\\(.)", r"\1", markdown)


def test_hover_describes_every_setting(editor: Editor, tmp_path: Path) -> None:
    every = fill_defaults(SCHEMA, {"regions": ["eu-west-1"]})
    text = yaml.safe_dump(every, sort_keys=False)
    (tmp_path / "every.yml").write_text(MODELINE + text, encoding="utf-8")
    keys = read_layer(tmp_path / "every.yml", "every.yml").keys
    path = editor.open(text)
    for setting, rule in settings(SCHEMA):
        location = keys[setting]
        shown = editor.server.hover(path, Position(location.line - 1, location.column))
        assert rule["description"] in _plain(shown), setting


PROBLEMS = [
    ("alerts: {email: nobody}", "Expected an e-mail address."),
    ("fleet: {image: debian}", "Expected an image id"),
    ("fleet: {min_size: 0}", "Value is below the minimum of 1."),
    ("fleet: {min_szie: 3}", "Property min_szie is not allowed."),
    ("tags: {'aws:a': b}", "Expected a tag key"),
]


@pytest.mark.parametrize(("text", "expected"), PROBLEMS, ids=[text for text, _ in PROBLEMS])
def test_a_problem_is_in_words(editor: Editor, text: str, expected: str) -> None:
    [diagnostic] = editor.diagnostics(f"regions: [eu-west-1]\n{text}\n")
    assert expected in diagnostic["message"]
    assert "^" not in diagnostic["message"]
    assert diagnostic["range"]["start"]["line"] == 2


@pytest.mark.parametrize(
    "text",
    ["regions: [eu-west-1]", "extends: _shared.yml", "extends: a.yml\nfleet: {max_size: null}"],
)
def test_what_the_command_accepts_is_no_problem(editor: Editor, text: str) -> None:
    assert editor.diagnostics(text) == []


def test_regions_are_missing_where_nothing_is_extended(editor: Editor) -> None:
    [diagnostic] = editor.diagnostics("description: shop\n")
    assert diagnostic["message"] == 'Missing property "regions".'


def test_each_value_of_a_choice_has_its_own_text(editor: Editor) -> None:
    rule = SCHEMA["properties"]["deployment"]["properties"]["strategy"]
    texts = dict(zip(rule["enum"], rule["markdownEnumDescriptions"], strict=True))
    items = editor.complete("deployment:\n  strategy: ")
    shown = {item["label"]: item["documentation"] for item in items}
    for value, text in texts.items():
        assert text in str(shown[value])


def _places(rule: Schema, indent: str, text: str) -> list[tuple[str, Schema]]:
    """Return, for each setting, the config up to the place where its value is written."""
    found = []
    for key, value in rule.get("properties", {}).items():
        here = f"{text}{indent}{key}:"
        found.append((here, value))
        found += _places(value, indent + "  ", f"{here}\n")
        if "items" in value and "properties" in value["items"]:
            for name, inner in value["items"]["properties"].items():
                found.append((f"{here}\n{indent}  - {name}:", inner))
    return found


PLACES = [(text, rule) for text, rule in _places(SCHEMA, "", "") if "properties" not in rule]


def _inserted(text: str, item: dict[str, Any]) -> str:
    """Return the text with an item in it, and with the values that a snippet proposes."""
    edit = item.get("textEdit")
    insert = edit["newText"] if edit else item["insertText"]
    start = edit["range"]["start"]["character"] if edit else len(text.rsplit("\n", maxsplit=1)[-1])
    *lines, last = text.split("\n")
    insert = re.sub(r"\$\{[0-9]+:((?:[^}\\]|\\.)*)\}", r"\1", insert)
    insert = re.sub(r"(?<!\\)\$([0-9]+|\{[0-9]+\})", "", insert)
    insert = re.sub(r"\\([$}\\])", r"\1", insert)
    indent = " " * (len(last) - len(last.lstrip(" -")))  # an editor indents what it inserts
    return "\n".join([*lines, last[:start] + insert.replace("\n", f"\n{indent}")])


def _refusals(path: Path) -> list[str]:
    try:
        config = read_config(path, path.name)
        return [str(each) for each in (*config.diagnostics, *validate(config, SCHEMA).diagnostics)]
    except InvalidInput as invalid:
        return [str(each) for each in invalid.diagnostics]


def test_what_is_proposed_is_accepted(editor: Editor, tmp_path: Path) -> None:
    refused, count = [], 0
    path = tmp_path / "case.yml"
    (tmp_path / "_shared.yml").write_text("regions: [eu-west-1]\n", encoding="utf-8")
    for text, _ in PLACES:
        for item in editor.complete(f"{text} "):
            written = _inserted(f"{text} ", item)
            path.write_text(written + "\n", encoding="utf-8")
            count += 1
            refused += [(written, each) for each in _refusals(path) if ": missing" not in each]
    assert refused == []
    assert count > len(PLACES)
