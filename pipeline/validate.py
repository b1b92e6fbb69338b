"""From a config and the schema to what is wrong with each setting, in words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from jsonschema import Draft7Validator, SchemaError, ValidationError
from jsonschema.validators import extend
from referencing.exceptions import Unresolvable

from pipeline.config import Keys, dotted
from pipeline.extends import Config
from pipeline.problem import Place, Problem, Refused
from pipeline.schema import Schema, expand, subschema

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a map",
    "string": "a string",
}

# A breach of any other keyword leaves the setting's other parts in order.
_WHOLE = ("type", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength")


def validate(config: Config, schema: Schema) -> list[Problem]:
    """Return every breach of the schema, and mark its setting in `config.spoiled`.

    Raises Refused if the schema itself is broken.
    """
    try:
        errors = list(_validator()(schema).iter_errors(config.data))
    except (SchemaError, Unresolvable, re.error, KeyError, TypeError, ValueError) as error:
        place = Place("schema/config.schema.json", 1, 1)
        raise Refused([Problem(place, f"broken schema: {_first_line(error)}")]) from None
    problems: list[Problem] = []
    mistyped = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
    for error in errors:
        keys = tuple(error.absolute_path)
        told = keys in mistyped and error.validator != "type"
        if not told and not _spoiled(config, keys):
            problems.extend(_problems(config, schema, error, keys))
    config.spoiled.update(tuple(error.absolute_path) for error in errors if error.validator in _WHOLE)
    return problems


def _validator() -> type[Draft7Validator]:
    checker = Draft7Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    checker = checker.redefine("number", lambda _, value: type(value) in (int, float))
    return extend(Draft7Validator, {"pattern": _pattern}, type_checker=checker)  # type: ignore[no-any-return]


def _is_integer(_: object, value: object) -> bool:
    return type(value) is int  # JSON Schema takes 2.0 for an integer, CloudFormation does not


def _pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
    # Python's `$` matches before a trailing newline, a JSON Schema's does not.
    if isinstance(value, str) and not re.fullmatch(pattern, value, re.ASCII):
        yield ValidationError("pattern")


def _spoiled(config: Config, keys: Keys) -> bool:
    return any(keys[: len(each)] == each for each in config.spoiled)


def _problems(config: Config, root: Schema, error: ValidationError, keys: Keys) -> Iterator[Problem]:
    rule = subschema(root, keys)
    if error.validator == "additionalProperties":
        yield from _unknown(config, rule, error.instance, keys)
    elif error.validator == "required":
        missing = next(key for key in error.validator_value if repr(key) in error.message)
        described = subschema(root, (*keys, missing))
        yield _problem(config, keys, dotted((*keys, missing)), "missing", _example(described, missing))
    elif "propertyNames" in error.absolute_schema_path:
        name = error.instance
        place = config.keys.get((*keys, name), config.place(keys))
        names = expand(rule.get("propertyNames", {}), root)
        yield Problem(place, f"{dotted((*keys, name))}: {_wording(error, names)}", _hint(error, names))
    else:
        yield _problem(config, keys, dotted(keys), _wording(error, rule), _hint(error, rule))


def _problem(config: Config, keys: Keys, setting: str, message: str, hint: str) -> Problem:
    return Problem(config.place(keys), f"{setting}: {message}" if setting else message, hint)


def _unknown(config: Config, rule: Schema, instance: dict[str, Any], keys: Keys) -> Iterator[Problem]:
    known = list(rule.get("properties", {}))
    for key in instance:
        if key not in known:
            hint = _did_you_mean(key, known) or "the settings here are " + ", ".join(known)
            place = config.keys[(*keys, key)]
            yield Problem(place, f"{dotted((*keys, key))}: unknown setting", hint)


def _wording(error: ValidationError, rule: Schema) -> str:
    words: dict[str, Callable[[Any, str], str]] = {
        "type": lambda limit, value: f"{value} is not {_type_names(limit)}",
        "enum": lambda limit, value: f"{value} is not one of {', '.join(map(show, limit))}",
        "pattern": lambda _, value: f"{value} is not {rule.get('title', 'in the expected form')}",
        "minimum": lambda limit, value: f"{value} is less than the minimum {limit}",
        "maximum": lambda limit, value: f"{value} is greater than the maximum {limit}",
        "minLength": lambda limit, value: f"{value} is shorter than {limit} characters",
        "maxLength": lambda limit, _: f"{len(error.instance)} characters, more than {limit}",
        "minItems": lambda limit, _: f"{len(error.instance)} entries, fewer than {limit}",
        "maxItems": lambda limit, _: f"{len(error.instance)} entries, more than {limit}",
        "maxProperties": lambda limit, _: f"{len(error.instance)} entries, more than {limit}",
        "uniqueItems": lambda _, value: f"{value} holds an entry twice",
    }
    keyword = str(error.validator)
    if keyword not in words:
        return f"{show(error.instance)} breaks the schema's '{keyword}'"
    return words[keyword](error.validator_value, show(error.instance))


def show(value: object) -> str:
    """Return a value as a person reads it in a message: JSON, cut off when it is long."""
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else f"'{value}'"
    text = text.replace("\n", "\\n").replace("\t", "\\t")
    return text if len(text) <= 60 else text[:57] + "..."


def _type_names(names: str | list[str]) -> str:
    listed = [names] if isinstance(names, str) else [name for name in names if name != "null"]
    return " or ".join(_TYPES[name] for name in listed)


def _hint(error: ValidationError, rule: Schema) -> str:
    value = error.instance
    if error.validator == "type" and isinstance(value, str) and "string" not in error.validator_value:
        return "delete the quotes" if re.fullmatch(r"[0-9]+|true|false", value) else _example(rule)
    if error.validator == "type" and "string" in error.validator_value and type(value) in (int, float, bool):
        return f'quote it: "{json.dumps(value)}"'
    if error.validator == "enum":
        return _did_you_mean(value, [each for each in error.validator_value if isinstance(each, str)])
    return _example(rule)


def _example(rule: Schema, key: str = "") -> str:
    sample = rule.get("examples", [None])[0]
    if sample is None:
        return ""
    text = sample if isinstance(sample, str) else json.dumps(sample, ensure_ascii=False)
    return f"for example {key}: {text}" if key else f"for example {text}"


def _did_you_mean(word: object, known: list[str]) -> str:
    import difflib

    close = difflib.get_close_matches(str(word), known, 1)
    return f"did you mean '{close[0]}'?" if close else ""


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
