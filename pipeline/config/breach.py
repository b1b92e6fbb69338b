"""The words for each way in which a setting can break the schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pipeline.config.config import Keys, dotted
from pipeline.config.extends import Config
from pipeline.config.schema import Schema, subschema
from pipeline.problem import Problem, shorten

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a map",
    "string": "a string",
}


class Breach(NamedTuple):
    """A value that breaks a keyword's limit; `of_name` if it is a key that does."""

    keys: Keys
    keyword: str
    limit: Any
    value: Any
    of_name: bool


def describe(breach: Breach, config: Config, root: Schema) -> Iterator[Problem]:
    """Yield a breach as problems at the setting's place: one for each unknown or missing key."""
    rule = subschema(root, breach.keys)
    place = config.place(breach.keys)
    if breach.keyword == "additionalProperties":
        yield from _unknown(breach, config, list(rule.get("properties", {})))
    elif breach.keyword == "required":
        for key in breach.limit:
            if key not in breach.value:
                keys = (*breach.keys, key)
                hint = _example(subschema(root, keys), key)
                yield Problem(place, f"{dotted(keys)}: missing", hint)
    elif breach.of_name:
        keys = (*breach.keys, breach.value)
        names = rule.get("propertyNames", {})
        place = config.keys.get(keys, place)
        yield Problem(place, f"{dotted(keys)}: {_wording(breach, names)}", _hint(breach, names))
    else:
        text = f"{dotted(breach.keys)}: {_wording(breach, rule)}"
        yield Problem(place, text.removeprefix(": "), _hint(breach, rule))


def show(value: object) -> str:
    """Return a value as a person reads it in a message: JSON, cut off when it is long."""
    text = f"'{value}'" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shorten(text)


def _unknown(breach: Breach, config: Config, known: list[str]) -> Iterator[Problem]:
    for key in breach.value:
        if key not in known:
            keys = (*breach.keys, key)
            hint = _did_you_mean(key, known) or "the settings here are " + ", ".join(known)
            yield Problem(config.keys[keys], f"{dotted(keys)}: unknown setting", hint)


def _wording(breach: Breach, rule: Schema) -> str:
    words: dict[str, Callable[[Any, str, Any], str]] = {
        "type": lambda limit, shown, _: f"{shown} is not {_type_names(limit)}",
        "enum": lambda limit, shown, _: f"{shown} is not one of {', '.join(map(show, limit))}",
        "pattern": lambda _, shown, __: f"{shown} is not {rule.get('title', 'as expected')}",
        "minimum": lambda limit, shown, _: f"{shown} is less than the minimum {limit}",
        "maximum": lambda limit, shown, _: f"{shown} is greater than the maximum {limit}",
        "minLength": lambda limit, shown, value: (
            f"{shown} is shorter than {limit} characters" if value else "empty"
        ),
        "maxLength": lambda limit, _, value: f"{len(value)} characters, more than {limit}",
        "minItems": lambda limit, _, value: f"{len(value)} entries, fewer than {limit}",
        "maxItems": lambda limit, _, value: f"{len(value)} entries, more than {limit}",
        "maxProperties": lambda limit, _, value: f"{len(value)} entries, more than {limit}",
        "uniqueItems": lambda _, shown, __: f"{shown} holds an entry twice",
    }
    shown = show(breach.value)
    if breach.keyword not in words:
        return f"{shown} breaks the schema's '{breach.keyword}'"
    return words[breach.keyword](breach.limit, shown, breach.value)


def _type_names(names: str | list[str]) -> str:
    listed = [names] if isinstance(names, str) else names
    return " or ".join(_TYPES[name] for name in listed)


def _hint(breach: Breach, rule: Schema) -> str:
    value = breach.value
    if breach.keyword == "enum":
        return _did_you_mean(value, [each for each in breach.limit if isinstance(each, str)])
    if breach.keyword == "type" and isinstance(value, str):
        quoted = re.fullmatch(r"-?[0-9]+|true|false", value)
        return "delete the quotes" if quoted else _example(rule)
    if breach.keyword == "type" and "string" in breach.limit and isinstance(value, (int, float)):
        return f'quote it: "{json.dumps(value)}"'
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
