"""What the instances may do, each permission with what needs it."""

from typing import Any, NamedTuple

from pipeline.paths import KeyPath, exists, starts_with, value_at
from pipeline.review.causes import Causes
from pipeline.review.sheet.stack import Stack

_ALWAYS = "every instance"


class Permission(NamedTuple):
    """One statement of the instances' role: its name, actions, resources, and what needs it."""

    name: str
    actions: str
    resources: str
    needed_by: str


def permission_rows(stack: Stack, causes: Causes) -> list[Permission]:
    """Return the statements of every role in the stack, in template order."""
    found = []
    for name, properties in stack.of_type("AWS::IAM::Role"):
        path: KeyPath = ("Resources", name, "Properties", "Policies")
        for where, statement in _statements(properties.get("Policies", []), path):
            needed = (
                ", ".join(_on(stack, causes.enabling(where))) or _added(stack, where) or _ALWAYS
            )
            found.append(_row(stack, statement, needed))
        for arn in properties.get("ManagedPolicyArns", []):
            words = "what the managed policy allows"
            found.append(Permission(stack.words(arn), words, "", "access.managed_policies"))
    return found


def _added(stack: Stack, where: KeyPath) -> str:
    """Return the partial that adds a statement to the instances' role, empty if none does."""
    return next(
        (
            origin.location.file
            for path, source in stack.rendering.template.sources.items()
            for origin in source.origins
            if origin.layer == "partial" and starts_with(path, where)
        ),
        "",
    )


def _on(stack: Stack, names: list[str]) -> list[str]:
    """Return those of some settings that are on; all where none is."""
    paths = {name: tuple(name.split(".")) for name in names}
    known = [name for name, path in paths.items() if exists(stack.settings, path)]
    return [name for name in known if _is_on(value_at(stack.settings, paths[name]))] or names


def _is_on(value: Any) -> bool:
    """Whether a setting, or one of a section, is not false, none or empty."""
    return any(map(_is_on, value.values())) if isinstance(value, dict) else bool(value)


def _row(stack: Stack, statement: dict[str, Any], needed: str) -> Permission:
    refused = "all but " if "NotAction" in statement else ""
    actions = refused + stack.words(statement.get("Action", statement.get("NotAction", "")))
    resources = stack.words(statement.get("Resource", ""))
    if "Condition" in statement:
        resources += f" when {stack.words(statement['Condition'])}"
    name = stack.words(statement.get("Sid", ""))
    denied = "denied: " if statement.get("Effect") == "Deny" else ""
    return Permission(name, denied + actions, resources, needed)


def _statements(value: Any, path: KeyPath) -> list[tuple[KeyPath, dict[str, Any]]]:
    """Return the statements at any depth below a list of policies, with their paths."""
    if isinstance(value, dict) and "Effect" in value:
        return [(path, value)]
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [each for key, item in items for each in _statements(item, (*path, key))]
