"""The schema of a config keeps its own rules, and each config that it accepts can be rendered."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from pipeline.config.breaches import schema_errors
from pipeline.config.schema import Schema, fill_defaults, subschema
from pipeline.config.schema import settings as schema_settings
from pipeline.config.schema_files import load_schema
from pipeline.config.validity import ANNOTATIONS as SILENT
from pipeline.config.validity import KEYWORDS as JUDGED
from pipeline.config.validity import is_surely_valid
from pipeline.diagnostic import InvalidInput
from pipeline.paths import KeyPath
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import render_config
from pipeline.template.normalise import parse_template
from tests.configs import values
from tests.readers import read_1_1
from tests.support import ROOT, STACK

SCHEMA = load_schema(ROOT / "schema" / "config.schema.json")
FILES = {
    path.name: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "schema").glob("*.schema.json"))
}
OF_FILES = {"$schema", "$ref", "definitions"}
KEYWORDS = {
    *OF_FILES,
    *("title", "description", "default", "examples"),
    "markdownEnumDescriptions",  # what an editor shows for each value of an enum
    "renamed",  # former names of settings, with those of today
    *("type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum"),
    *("items", "minItems", "maxItems", "uniqueItems"),
    *("properties", "required", "additionalProperties", "propertyNames", "maxProperties"),
}
TEXT = FILES["common.schema.json"]["definitions"]["text"]
ANNOTATIONS = {"title", "description", "default", "examples"}
# CloudFormation's own words and a team's own values, which no schema of ours can bound.
VERBATIM = ("overrides", "custom")
UNBOUND = tuple(f"/{name}/additionalProperties" for name in VERBATIM)


def _subschemas(schema: Schema, path: str) -> Iterator[tuple[str, Schema]]:
    yield path, schema
    for key in ("items", "propertyNames", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from _subschemas(schema[key], f"{path}/{key}")
    for key in ("properties", "definitions"):
        for name, inner in schema.get(key, {}).items():
            yield from _subschemas(inner, f"{path}/{key}/{name}")


SUBSCHEMAS = [each for name, schema in FILES.items() for each in _subschemas(schema, f"{name}#")]
EXPANDED = dict(_subschemas(SCHEMA, "#"))
SETTINGS = list(schema_settings(SCHEMA))


def _faults(schema: Schema) -> list[str]:
    found = [f"keyword {key}" for key in schema.keys() - KEYWORDS]
    if "$ref" in schema:
        found += [f"{key} beside $ref" for key in schema.keys() - ANNOTATIONS - {"$ref"}]
        return found
    if "definitions" in schema and "type" not in schema:
        return found  # a file of definitions only
    if not schema.get("enum") and not isinstance(schema.get("type"), str):
        found.append("no type")
    for kind, bounds in {
        "string": {"maxLength"},
        "array": {"maxItems", "items"},
        "integer": {"minimum", "maximum"},
        "number": {"minimum", "maximum"},
    }.items():
        if kind == schema.get("type") and "enum" not in schema:
            found += [f"{kind} without {bound}" for bound in bounds - schema.keys()]
    pattern = schema.get("pattern", "^$")
    if not (pattern.startswith("^") and pattern.endswith("$")):
        found.append("a pattern that is not anchored")
    if re.search(r"\\[dDwWsSbB]|(?<!\\)\.(?![^\[]*\])", pattern):
        found.append("a pattern with a class that means different things to different readers")
    return found


@pytest.mark.parametrize(("path", "schema"), SUBSCHEMAS, ids=[path for path, _ in SUBSCHEMAS])
def test_a_subschema(path: str, schema: Schema) -> None:
    if path.endswith(UNBOUND):
        return
    assert _faults(schema) == []
    if schema.get("type") == "object":
        closed = schema.get("additionalProperties") is False and "properties" in schema
        named = isinstance(schema.get("additionalProperties"), dict) and (
            {"maxProperties", "propertyNames"} <= schema.keys()
        )
        assert closed or named


@pytest.mark.parametrize("schema", EXPANDED.values(), ids=EXPANDED)
def test_defaults_and_examples_are_valid(schema: Schema) -> None:
    defaults = [schema["default"]] if "default" in schema else []
    for sample in [*schema.get("examples", []), *defaults]:
        assert list(Draft7Validator(schema).iter_errors(sample)) == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_a_schema(name: str) -> None:
    Draft7Validator.check_schema(FILES[name])
    assert FILES[name]["$schema"] == "http://json-schema.org/draft-07/schema#"


def _references() -> Counter[str]:
    """Count the references to each file and definition, by `file#/definitions/name`."""
    found: Counter[str] = Counter()
    for path, schema in SUBSCHEMAS:
        file, _, pointer = schema.get("$ref", "-").partition("#")
        found[f"{file or path.partition('#')[0]}#{pointer}"] += 1
    return found


def test_a_definition_is_used_more_than_once() -> None:
    references = _references()
    for name, schema in FILES.items():
        for definition in schema.get("definitions", {}):
            assert references[f"{name}#/definitions/{definition}"] > 1, f"{name}: {definition}"


def test_every_file_is_part_of_the_schema() -> None:
    files = {reference.partition("#")[0] for reference in _references()} - {"-"}
    assert files == FILES.keys() - {"config.schema.json"}


@pytest.mark.parametrize(
    ("keys", "schema"), SETTINGS, ids=[".".join(map(str, keys)) for keys, _ in SETTINGS]
)
def test_a_setting(keys: KeyPath, schema: Schema) -> None:
    assert schema["description"][:1].isupper()
    assert schema["description"].endswith(".")
    parent = subschema(SCHEMA, keys[:-1])
    assert not ("default" in schema and keys[-1] in parent.get("required", []))
    if "pattern" in schema:
        assert schema.get("title"), "a message needs to say what the pattern means"
    if "enum" in schema and schema["type"] == "string":
        assert len(schema["markdownEnumDescriptions"]) == len(schema["enum"])


def test_what_is_surely_valid_is_known_of_all_keywords() -> None:
    assert SILENT | JUDGED.keys() == KEYWORDS - OF_FILES


def test_the_faults_that_are_looked_for() -> None:
    assert _faults({"type": "string"}) == ["string without maxLength"]
    assert _faults({"type": "integer", "minimum": 1}) == ["integer without maximum"]
    assert _faults({"$ref": "#/definitions/a", "minimum": 1}) == ["minimum beside $ref"]
    assert _faults({"type": "null", "format": "email"}) == ["keyword format"]
    for pattern in ("a", "^a", "^\\d$", "^\\w+$", "^.$"):
        assert len(_faults({"type": "string", "maxLength": 1, "pattern": pattern})) == 1


def test_defaults_are_filled_in_schema_order() -> None:
    filled = fill_defaults(SCHEMA, {"tags": {"b": "1", "a": "2"}, "regions": ["eu-west-1"]})
    assert list(filled) == [key for key in SCHEMA["properties"] if key in filled]
    assert list(filled["tags"]) == ["b", "a"]
    for keys, schema in SETTINGS:
        value: Any = filled
        for key in keys:
            value = value[key]
        if "properties" not in schema and keys[0] not in {"tags", "regions"}:
            assert value == schema.get("default")


def test_filling_in_defaults_changes_nothing_of_the_schema() -> None:
    before = copy.deepcopy(SCHEMA)
    filled = fill_defaults(SCHEMA, {"regions": ["eu-west-1"]})
    filled["tags"]["a"] = "b"
    filled["application"]["environment"]["a"] = "b"
    assert before == SCHEMA


CONFIGS = values(
    {
        **SCHEMA,
        "properties": {
            key: value
            for key, value in SCHEMA["properties"].items()
            if key not in {"extends", *VERBATIM}
        },
    }
)
PARTIALS = PartialEnvironment(STACK / "partials", None)


def _render(folder: Path, config: dict[str, Any], name: str = "case") -> dict[str, Any] | None:
    path = folder / f"{name}.yml"
    path.write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    try:
        environment = render_config(PARTIALS, SCHEMA, path, path.name)
    except InvalidInput as invalid_input:
        if all(diagnostic.location.file == path.name for diagnostic in invalid_input.diagnostics):
            return None  # by a rule across settings
        raise
    data: dict[str, Any] = read_1_1(environment.text)
    assert data == parse_template(environment.text, "x")
    return data


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shape(item) for item in value]
    return type(value)


_QUICK = settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@_QUICK
@given(CONFIGS)
def test_each_config_that_the_schema_accepts(
    tmp_path_factory: pytest.TempPathFactory, config: dict[str, Any]
) -> None:
    assert schema_errors(config, SCHEMA) == []
    assert is_surely_valid(SCHEMA, config)
    _render(tmp_path_factory.getbasetemp(), config)


def _texts() -> list[tuple[KeyPath, bool]]:
    """Return the settings of free text, and whether it is the values of a map."""
    found: list[tuple[KeyPath, bool]] = []
    for keys, rule in SETTINGS:
        if _is_text(rule) and keys[-1] != "pattern":  # a filter's, which has a syntax of its own
            found.append((keys, False))
        if _is_text(rule.get("additionalProperties")):
            found.append((keys, True))
    return found


def _is_text(rule: object) -> bool:
    if not isinstance(rule, dict) or "pattern" in rule:
        return False
    return all(rule.get(key) == TEXT[key] for key in ("type", "minLength", "maxLength"))


def _with(keys: KeyPath, value: Any) -> dict[str, Any]:
    config: dict[str, Any] = {"regions": ["eu-west-1"], "application": {"baked": True}}
    into = config
    for key in keys[:-1]:
        into = into.setdefault(str(key), {})
    into[str(keys[-1])] = value
    return config


def _strings(value: Any, keys: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield each string with its place."""
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    elif isinstance(value, str):
        yield keys, value
    for key, item in inside:
        yield from _strings(item, (*keys, key))


