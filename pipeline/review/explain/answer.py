"""What `--explain` prints: of an element, of a setting, or the whole template with its sources."""

from __future__ import annotations

import re
from typing import Any

from pipeline.diagnostic import Diagnostic, InvalidInput, Location, did_you_mean
from pipeline.paths import KeyPath, dotted, exists, value_at, walk
from pipeline.project import Project
from pipeline.render.jinja import PartialEnvironment
from pipeline.review.explain.annotated import annotated
from pipeline.review.explain.element import explain_element
from pipeline.review.explain.setting import explain_setting
from pipeline.template.assembly import Rendering
from pipeline.template.template import MAPS

_MOST = 12


def explain(rendering: Rendering, project: Project, what: str) -> str:
    """Return what is known of an element such as `AutoScalingGroup.MinSize`, or of a setting.

    `Resources` and `Properties` may be left out; nothing at all asks for the whole template.
    Raises InvalidInput if there is neither such an element nor such a setting.
    """
    if not what:
        return annotated(rendering)
    parts = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", what)]
    for path in _candidates(rendering, parts):
        if exists(rendering.template.data, path):
            return explain_element(rendering, project.partials, path)
    if parts and exists(rendering.config.settings, tuple(parts)):
        partials = PartialEnvironment(project.partials, project.bytecode)
        return explain_setting(rendering, partials, tuple(parts))
    raise InvalidInput([_unknown(rendering, what, parts)])


def _candidates(rendering: Rendering, parts: list[str | int]) -> list[KeyPath]:
    """Return the paths that an element's short name may mean."""
    data = rendering.template.data
    if parts and parts[0] in data:
        sections, rest = [parts[0]], parts[1:]
    else:
        sections, rest = [name for name in MAPS if name in data], parts
    found: list[KeyPath] = []
    for section in sections:
        found += [(section, *rest), (section, *rest[:1], "Properties", *rest[1:])]
    return found if rest or len(sections) == 1 else []


def _unknown(rendering: Rendering, what: str, parts: list[str | int]) -> Diagnostic:
    """Return the error that says how far the path leads, and what there is to go on with."""
    settings = rendering.config.settings
    if parts and parts[0] in settings:
        kind, hint = "setting", _next(settings, tuple(parts))
    else:
        kind, hint = "element in the template", _next_element(rendering, parts)
    message = f"--explain {what}: no such {kind}"
    return Diagnostic(Location(rendering.config.name), message, hint)


def _next_element(rendering: Rendering, parts: list[str | int]) -> str:
    data = rendering.template.data
    paths = [path for path in _candidates(rendering, parts) if exists(data, path[:2])]
    if paths:
        return _next(data, max(paths, key=lambda path: len(_known(data, path))))
    names = [name for section in MAPS for name in data.get(section, {})]
    settings = [path for path, _ in walk(rendering.config.settings)]
    first = next((part for part in parts if part not in data), "")
    for path in settings:
        if path[-1:] == (first,):
            return f"did you mean '{dotted((*path, *parts[1:]))}'?"
    known = [*names, *rendering.config.settings]
    return did_you_mean(first, known) or "name a resource, such as LoadBalancer, or a setting"


def _known(data: Any, path: KeyPath) -> KeyPath:
    """Return as much of a path as there is."""
    while path and not exists(data, path):
        path = path[:-1]
    return path


def _next(data: Any, path: KeyPath) -> str:
    """Return a hint on the first part of a path that is not there."""
    known = _known(data, path)
    inside = value_at(data, known)
    if isinstance(inside, list):
        return f"{dotted(known)} has {len(inside)} entries, counted from 0"
    if not isinstance(inside, dict) or not inside:
        return f"{dotted(known)} has nothing inside"
    names = list(map(str, inside))
    listed = ", ".join(names[:_MOST]) + (", ..." if len(names) > _MOST else "")
    return did_you_mean(path[len(known)], names) or f"{dotted(known)} has {listed}"
