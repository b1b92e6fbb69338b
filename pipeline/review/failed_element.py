"""The element of a template that a failure of its stack is about."""

from __future__ import annotations

import re

from pipeline.paths import KeyPath, value_at, walk
from pipeline.review.canonical import canonical
from pipeline.review.events import Event
from pipeline.review.failure_reasons import explain_reason
from pipeline.review.update_behaviours import LAUNCH_TEMPLATE
from pipeline.review.wording import shown
from pipeline.template.assembly import Rendering

_PROPERTY = re.compile(r"#/([A-Za-z0-9/]+)|[Pp]roperty[ :']+([A-Za-z][A-Za-z0-9.]+)")


def failed_element(cause: Event, rendering: Rendering) -> KeyPath:
    """Return the element of the template that a failure is about, empty where there is none."""
    resources = rendering.template.data.get("Resources", {})
    if cause.resource not in resources:
        return _imported(cause, rendering)
    path: KeyPath = ("Resources", cause.resource, "Properties")
    properties = resources[cause.resource].get("Properties", {})
    match = _PROPERTY.search(cause.reason)
    named = re.split(r"[/.]", next(filter(None, match.groups()))) if match else []
    known = explain_reason(cause.reason)
    hint = known.property if known else ""
    if hint == "LaunchTemplate":
        templates = (name for name, each in resources.items() if each["Type"] == LAUNCH_TEMPLATE)
        return ("Resources", next(templates, cause.resource))
    for name in (*named[:1], hint, *(key for key in properties if key.endswith(hint or "-"))):
        if name in properties:
            return (*path, name)
    return path[:2]


def behind(path: KeyPath, rendering: Rendering) -> KeyPath:
    """Return the default of the parameter that an element's value is, else the element itself."""
    value = value_at(rendering.template.data, path)
    if isinstance(value, dict) and value.get("Ref") in rendering.template.data.get(
        "Parameters", {}
    ):
        return ("Parameters", value["Ref"], "Default")
    return path


def _imported(cause: Event, rendering: Rendering) -> KeyPath:
    """Return the import or parameter whose value the reason names, such as a parent stack's."""
    for path, value in walk(rendering.template.data):
        export = value.get("Fn::ImportValue") if isinstance(value, dict) else None
        if export and shown(canonical(export)) in cause.reason:
            return (*path, "Fn::ImportValue")
    for name, parameter in rendering.template.data.get("Parameters", {}).items():
        default = str(parameter.get("Default", ""))
        if default and default in cause.reason:
            return ("Parameters", name, "Default")
    return ()
