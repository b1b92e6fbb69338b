"""cfn-lint's settings file: what it names lies beside it, and a mistake in it is at its line."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cfnlint.config import ConfigMixIn
from cfnlint.decode.cfn_yaml import CfnParseError
from cfnlint.jsonschema import StandardValidator
from yaml import MarkedYAMLError, YAMLError

from pipeline.diagnostic import Diagnostic, InvalidInput, Location, did_you_mean

_PATHS = {
    "append_rules": os.path.isdir,
    "custom_rules": os.path.isfile,
    "override_spec": os.path.isfile,
    "registry_schemas": os.path.isdir,
}


class LintSettings(ConfigMixIn):  # type: ignore[misc]
    """The settings of cfn-lint by a file and the arguments of a command line.

    Relative paths are of the file's folder, where cfn-lint takes them from the folder it runs in.
    https://github.com/aws-cloudformation/cfn-lint#config-file
    """

    file_args: dict[str, Any]

    def __init__(self, file: Path, *arguments: str) -> None:
        """Read the file, if it is there; raises InvalidInput with every mistake in it."""
        self._file = file
        try:
            super().__init__(["--config-file", str(file), *arguments])
        except (YAMLError, UnicodeDecodeError) as error:
            raise InvalidInput([_unreadable(file.name, error)]) from None
        # Templates are what a run renders; cfn-lint would end a run that finds none of these.
        self.file_args = {key: self.file_args[key] for key in self.file_args if key != "templates"}

    def validate_config(self, config: Any, schema: Any) -> None:
        """Hold what the file says to cfn-lint's schema of it, and resolve what it names."""
        mistakes = [
            Diagnostic(_location(self._file.name, config, tuple(each.path)), *_wording(each))
            for each in StandardValidator(schema=schema).iter_errors(config)
        ]
        if not mistakes:
            mistakes = list(self._resolve(config))
        if mistakes:
            raise InvalidInput(mistakes)

    def append_first(self, folder: Path) -> None:
        """Have the rules of a folder appended before those that the file names."""
        others = [each for each in self.file_args.get("append_rules", []) if each != str(folder)]
        self.file_args["append_rules"] = [str(folder), *others]

    def _resolve(self, config: dict[str, Any]) -> Iterator[Diagnostic]:
        """Make the paths absolute; yield those that lead nowhere."""
        for key in _PATHS:
            named = config.get(key, [])
            names = named if isinstance(named, list) else [named]
            found = [self._found(key, name) for name in names]
            for index, (name, path) in enumerate(zip(names, found, strict=True)):
                if not path:
                    where = (key, index) if isinstance(named, list) else (key,)
                    yield Diagnostic(
                        _location(self._file.name, config, where), *_missing(key, name)
                    )
            if found:
                config[key] = found if isinstance(named, list) else found[0]

    def _found(self, key: str, name: str) -> str:
        """Return what a name leads to: a path, or a module of rules; empty if to nothing."""
        home = os.path.expanduser(name)  # noqa: PTH111 (leaves what is no person's as it is)
        path = os.path.normpath(os.path.join(self._file.parent, home))
        if _PATHS[key](path):
            return path
        return name if key == "append_rules" and _is_module(name) else ""


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _missing(key: str, name: str) -> tuple[str, str]:
    kind = "folder" if _PATHS[key] is os.path.isdir else "file"
    other = " or Python module" if key == "append_rules" else ""
    hint = "a path is taken from the folder of .cfnlintrc: correct it, or delete it"
    return f"{key}: there is no {kind}{other} '{name}'", hint


def _wording(error: Any) -> tuple[str, str]:
    keys = [str(each) for each in error.path]
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", ())
        return f"{'.'.join(keys)}: cfn-lint has no such setting", did_you_mean(keys[-1], known)
    return (f"{'.'.join(keys)}: {error.message}" if keys else str(error.message)), ""


def _unreadable(name: str, error: YAMLError | UnicodeDecodeError) -> Diagnostic:
    if isinstance(error, CfnParseError):
        match = error.matches[0]
        return Diagnostic(Location(name, match.linenumber, match.columnnumber), match.message)
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    problem = error.problem if isinstance(error, MarkedYAMLError) else str(error)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Diagnostic(Location(name, line, column), f"not YAML: {problem}")


def _location(name: str, data: Any, path: tuple[Any, ...]) -> Location:
    """Return where a path of the settings is written: its key, or its entry of a list."""
    line, column = 1, 1
    for step in path:
        keys = list(data) if isinstance(data, dict) else [data[step]]
        node = next((each for each in keys if isinstance(data, list) or each == step), None)
        if mark := getattr(node, "start_mark", None):
            line, column = mark.line + 1, mark.column + 1
        data = data[step] if isinstance(data, (dict, list)) else data
    return Location(name, line, column)
