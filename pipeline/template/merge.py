"""From the partials' fragments to one template; two partials never write the same element."""

from __future__ import annotations

import re
from typing import Any

from pipeline.config.config import Keys
from pipeline.problem import Place, Problem, Refused
from pipeline.render.sources import Source, Sources, children
from pipeline.template.fragment import Fragment

TEXTS = ("Description", "Transform")
MAPS = ("Metadata", "Parameters", "Rules", "Mappings", "Conditions", "Resources", "Outputs")
INTERFACE = "AWS::CloudFormation::Interface"

_NAME = re.compile(r"[A-Za-z0-9]+")


class Template:
    """The whole template as data, and the source of each of its elements."""

    def __init__(self, data: dict[str, Any], sources: Sources) -> None:
        self.data = data
        self.sources = sources

    def source(self, keys: Keys) -> Source | None:
        """Return the source of an element, or of the nearest one around it that has a source."""
        while keys and keys not in self.sources:
            keys = keys[:-1]
        return self.sources.get(keys)


def merge(fragments: list[Fragment]) -> Template:
    """Put the fragments together; raises Refused for a clash or a section nobody knows."""
    template = Template({"AWSTemplateFormatVersion": "2010-09-09"}, {})
    problems: list[Problem] = []
    for fragment in fragments:
        for section, content in fragment.data.items():
            if section in TEXTS:
                _add(template, fragment, (section,), content, problems)
            elif section in MAPS and isinstance(content, dict):
                for name, element in content.items():
                    _add(template, fragment, (section, name), element, problems)
            else:
                problems.append(_unknown(fragment, section))
    if problems:
        raise Refused(problems)
    return template


def _add(
    template: Template, fragment: Fragment, keys: Keys, element: Any, problems: list[Problem]
) -> None:
    into = template.data if len(keys) == 1 else template.data.setdefault(str(keys[0]), {})
    name = str(keys[-1])
    if name == INTERFACE and name in into:
        _join_interface(template, fragment, keys, element, problems)
        return
    if problem := _problem(template, fragment, keys, clash=name in into):
        problems.append(problem)
        return
    into[name] = element
    _take_sources(template, fragment, keys, keys)


def _join_interface(
    template: Template, fragment: Fragment, keys: Keys, element: Any, problems: list[Problem]
) -> None:
    """Append a partial's parameter groups and labels, which is all that partials may share."""
    into = template.data["Metadata"][INTERFACE]
    for part, kind in (("ParameterGroups", list), ("ParameterLabels", dict)):
        path = (*keys, part)
        content = element.get(part, kind()) if isinstance(element, dict) else element
        known = into.setdefault(part, kind()) if isinstance(into, dict) else into
        if not isinstance(content, kind) or not isinstance(known, kind):
            place = fragment.sources.get(path, fragment.sources[keys]).partial
            message = f"{'.'.join(map(str, path))}: cannot be joined with the other partials'"
            problems.append(Problem(place, message, "write groups as a list, labels as a map"))
            return
        for key, item in children(content):
            there = (*path, len(known) if isinstance(known, list) else key)
            if isinstance(known, list):
                known.append(item)
            elif problem := _problem(template, fragment, there, clash=key in known):
                problems.append(problem)
                continue
            else:
                known[key] = item
            _take_sources(template, fragment, (*path, key), there)
        if not known:
            del into[part]


def _take_sources(template: Template, fragment: Fragment, here: Keys, there: Keys) -> None:
    for path, source in fragment.sources.items():
        if path[: len(here)] == here:
            template.sources[there + path[len(here) :]] = source


def _problem(template: Template, fragment: Fragment, keys: Keys, *, clash: bool) -> Problem | None:
    place = fragment.sources[keys].partial
    name = ".".join(map(str, keys))
    if clash:
        other = template.sources[keys].partial
        hint = "each element belongs to one partial: rename or delete one of the two"
        return Problem(place, f"{name}: also made at {other}", hint)
    names_itself = len(keys) == 1 or keys[0] == "Metadata" or name.count("::")  # Fn::ForEach::…
    if not names_itself and not _NAME.fullmatch(str(keys[1])):
        return Problem(place, f"{name}: not a logical id", "use letters and digits only")
    return None


def _unknown(fragment: Fragment, section: str) -> Problem:
    import difflib

    place = fragment.sources.get((section,), Source(Place(fragment.name, 1))).partial
    if section in MAPS:
        return Problem(place, f"{section}: not a map", "write one entry a line, or delete it")
    close = difflib.get_close_matches(section, (*TEXTS, *MAPS), 1)
    hint = f"did you mean '{close[0]}'?" if close else "the sections are " + ", ".join(MAPS)
    return Problem(place, f"{section}: not a section of a template", hint)
