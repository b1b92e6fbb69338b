"""What a setting feeds: what shows it, who refers to that, and what else changes with it.

A rendered value knows its setting. What is computed, and what comes and goes with the setting, is
found by rendering once more with another value, which need not make sense otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.config.schema import subschema
from pipeline.paths import KeyPath, children, dotted, exists, starts_with, value_at, walk
from pipeline.render.jinja import PartialEnvironment
from pipeline.review.canonical import canonical
from pipeline.review.explain.another_value import with_another
from pipeline.review.explain.element import shown
from pipeline.review.references import conditions, references
from pipeline.template.assembly import Rendering
from pipeline.template.template import Template

_LONG = 60


def explain_setting(rendering: Rendering, partials: PartialEnvironment, setting: KeyPath) -> str:
    """Return a setting's value, where it is written, and everything that it feeds."""
    if subschema(rendering.config.schema, setting).get("properties"):
        lines = list(_section(rendering, setting))
    else:
        template = rendering.template
        shows = [path for path in template.sources if _shows(template, path, setting)]
        refer = _referring(template, {each[:2] for each in shows})
        lines = [*_head(rendering, setting), *_listed("shown in", template, shows)]
        lines += _listed("by reference in", template, refer)
        lines += _changes(rendering, partials, setting, shows)
    return "\n".join(lines) + "\n"


def _section(rendering: Rendering, section: KeyPath) -> Iterator[str]:
    yield f"{dotted(section)}, a section"
    for path, value in walk(value_at(rendering.config.settings, section), section):
        if not any(children(value)):
            yield from _head(rendering, path)


def _head(rendering: Rendering, setting: KeyPath) -> Iterator[str]:
    config = rendering.config
    where = str(config.location(setting)) if setting in config.locations else "default"
    yield f"{dotted(setting)}: {shown(value_at(config.settings, setting))} ({where})"
    if text := subschema(config.schema, setting).get("description"):
        yield f"  {text}"


def _shows(template: Template, path: KeyPath, setting: KeyPath) -> bool:
    return any(starts_with(each.setting, setting) for each in template.sources[path].origins)


def _referring(template: Template, targets: set[KeyPath]) -> list[KeyPath]:
    """Return what refers to parameters, conditions and mappings that show the setting."""
    names = {str(path[1]) for path in targets if path[0] in ("Parameters", "Conditions")}
    found: list[KeyPath] = []
    for section in ("Conditions", "Resources", "Outputs"):
        for name, element in template.data.get(section, {}).items():
            value = canonical(element)
            inner = [each.path for each in references(value) if each.target in names]
            found += [(section, name, *path) for path in inner]
            found += [(section, name) for each in conditions(value) if each in names]
    return list(dict.fromkeys(found))


def _changes(
    rendering: Rendering, partials: PartialEnvironment, setting: KeyPath, shows: list[KeyPath]
) -> Iterator[str]:
    """Yield what is different with another value of the setting, beside what shows it."""
    other = with_another(rendering, partials, setting)
    if other is None:
        if not shows:
            yield "  shown in no element; another value takes other settings, too"
        return
    before, after = rendering.template, other.template
    changed, gone = [], []
    for path in _different(before.data, after.data, ()):
        if not exists(after.data, path):
            gone.append(path)
        elif not any(starts_with(path, each) or starts_with(each, path) for each in shows):
            changed.append(path)
    title = f"with {_brief(other.value)} in its place"
    known = [path for path in changed if exists(before.data, path)]
    yield from _listed(f"{title}, changed", before, known)
    yield from _listed(f"{title}, new", after, [path for path in changed if path not in known])
    yield from _listed(f"{title}, gone", before, gone)
    if not (shows or changed or gone):
        yield f"  {title}, the template is the same"


def _different(before: Any, after: Any, path: KeyPath) -> Iterator[KeyPath]:
    """Yield the outermost paths at which two values differ, or only one of them has any."""
    if before == after:
        return
    both = [before, after]
    if all(isinstance(each, dict) for each in both) and (len(path) < 2 or {*before} & {*after}):
        for key in dict.fromkeys([*before, *after]):
            if key in before and key in after:
                yield from _different(before[key], after[key], (*path, key))
            else:
                yield (*path, key)
    elif all(isinstance(each, list) for each in both) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _different(old, new, (*path, index))
    else:
        yield path


def _listed(title: str, template: Template, paths: list[KeyPath]) -> Iterator[str]:
    """Yield paths with their values and the partial's line, below a title."""
    if paths:
        yield f"  {title}:"
    for path in paths:
        source = template.source(path)
        made = f"  ({source.partial})" if source else ""
        yield f"    {dotted(path)}: {_brief(value_at(template.data, path))}{made}"


def _brief(value: Any) -> str:
    text = shown(value)
    return text if len(text) <= _LONG else f"{text[: _LONG - 3]}..."
