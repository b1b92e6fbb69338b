"""From the partials' fragments to one template; two partials never write the same element."""

from __future__ import annotations

import re
from typing import Any

from pipeline.diagnostic import Diagnostic, InvalidInput, did_you_mean
from pipeline.paths import KeyPath, children, dotted, starts_with
from pipeline.render.provenance import Origin
from pipeline.template.fragment import Fragment
from pipeline.template.template import MAPS, TEXTS, Template

INTERFACE = "AWS::CloudFormation::Interface"
_INTERFACE: KeyPath = ("Metadata", INTERFACE)
_TEXTS = {(section,) for section in TEXTS}

_NAME = re.compile(r"[A-Za-z0-9]+")


def merge(fragments: list[Fragment]) -> Template:
    """Put the fragments together; raises InvalidInput for a clash or an unknown section."""
    template = Template({"AWSTemplateFormatVersion": "2010-09-09"}, {})
    diagnostics: list[Diagnostic] = []
    for fragment in fragments:
        for section, content in fragment.data.items():
            if section in TEXTS:
                _add(template, fragment, (section,), content, diagnostics)
            elif section in MAPS and isinstance(content, dict):
                for name, element in content.items():
                    _add(template, fragment, (section, name), element, diagnostics)
            else:
                diagnostics.append(_unknown(fragment, section))
        _take_sources(template, fragment)
    if diagnostics:
        raise InvalidInput(diagnostics)
    return template


def _add(
    template: Template,
    fragment: Fragment,
    keys: KeyPath,
    element: Any,
    diagnostics: list[Diagnostic],
) -> None:
    into = template.data if len(keys) == 1 else template.data.setdefault(str(keys[0]), {})
    name = str(keys[-1])
    if name == INTERFACE and name in into:
        _join_interface(template, fragment, element, diagnostics)
        return
    if diagnostic := _diagnostic(template, fragment, keys, clash=name in into):
        diagnostics.append(diagnostic)
        return
    into[name] = element
    if keys == _INTERFACE:
        _move_sources(template, fragment, keys, keys)


def _join_interface(
    template: Template, fragment: Fragment, element: Any, diagnostics: list[Diagnostic]
) -> None:
    """Append a partial's parameter groups and labels, which is all that partials may share."""
    into = template.data["Metadata"][INTERFACE]
    for part, kind in (("ParameterGroups", list), ("ParameterLabels", dict)):
        path = (*_INTERFACE, part)
        content = element.get(part, kind()) if isinstance(element, dict) else element
        known = into.setdefault(part, kind()) if isinstance(into, dict) else into
        if not isinstance(content, kind) or not isinstance(known, kind):
            location = fragment.sources.get(path, fragment.sources[_INTERFACE]).partial
            message = f"{dotted(path)}: cannot be joined with the other partials'"
            diagnostics.append(
                Diagnostic(location, message, "write groups as a list, labels as a map")
            )
            return
        for key, item in children(content):
            there = (*path, len(known) if isinstance(known, list) else key)
            if isinstance(known, list):
                known.append(item)
            elif diagnostic := _diagnostic(template, fragment, there, clash=key in known):
                diagnostics.append(diagnostic)
                continue
            else:
                known[key] = item
            _move_sources(template, fragment, (*path, key), there)
        if not known:
            del into[part]


def drop_groups_of_one(template: Template) -> None:
    """Leave parameter groups out where each has one parameter, which its own name says better."""
    interface = template.data.get("Metadata", {}).get(INTERFACE)
    if not isinstance(interface, dict) or list(interface) != ["ParameterGroups"]:
        return
    groups = interface["ParameterGroups"]
    if all(isinstance(each, dict) and len(each.get("Parameters", ())) == 1 for each in groups):
        del template.data["Metadata"][INTERFACE]
        if not template.data["Metadata"]:
            del template.data["Metadata"]


def _take_sources(template: Template, fragment: Fragment) -> None:
    """Take the sources of what a partial makes alone."""
    for path, source in fragment.sources.items():
        is_text = path[:1] in _TEXTS
        in_map = len(path) > 1 and path[0] in MAPS and path[:2] != _INTERFACE
        if is_text or in_map:
            template.sources.setdefault(path, source)


def _move_sources(template: Template, fragment: Fragment, here: KeyPath, there: KeyPath) -> None:
    for path, source in fragment.sources.items():
        if starts_with(path, here):
            template.sources[there + path[len(here) :]] = source


def _diagnostic(
    template: Template, fragment: Fragment, keys: KeyPath, *, clash: bool
) -> Diagnostic | None:
    source = fragment.sources[keys]
    location = source.partial
    name = dotted(keys)
    if clash:
        other = template.sources[keys].partial
        if named := _named(fragment, keys) or _named(template, keys):
            hint = "the name is taken: give it another one"
            message = f"{dotted(named.setting)}: makes {name}, of which there is one at {other}"
            return Diagnostic(named.location, message, hint, partial=location)
        hint = "each element belongs to one partial: rename or delete one of the two"
        return Diagnostic(location, f"{name}: also made at {other}", hint)
    names_itself = len(keys) == 1 or keys[0] == "Metadata" or name.count("::")  # Fn::ForEach::…
    if not names_itself and not _NAME.fullmatch(str(keys[1])):
        return Diagnostic(location, f"{name}: not a logical id", "use letters and digits only")
    return None


def _named(fragment: Fragment | Template, keys: KeyPath) -> Origin | None:
    """Return the setting that an element's name comes from, None if a partial names it."""
    origins = fragment.sources[keys].origins if len(keys) == 2 else ()
    return origins[0] if origins else None


def _unknown(fragment: Fragment, section: str) -> Diagnostic:
    location = fragment.sources[(section,)].partial
    if section in MAPS:
        return Diagnostic(location, f"{section}: not a map", "write one entry a line, or delete it")
    hint = did_you_mean(section, (*TEXTS, *MAPS)) or "the sections are " + ", ".join(MAPS)
    return Diagnostic(location, f"{section}: not a section of a template", hint)