ODD = [
    "shop #1: \"yes\" !Ref X {{ 7*7 }} ${Y} 'no'",
    *("emoji 😀 ä 中", " leading", "trailing ", "'", '"%', "''", "\\", "a\\nb", "`x`", "$(x)"),
    *("- a", "? x", "%", "@", "!Ref X", "&a", "*a", "| a", "> a", "[a]", "{a: b}", "a: b", "# a"),
    *("1e3", "0o14", "012345678901", "null", "true", "=", "<<", "~", "no", "22:22", "1_000"),
    *(
        "${!",
        "${",
        "${AWS::AccountId}",
        "{{ x }}",
        "{% x %}",
        "{# x #}",
        "---",
        "...",
        "2026-11-23",
    ),
    *("x" * 1000, "a b " * 250, "a\nb\n\nc\n", "a\n  Resources:\n    A: {}\n", "\ta", "a\t"),
    *("{{resolve", "Fn::Sub", "AWS::NoValue", "\u00a0", "a\u200db"),
]
TEXTS = _texts()


def test_there_are_settings_of_free_text() -> None:
    assert (("description",), False) in TEXTS


def _everywhere(text: str) -> dict[str, Any]:
    """Return a config with the text in every setting of free text."""
    config: dict[str, Any] = {"regions": ["eu-west-1"], "application": {"baked": True}}
    for keys, of_map in TEXTS:
        into = config
        for key in keys[:-1]:
            into = into.setdefault(str(key), {})
        into[str(keys[-1])] = {"KEY": text} if of_map else text
    return config


