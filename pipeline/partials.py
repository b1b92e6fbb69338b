"""From the partials and a config's values to rendered text, each partial on its own."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import shlex
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    pass_context,
)
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

from pipeline.digest import digest_marker
from pipeline.located import LocatedStr, origin_of
from pipeline.markers import MARKS, LineMarkers, Rendered, is_own, unmark, value_marker
from pipeline.problem import Place, Problem, Refused
from pipeline.text import read_text

SUFFIX = ".yml.j2"
_COMPILED_BY = (Path(__file__), Path(__file__).with_name("markers.py"))


@functools.cache
def _compiler() -> str:
    own = (file.read_text(encoding="utf-8") for file in _COMPILED_BY)
    return "\0".join((jinja_version, *own))


class _Bytecode(FileSystemBytecodeCache):
    """Compiled partials by content: what cannot be read or written is as if it were not there."""

    def get_source_checksum(self, source: str) -> str:
        """Return a digest of all that decides what a partial is compiled to."""
        return hashlib.sha256(f"{_compiler()}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what is there, whole."""
        try:
            super().load_bytecode(bucket)
        except Exception:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what can be kept."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


class PartialEnvironment(Environment):
    """Jinja as the partials see it: undefined names are errors, values are never text."""

    def __init__(self, folder: Path, cache: Path | None) -> None:
        super().__init__(
            loader=FileSystemLoader(folder),
            bytecode_cache=_Bytecode(str(cache)) if cache else None,
            extensions=[LineMarkers],
            undefined=StrictUndefined,
            finalize=_finalize,
            autoescape=True,  # what a macro returns is Markup, and so told apart from values
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.folder = folder
        self.values: list[Any] = []
        own = {"shell": _shell, "quoted": _quoted, "replace": _replace}
        self.filters = {**self.filters, **own}
        del self.filters["safe"], self.filters["format"]
        self.globals = {"range": range, "digest": digest_marker, "script": self._script}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Look an attribute up among a map's keys only, so that no key can be a method's name."""
        return (
            self.getitem(obj, attribute)
            if isinstance(obj, dict)
            else super().getattr(obj, attribute)
        )

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Look an item up, and nothing else."""
        try:
            return obj[argument]
        except (LookupError, TypeError):
            return self.undefined(obj=obj, name=argument)

    def _script(self, name: str) -> str:
        return read_text(self.folder / name, f"{self.folder.name}/{name}").rstrip("\n")


def render_partials(environment: PartialEnvironment, values: dict[str, Any]) -> list[Rendered]:
    """Render every partial of a folder, in order of their names, with the config's values.

    A name with a leading underscore is not a partial. Raises Refused with the problems of all.
    """
    folder = environment.folder
    names = sorted(path.name for path in folder.glob(f"*{SUFFIX}") if not path.name.startswith("_"))
    if not names:
        hint = f"the template is made of the files *{SUFFIX} in it"
        raise Refused([Problem(Place(str(folder)), "no partials here", hint)])
    rendered, problems = [], []
    for name in names:
        try:
            rendered.append(_render(environment, name, values))
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    return rendered


def _render(environment: PartialEnvironment, name: str, values: dict[str, Any]) -> Rendered:
    environment.values = []
    try:
        text = environment.get_template(name).render(values)
    except RecursionError:
        raise Refused([Problem(_place(environment, name, 1), "includes itself")]) from None
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        place = _place_of(environment, name, error)
        raise Refused([Problem(place, _wording(error), _hint(error, values))]) from None
    folder = environment.folder.name
    rendered = unmark(name, text, environment.values)
    lines = [Place(f"{folder}/{place.file}", place.line) for place in rendered.lines]
    return Rendered(f"{folder}/{name}", rendered.text, lines, rendered.values)


@pass_context  # also keeps Jinja from calling this once and for all at compile time
def _finalize(context: Context, value: Any) -> Markup:
    if isinstance(value, Markup):
        if not is_own(value):
            raise TypeError("a value made into text of the partial: print it by itself, as it is")
        return value
    _check(value)
    environment: Any = context.environment
    environment.values.append(value)
    return Markup(value_marker(len(environment.values) - 1))  # noqa: S704 (a number)


def _check(value: Any) -> None:
    if isinstance(value, Undefined):
        str(value)  # raises, and says which name is undefined
    if isinstance(value, str):
        if MARKS.search(value):
            raise TypeError("a macro's text inside a value: print it by itself")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{key} as a key of a map: a key is a string")
            _check(key)
            _check(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check(item)
    elif not isinstance(value, (int, float)):
        kind = "null" if value is None else type(value).__name__
        raise TypeError(f"a value of type {kind} cannot stand in a template")


def _shell(value: object) -> str:
    """Quote for a POSIX shell."""
    return _derived(value, shlex.quote(str(value)))


def _quoted(value: object) -> str:
    """Quote for systemd's EnvironmentFile, where $ needs no escape: systemd.exec(5)."""
    return _derived(value, '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"')


def _replace(value: object, old: str, new: str) -> str:
    """Replace in a value; Jinja's own filter would also do it in a macro's text."""
    return _derived(value, str(value).replace(str(old), str(new)))


def _derived(value: object, text: str) -> str:
    derived = LocatedStr(text)
    if origin := origin_of(value):
        derived.origin = origin
    return derived


def _place(environment: PartialEnvironment, name: str, line: int) -> Place:
    return Place(f"{environment.folder.name}/{name}", line)


def _place_of(environment: PartialEnvironment, name: str, error: Exception) -> Place:
    if isinstance(error, TemplateSyntaxError):
        return _place(environment, error.name or name, error.lineno)
    place = _place(environment, name, 1)
    traceback = error.__traceback__
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if os.path.dirname(file) == str(environment.folder):
            place = _place(environment, os.path.basename(file), traceback.tb_lineno)
        traceback = traceback.tb_next
    return place


def _wording(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"no file {error.name} in the folder of partials"
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    return str(message).replace("'dict object'", "the map")


def _hint(error: Exception, values: dict[str, Any]) -> str:
    import difflib
    import re

    word = re.search(r"'(\w+)' is undefined|has no attribute '(\w+)'", str(error))
    close = difflib.get_close_matches(word[1] or word[2], _names(values), 1) if word else []
    return f"did you mean '{close[0]}'?" if close else ""


def _names(values: dict[str, Any]) -> list[str]:
    names = list(values)
    for value in values.values():
        names.extend(_names(value) if isinstance(value, dict) else [])
    return names
