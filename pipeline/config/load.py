"""From a config file to a valid config whose defaults are filled in."""

from __future__ import annotations

from pathlib import Path

from pipeline.config.constraints import check
from pipeline.config.extends import Config, read_config
from pipeline.config.layer import OR
from pipeline.config.schema import Schema, fill_defaults, subschema
from pipeline.config.validate import validate
from pipeline.diagnostic import Diagnostic, InvalidInput


def load_config(schema: Schema, path: Path | None, name: str, root: Path | None = None) -> Config:
    """Return a config that schema and constraints accept; standard input if `path` is None.

    `root` is the project that the config belongs to, and what it extends.

    Raises InvalidInput with everything that is wrong with it.
    """
    config = read_config(path, name, root)
    validation = validate(config, schema)
    config.schema, config.settings = schema, fill_defaults(schema, config.data)
    issues = check(config, config.settings, validation.invalid)
    read = [_of_its_type(each, schema) for each in config.diagnostics]
    if diagnostics := [*read, *validation.diagnostics, *issues]:
        raise InvalidInput(diagnostics)
    return config


def _of_its_type(diagnostic: Diagnostic, schema: Schema) -> Diagnostic:
    """Return a problem of reading with the hint that fits the type of the setting, if it is known.

    Reading does not know the schema, and names both ways to write an ambiguous scalar.
    """
    quoted, _, other = diagnostic.hint.partition(OR)
    types = subschema(schema, diagnostic.setting).get("type", ()) if diagnostic.setting else ()
    if not types or not other.startswith(("write true", "write false", "write it")):
        return diagnostic
    return diagnostic._replace(hint=quoted if "string" in types else other)