def _forms(text: str) -> set[str]:
    """Return how a text may stand in a template: as it is, in an EnvironmentFile, in Fn::Sub."""
    in_file = text.replace("\\", "\\\\").replace('"', '\\"')
    return {text, in_file, text.replace("${", "${!"), in_file.replace("${", "${!")}


def test_odd_text_arrives_in_every_setting(tmp_path: Path) -> None:
    mark = "just-a-word"
    plain = _render(tmp_path, _everywhere(mark))
    assert plain is not None
    locations = [keys for keys, string in _strings(plain) if mark in string]
    assert len(locations) >= len(TEXTS)
    before = dict(_strings(plain))
    for text in ODD:
        template = _render(tmp_path, _everywhere(text))
        assert template is not None, text
        after = dict(_strings(template))
        assert after.keys() == before.keys()
        for keys in locations:
            assert after[keys] in {before[keys].replace(mark, form) for form in _forms(text)}
    assert ("Description",) in locations


@_QUICK
@given(st.data())
def test_strings_never_change_the_structure(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp()
    pair = []
    for _ in range(2):
        config = _everywhere(data.draw(values(TEXT)))
        pair.append(_render(folder, config))
    if None not in pair:
        one, two = pair
        assert _shape(one) == _shape(two)


def test_a_config_can_be_written_as_yaml_or_json(tmp_path: Path) -> None:
    config = _with(("description",), ODD[0])
    (tmp_path / "case.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    one = render_config(PARTIALS, SCHEMA, tmp_path / "case.yml", "case.yml")
    assert read_1_1(one.text) == _render(tmp_path, config)


def test_the_settings_of_a_schema_come_with_their_sections_first() -> None:
    leaf, other = {"type": "string"}, {"type": "integer"}
    section = {"type": "object", "properties": {"leaf": leaf}}
    found = schema_settings({"properties": {"section": section, "other": other}})
    assert list(found) == [
        (("section",), section),
        (("section", "leaf"), leaf),
        (("other",), other),
    ]


def test_defaults_are_filled_in_where_keys_are_free() -> None:
    entry = {"type": "object", "properties": {"a": {"default": 1}}}
    free = {"type": "object", "additionalProperties": entry}
    assert fill_defaults(free, {"x": {}}) == {"x": {"a": 1}}
    assert fill_defaults({**free, "additionalProperties": False}, {"x": {}}) == {"x": {}}
    assert fill_defaults({"type": "array", "items": entry}, [{}, {"a": 2}]) == [{"a": 1}, {"a": 2}]
