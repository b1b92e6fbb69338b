"""From the partials and a config's values to rendered text, each partial on its own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import (
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    Undefined,
    pass_context,
)
from jinja2.loaders import split_template_path
from jinja2.runtime import Context
from markupsafe import Markup

from pipeline.config.aws_limits import limit
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.regular_files import is_missing, names_in
from pipeline.render.bytecode import Bytecode, KnownTemplates
from pipeline.render.filters import FILTERS
from pipeline.render.placeholders import (
    Rendered,
    has_placeholders,
    hash_placeholder,
    is_own,
    unmark,
    value_placeholder,
)
from pipeline.render.script import shorten
from pipeline.snapshot import Snapshot
from pipeline.yaml_source.text import read_text

SUFFIX = ".yml.j2"
_MISTAKES = (
    ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, RecursionError,
    TypeError, ValueError,
)  # fmt: skip
_LONGEST = limit("bytes of a template")


class PartialEnvironment(Environment):
    """Jinja as the partials see it: undefined names are errors, values are never text."""

    def __init__(self, folder: Path, cache: Path | None, snapshot: Snapshot | None = None) -> None:
        super().__init__(
            loader=_Loader(folder),
            bytecode_cache=Bytecode(cache, snapshot) if cache else None,
            undefined=StrictUndefined,
            finalize=_finalize,
            autoescape=True,  # macros return Markup, which distinguishes their text
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.folder = folder
        # Of the partial that is rendered just now: `finalize` sees nothing else that macros share.
        self.values: list[Any] = []
        self.filters = {**self.filters, **FILTERS}
        del self.filters["safe"], self.filters["format"], self.filters["random"]
        self.globals = {"range": range, "digest": hash_placeholder, "script": self._script}

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Have the text of a partial marked, which is compiled just now."""
        if not self.extensions:
            from pipeline.render.arithmetic import NumericCompiler
            from pipeline.render.line_markers import LineMarkers

            self.add_extension(LineMarkers)
            self.code_generator_class = NumericCompiler
        return super().preprocess(source, name, filename)

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

    def number(self, value: Any) -> Any:
        """Return what a partial calculates with; raises NotANumberError for a text or a list."""
        if isinstance(value, (str, list, tuple)):
            from pipeline.render.arithmetic import NotANumberError

            raise NotANumberError(value)
        return value

    def _script(self, name: str, switches: Mapping[str, object] = MappingProxyType({})) -> str:
        """Return a script's text, without the blocks whose switches are off."""
        return shorten(read_text(self.folder / name, f"{self.folder.name}/{name}"), switches)


class _Loader(KnownTemplates):
    """Partials as text that every reader sees alike; no link or name leads out of the project."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._project = os.path.realpath(folder.parent)

    def get_source(self, _: Environment, template: str) -> tuple[str, str, None]:
        """Return a partial's text and its file; raises TemplateNotFound or InvalidInput."""
        path = Path(self.file(template))
        if is_missing(path):
            raise TemplateNotFound(template)
        name = f"{self._folder.name}/{template}"
        return read_text(path, name, self._project), str(path), None

    def file(self, template: str) -> str:
        """Return the path of a partial; raises TemplateNotFound if its name leads elsewhere."""
        return os.path.join(self._folder, *split_template_path(template))


def partial_names(folder: Path) -> list[str]:
    """Return the names of a folder's partials, in order; a leading underscore makes none.

    Raises InvalidInput if there is none.
    """
    names = [name for name in names_in(folder, SUFFIX) if not name.startswith("_")]
    if not names:
        hint = f"the template is made of the files *{SUFFIX} in it"
        raise InvalidInput([Diagnostic(Location(str(folder)), "no partials here", hint)])
    return names


def render_partial(environment: PartialEnvironment, name: str, values: dict[str, Any]) -> Rendered:
    """Render one partial with the config's values; raises InvalidInput at the partial's line."""
    environment.values = []
    try:
        text = environment.get_template(name).render(values)
    except (TemplateError, *_MISTAKES) as error:
        from pipeline.render.partial_errors import explain

        raise InvalidInput(
            [explain(environment.folder, name, error, values, environment.filters)]
        ) from None
    folder = environment.folder.name
    return Rendered(f"{folder}/{name}", *unmark(folder, name, text), environment.values)


@pass_context  # also keeps Jinja from calling this once and for all at compile time
def _finalize(context: Context, value: Any) -> Markup:
    if isinstance(value, Markup):
        if not is_own(value):
            raise TypeError("macro output was joined with a config value; use separate {{ }}")
        return value
    _check(value)
    environment: Any = context.environment
    environment.values.append(value)
    return Markup(value_placeholder(len(environment.values) - 1))  # noqa: S704 (a number)


def _check(value: Any) -> None:
    if isinstance(value, Undefined):
        str(value)  # raises, and says which name is undefined
    if isinstance(value, str):
        if len(value) > _LONGEST:
            raise TypeError(
                f"a value of {len(value):,} characters is longer than a template may be"
            )
        if has_placeholders(value):
            raise TypeError("macro output inside a value; use separate {{ }}")
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
