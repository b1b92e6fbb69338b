"""From a config and the schema to every violation of it."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from jsonschema import Draft7Validator, ValidationError
from jsonschema.exceptions import UnknownType
from jsonschema.validators import extend
from referencing.exceptions import Unresolvable

from pipeline.config.extends import Config
from pipeline.config.schema import Schema
from pipeline.config.schema_files import SCHEMA_NAME
from pipeline.config.validation_messages import SchemaError, describe
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.paths import KeyPath, is_within

# A breach of any other keyword leaves the setting's other parts valid.
_WHOLE = ("type", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength")
_SLIPS = (LookupError, TypeError, ValueError, AttributeError)  # in the schema


class Validation(NamedTuple):
    """What is wrong with a config by its schema, and which settings therefore have no value."""

    diagnostics: list[Diagnostic]
    invalid: frozenset[KeyPath]


def validate(config: Config, schema: Schema) -> Validation:
    """Return every breach of the schema but of what reading the config has reported already.

    Raises InvalidInput if the schema itself is broken.
    """
    errors = [
        error
        for error in _schema_errors(config, schema)
        if not is_within(error.keys, config.invalid)
    ]
    mistyped = {error.keys for error in errors if error.keyword == "type"}
    diagnostics = [
        diagnostic
        for error in errors
        if error.keyword == "type" or error.keys not in mistyped
        for diagnostic in describe(error, config, schema)
    ]
    invalid = {keys for error in errors for keys in _unusable(error)}
    return Validation(diagnostics, frozenset(config.invalid | invalid))


def _unusable(error: SchemaError) -> list[KeyPath]:
    """Return the settings without a value that can be used; a missing one is such a setting."""
    if error.keyword == "required":
        return [(*error.keys, key) for key in error.limit if key not in error.value]
    return [error.keys] if error.keyword in _WHOLE else []


def _schema_errors(config: Config, schema: Schema) -> list[SchemaError]:
    try:
        return [_schema_error(error) for error in _validator()(schema).iter_errors(config.data)]
    except (UnknownType, Unresolvable, re.error, *_SLIPS) as error:
        message = str(error).strip().split("\n")[0]
        location = Location(SCHEMA_NAME, 1, 1)
        hint = "see https://json-schema.org/draft-07"
        raise InvalidInput([Diagnostic(location, f"broken schema: {message}", hint)]) from None


def _schema_error(error: ValidationError) -> SchemaError:
    return SchemaError(
        keys=tuple(error.absolute_path),
        keyword=str(error.validator),
        limit=error.validator_value,
        value=error.instance,
        of_name="propertyNames" in error.absolute_schema_path,
    )


@functools.cache
def _validator() -> Any:
    checker = Draft7Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    checker = checker.redefine("number", lambda _, value: type(value) in {int, float})
    keywords = {"pattern": _pattern, "uniqueItems": _unique}
    return extend(Draft7Validator, keywords, type_checker=checker)  # type: ignore[no-untyped-call]


def _is_integer(_: object, value: object) -> bool:
    return type(value) is int  # JSON Schema takes 2.0 for an integer, CloudFormation does not


def _pattern(_: object, pattern: str, value: KeyPath, __: object) -> Iterator[ValidationError]:
    # Python's `$` matches before a trailing newline, a JSON Schema's does not.
    if isinstance(value, str) and not re.fullmatch(pattern, value, re.ASCII):
        yield ValidationError("pattern")


def _unique(_: object, wanted: bool, value: object, __: object) -> Iterator[ValidationError]:
    # The library compares every entry with every other.
    if wanted and isinstance(value, list):
        entries = {json.dumps(entry, sort_keys=True) for entry in value}
        if len(entries) < len(value):
            yield ValidationError("uniqueItems")
