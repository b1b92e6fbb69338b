"""From a config file to a valid config whose defaults are filled in."""

from __future__ import annotations

from pathlib import Path

from pipeline.config.constraints import check
from pipeline.config.extends import Config, read_config
from pipeline.config.schema import Schema, fill_defaults
from pipeline.config.validate import validate
from pipeline.diagnostic import InvalidInput


def load_config(schema: Schema, path: Path | None, name: str, root: Path | None = None) -> Config:
    """Return a config that schema and constraints accept; standard input if `path` is None.

    `root` is the project that the config belongs to, and what it extends.

    Raises InvalidInput with everything that is wrong with it.
    """
    config = read_config(path, name, root)
    validation = validate(config, schema)
    config.schema, config.settings = schema, fill_defaults(schema, config.data)
    issues = check(config, config.settings, validation.invalid)
    if diagnostics := [*config.diagnostics, *validation.diagnostics, *issues]:
        raise InvalidInput(diagnostics)
    return config
