"""What jsonschema finds wrong with a config, or with the schema itself."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft7Validator, ValidationError
from jsonschema.exceptions import UnknownType
from jsonschema.validators import extend
from referencing.exceptions import Unresolvable

from pipeline.config.schema import Schema
from pipeline.config.schema_files import SCHEMA_NAME
from pipeline.config.validation_messages import SchemaError
from pipeline.config.validity import SLIPS, are_unique, matches
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.paths import KeyPath


def schema_errors(data: dict[str, Any], schema: Schema) -> list[SchemaError]:
    """Return every breach of the schema; raises InvalidInput if the schema itself is broken."""
    try:
        return [_schema_error(error) for error in _validator()(schema).iter_errors(data)]
    except (UnknownType, Unresolvable, *SLIPS) as error:
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
    if isinstance(value, str) and not matches(pattern, value):
        yield ValidationError("pattern")


def _unique(_: object, wanted: bool, value: object, __: object) -> Iterator[ValidationError]:
    if wanted and isinstance(value, list) and not are_unique(value):
        yield ValidationError("uniqueItems")
