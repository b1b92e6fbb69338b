"""Which settings a change of the template can come from, by what the template showed before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.paths import KeyPath, exists, value_at
from pipeline.review.canonical import canonical
from pipeline.review.wording import shown
from pipeline.template.assembly import Rendering


def unchanged_settings(rendering: Rendering, before: dict[str, Any]) -> set[KeyPath]:
    """Return the settings whose value stands in an element now as it did before.

    An element counts that shows one setting: where there are several, one can hide another.
    """
    return {
        setting
        for path, setting in _shown_alone(rendering)
        if exists(before, path) and _shows_it_still(rendering, before, path, setting)
    }


def _shown_alone(rendering: Rendering) -> Iterator[tuple[KeyPath, KeyPath]]:
    template, settings = rendering.template, rendering.config.settings
    for path, source in template.sources.items():
        if len(source.origins) == 1 and exists(template.data, path):
            setting = source.origins[0].setting
            if exists(settings, setting):
                yield path, setting


def _shows_it_still(
    rendering: Rendering, before: dict[str, Any], path: KeyPath, setting: KeyPath
) -> bool:
    old, new = value_at(before, path), value_at(rendering.template.data, path)
    return bool(old == new) and str(value_at(rendering.config.settings, setting)) in str(new)


def is_new_in(settings: dict[str, Any], setting: KeyPath, before: Any, after: Any) -> bool:
    """Whether a value shows a setting that it did not show before; both are canonical."""
    if after is None or not exists(settings, setting):
        return False
    text = str(canonical(value_at(settings, setting)))
    return len(text) > 0 and text in shown(after) and text not in shown(before)
