"""From a config and the schema to every violation of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.config.extends import Config
from pipeline.config.schema import Schema
from pipeline.config.validity import is_surely_valid
from pipeline.diagnostic import Diagnostic
from pipeline.paths import KeyPath, is_within

if TYPE_CHECKING:
    from pipeline.config.validation_messages import SchemaError

# A breach of any other keyword leaves the setting's other parts valid.
_WHOLE = ("type", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength")


class Validation(NamedTuple):
    """What is wrong with a config by its schema, and which settings therefore have no value."""

    diagnostics: list[Diagnostic]
    invalid: frozenset[KeyPath]


def validate(config: Config, schema: Schema) -> Validation:
    """Return every breach of the schema but of what reading the config has reported already.

    Raises InvalidInput if the schema itself is broken.
    """
    if is_surely_valid(schema, config.data):
        return Validation([], frozenset(config.invalid))
    from pipeline.config.breaches import schema_errors
    from pipeline.config.validation_messages import describe

    errors = [
        error
        for error in schema_errors(config.data, schema)
        if not is_within(error.keys, config.invalid)
    ]
    diagnostics = [
        diagnostic
        for error in _first_ones(errors)
        for diagnostic in describe(error, config, schema)
    ]
    invalid = {keys for error in errors for keys in _unusable(error)}
    return Validation(diagnostics, frozenset(config.invalid | invalid))


def _first_ones(errors: list[SchemaError]) -> list[SchemaError]:
    """Return one error for each value: type, length, then form."""
    found = {(each.keys, each.keyword) for each in errors if not each.of_name}
    return [each for each in errors if each.of_name or not _follows(each, found)]


def _follows(error: SchemaError, found: set[tuple[KeyPath, str]]) -> bool:
    """Whether an error follows from another one of the same value."""
    others = {
        "minLength": ("type", "pattern") if error.value else ("type",),
        "pattern": ("type", "maxLength") if error.value else ("type", "minLength", "maxLength"),
    }.get(error.keyword, ("type",) if error.keyword != "type" else ())
    return any((error.keys, keyword) in found for keyword in others)


def _unusable(error: SchemaError) -> list[KeyPath]:
    """Return the settings without a value that can be used; a missing one is such a setting."""
    if error.keyword == "required":
        return [(*error.keys, key) for key in error.limit if key not in error.value]
    return [error.keys] if error.keyword in _WHOLE else []
