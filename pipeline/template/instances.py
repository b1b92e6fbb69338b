"""What a partial adds to the instances, whose launch template and role belong to other partials.

A partial says it in a section of its own, `Instances`. The partials that make launch template and
role see it under the names of `NAMES`, in the order of the partials' names.
"""

from __future__ import annotations

from typing import Any

from pipeline.diagnostic import Diagnostic, InvalidInput
from pipeline.paths import KeyPath, dotted
from pipeline.render.provenance import Origin, locate_as
from pipeline.template.fragment import Fragment

SECTION = "Instances"
# Each part of the section, the name under which partials see it, and what it is.
NAMES: dict[str, tuple[str, type]] = {
    "Packages": ("added_packages", list),
    "LogFiles": ("added_log_files", list),
    "Statements": ("added_statements", list),
    "Environment": ("added_environment", dict),
    "Init": ("added_init", dict),
    "DependsOn": ("added_dependencies", list),
}

Added = dict[str, Any]


def no_additions() -> Added:
    """Return the names of what partials may add, with nothing added."""
    return {name: kind() for name, kind in NAMES.values()}


def take_additions(fragments: list[Fragment]) -> Added:
    """Take the section out of each fragment; raises InvalidInput for what it cannot hold.

    Returns what was in it by the names that partials see, with positions in the partials.
    """
    added = no_additions()
    diagnostics: list[Diagnostic] = []
    for fragment in fragments:
        section = fragment.data.pop(SECTION, {})
        if not isinstance(section, dict):
            diagnostics.append(_diagnostic(fragment, (SECTION,), "not a map"))
            continue
        for part, content in section.items():
            _add(added, fragment, (SECTION, part), content, diagnostics)
    if diagnostics:
        raise InvalidInput(diagnostics)
    return added


def _add(
    added: Added, fragment: Fragment, path: KeyPath, content: Any, diagnostics: list[Diagnostic]
) -> None:
    name, kind = NAMES.get(str(path[-1]), ("", list))
    values: list[Any]
    if not name:
        diagnostics.append(_diagnostic(fragment, path, "not a part of the section"))
    elif not isinstance(content, kind):
        diagnostics.append(
            _diagnostic(fragment, path, f"not a {'map' if kind is dict else 'list'}")
        )
    elif isinstance(content, dict):
        for key, value in content.items():
            if key in added[name]:
                diagnostics.append(_diagnostic(fragment, (*path, key), "made by two partials"))
            if path[-1] == "Environment" and not (key.isascii() and key.isidentifier()):
                diagnostics.append(_diagnostic(fragment, (*path, key), "not a variable's name"))
            added[name][key] = _located(fragment, (*path, key), value)
    else:
        values = list(_located(fragment, path, content))
        added[name] += [value for value in values if value not in added[name]]


def _located(fragment: Fragment, path: KeyPath, value: Any) -> Any:
    """Return a value whose scalars know the config's line that they come from, or the partial's."""
    if isinstance(value, dict):
        return {key: _located(fragment, (*path, key), item) for key, item in value.items()}
    if isinstance(value, list):
        return [_located(fragment, (*path, index), item) for index, item in enumerate(value)]
    known = next(path[:end] for end in range(len(path), 0, -1) if path[:end] in fragment.sources)
    source = fragment.sources[known]
    own = Origin(path, source.partial, "partial")
    return locate_as(value, source.origins[0] if source.origins else own)


def _diagnostic(fragment: Fragment, path: KeyPath, message: str) -> Diagnostic:
    hint = f"{SECTION} holds {', '.join(NAMES)}; see docs/partials.md"
    return Diagnostic(fragment.sources[path].partial, f"{dotted(path)}: {message}", hint)
