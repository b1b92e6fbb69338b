"""Which resources a template's values refer to, and where."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.paths import KeyPath


class Reference(NamedTuple):
    """A reference from an element of a resource to another: `attribute` is empty for a `Ref`."""

    path: KeyPath
    target: str
    attribute: str


def references(value: Any, path: KeyPath = ()) -> Iterator[Reference]:
    """Yield the references in a canonical value, at the path of the value that they make up."""
    if isinstance(value, dict):
        if len(value) == 1:
            [(key, argument)] = value.items()
            if key == "Ref":
                yield Reference(path, str(argument), "")
                return
            if key == "Fn::GetAtt" and isinstance(argument, list):
                attribute = argument[1] if isinstance(argument[1], str) else ""
                yield Reference(path, str(argument[0]), attribute)
                return
            if key[:4] == "Fn::":
                yield from _within(argument, path)
                return
        for key, item in value.items():
            yield from references(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from references(item, (*path, index))


def conditions(value: Any) -> Iterator[str]:
    """Yield the names of the conditions that a canonical value asks."""
    if isinstance(value, dict):
        if "Fn::If" in value and isinstance(value["Fn::If"], list):
            yield str(value["Fn::If"][0])
        for item in value.values():
            yield from conditions(item)
    elif isinstance(value, list):
        for item in value:
            yield from conditions(item)


def _within(argument: Any, path: KeyPath) -> Iterator[Reference]:
    for reference in references(argument):
        yield reference._replace(path=path)
