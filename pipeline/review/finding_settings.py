"""Findings on what a partial writes by itself, led back to the setting that asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from pipeline.config.unused import is_on
from pipeline.diagnostic import Diagnostic
from pipeline.paths import KeyPath, exists, value_at
from pipeline.review.causes import Causes
from pipeline.review.partial_text import PartialText
from pipeline.template.assembly import Rendering


def with_settings(
    diagnostics: Iterable[Diagnostic], rendering: Rendering, texts: dict[str, PartialText]
) -> list[Diagnostic]:
    """Return findings at the config's line where a setting that is on has the partial write it.

    `texts` are those of the partials.
    What a macro writes, whose file begins with an underscore, does not tell by which setting: it
    stays at the partial's line, with the config's name.
    """
    causes = Causes(rendering, texts)
    return [_with_setting(each, rendering, causes) for each in diagnostics]


def _with_setting(diagnostic: Diagnostic, rendering: Rendering, causes: Causes) -> Diagnostic:
    name = PurePosixPath(diagnostic.location.file).name
    if diagnostic.setting or not name.endswith(".j2"):
        return diagnostic
    config = rendering.config
    names = [] if name.startswith("_") else causes.asked(diagnostic.element)
    asked = list(_stated(names, rendering))
    if not asked:
        return diagnostic._replace(configs=(config.name,))
    return diagnostic._replace(
        location=config.location(asked[-1]), partial=diagnostic.location, setting=asked[-1]
    )


def _stated(names: list[str], rendering: Rendering) -> Iterator[KeyPath]:
    """Yield the settings that the config states and that are on, the nearest last."""
    data = rendering.config.data
    for name in names:
        path = tuple(name.split("."))
        value = value_at(data, path) if exists(data, path) else None
        if is_on(value) and not isinstance(value, dict):
            yield path
