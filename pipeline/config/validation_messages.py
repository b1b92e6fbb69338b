"""The words for each way in which a setting can break the schema."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pipeline.config.attribute_settings import OWN_SETTINGS
from pipeline.config.extends import Config
from pipeline.config.other_forms import other_form, other_word
from pipeline.config.schema import Schema, subschema
from pipeline.diagnostic import Diagnostic, did_you_mean, shorten
from pipeline.paths import KeyPath, dotted
from pipeline.yaml_source.scalars import is_plain, quoted, show

_PLAIN = re.compile(r"[\w/.(][^#]*(?<!:)(?<! )", re.ASCII)  # what YAML takes for a string
_LENGTHS = ("minLength", "maxLength")
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a map",
    "string": "a string",
}


class SchemaError(NamedTuple):
    """A value that breaks a keyword's limit; `of_name` if it is a key that does.

    `written` is the text of the value in the config.
    """

    keys: KeyPath
    keyword: str
    limit: Any
    value: Any
    of_name: bool
    written: str = ""


def describe(error: SchemaError, config: Config, root: Schema) -> Iterator[Diagnostic]:
    """Yield a breach as problems at the setting's place: one for each unknown or missing key."""
    rule = subschema(root, error.keys)
    location = config.location(error.keys)
    if not error.of_name:
        error = error._replace(written=config.text(error.keys, error.value))
    if error.keyword == "additionalProperties":
        yield from _unknown(error, config, rule, root.get("renamed", {}))
    elif error.keyword == "required":
        for key in error.limit:
            if key not in error.value:
                keys = (*error.keys, key)
                hint = _example(subschema(root, keys), key)
                yield Diagnostic(location, f"{dotted(keys)}: missing", hint, setting=keys)
    elif error.of_name:
        keys = (*error.keys, error.value)
        names = rule.get("propertyNames", {})
        location = config.keys.get(keys, location)
        message = f"{dotted(keys)}: {_wording(error, names)}"
        yield Diagnostic(location, message, _hint(error, names), setting=keys)
    else:
        message = f"{dotted(error.keys)}: {_wording(error, rule)}".removeprefix(": ")
        yield Diagnostic(location, message, _hint(error, rule), setting=error.keys)


def _show(value: object, written: str = "") -> str:
    """Return a value as a person reads it in a message: as written, cut off when it is long."""
    return shorten(f"'{value}'" if isinstance(value, str) else written or show(value))


def _unknown(
    error: SchemaError, config: Config, rule: Schema, renamed: dict[str, str]
) -> Iterator[Diagnostic]:
    known = list(rule.get("properties", {}))
    for key in error.value:
        if key not in known:
            keys = (*error.keys, key)
            new = renamed.get(dotted(keys))
            hint = (
                (f"the setting is named {new} now" if new else "")
                or _elsewhere(key, config, rule)
                or did_you_mean(key, known)
                or "the settings here are " + ", ".join(known)
            )
            message = f"{dotted(keys)}: unknown setting"
            yield Diagnostic(config.keys[keys], message, hint, setting=keys)


def _elsewhere(key: str, config: Config, rule: Schema) -> str:
    """Return a hint for a setting that stands one level too high, empty if it is none."""
    sections = [
        name
        for name, section in rule.get("properties", {}).items()
        if key in section.get("properties", {})
    ]
    empty = [name for name in sections if (name,) in config.invalid]
    found = empty or sections
    if len(found) != 1:
        return ""
    return f"did you mean {found[0]}.{key}? Indent it below '{found[0]}:'"


def _foreign(error: SchemaError, rule: Schema) -> str:
    """Return the first character for which alone a text is refused, as it is not ASCII."""
    text = error.value if error.keyword == "pattern" and isinstance(error.value, str) else ""
    plain = re.sub(r"[^\x00-\x7f]", "x", text)
    accepted = plain != text and re.fullmatch(rule.get("pattern", ""), plain, re.ASCII)
    return next(each for each in text if not each.isascii()) if accepted else ""


def _wording(error: SchemaError, rule: Schema) -> str:
    words: dict[str, Callable[[Any, str, Any], str]] = {
        "type": lambda limit, shown, _: f"{shown} is not {_type_names(limit)}",
        "enum": lambda limit, shown, _: f"{shown} is not one of {', '.join(map(_show, limit))}",
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
    shown = _show(error.value, error.written)
    if error.keyword not in words:
        return f"{shown} breaks the schema's '{error.keyword}'"
    if character := _foreign(error, rule):
        return f"{shown} has {character}, and only ASCII characters are taken here"
    is_form = error.keyword in _LENGTHS and other_form(error.value, rule)
    return words["pattern" if is_form else error.keyword](error.limit, shown, error.value)


def _type_names(names: str | list[str]) -> str:
    listed = [names] if isinstance(names, str) else names
    return " or ".join(_TYPES[name] for name in listed)


def _hint(error: SchemaError, rule: Schema) -> str:
    value = error.value
    if error.keyword == "type" and isinstance(value, str) and "object" in error.limit:
        name, colon, text = value.partition(":")
        if colon and text and name in rule.get("properties", {}):
            return f"put a blank after the colon: '{name}: {text}'"
    if error.keyword in ("pattern", *_LENGTHS) and (text := other_form(value, rule)):
        return f"write {text}"
    if error.of_name and (setting := OWN_SETTINGS.get(str(value))):
        return f"the setting is {setting}"
    if error.keyword == "enum":
        known = [each for each in error.limit if isinstance(each, str)]
        word = other_word(value, known)
        similar = f"{word} comes nearest to it" if word else did_you_mean(value, known)
        is_resource = error.of_name and error.keys == ("overrides",) and not similar
        return f"a resource is at overrides.Resources.{value}" if is_resource else similar
    if error.keyword == "type" and isinstance(value, str):
        is_another_type = re.fullmatch(r"-?[0-9]+|true|false", value)
        return "delete the quotes" if is_another_type else _example(rule)
    if error.keyword == "type" and isinstance(value, (int, float)):
        return _of_no_text(error, rule)
    return _example(rule)


def _of_no_text(error: SchemaError, rule: Schema) -> str:
    """Return what to write in place of a number, true or false."""
    names = list(rule.get("properties", {}))
    if "object" in error.limit and isinstance(error.value, bool) and names:
        is_switched = "enabled" in names
        switch = f"write {{enabled: {error.written}}}"
        return switch if is_switched else f"the settings here are {', '.join(names)}"
    if "string" not in error.limit:
        return _example(rule)
    known = rule.get("enum", [])
    if known and str(error.written) not in known:
        return f"write {', '.join(map(str, known[:-1]))} or {known[-1]}"
    return f"quote it: {quoted(error.written)}"


def _example(rule: Schema, key: str = "") -> str:
    sample = rule.get("examples", [None])[0]
    if sample is None:
        return ""
    is_safe = isinstance(sample, str) and _PLAIN.fullmatch(sample) and is_plain(sample)
    text = sample if is_safe else show(sample)
    return f"for example {key}: {text}" if key else f"for example {text}"
