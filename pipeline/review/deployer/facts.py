"""The rows of facts.yml: what AWS documents, and the registry's handlers do not say."""

import functools
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_FILE = Path(__file__).with_suffix(".yml")
_HERE = "${AWS::Region}:${AWS::AccountId}"


class Named(NamedTuple):
    """Resources whose ARN is known before there is one; facts.yml says what each part means."""

    kind: str
    arn: str
    property: str
    longest: int
    made_by: tuple[str, ...]
    used_by: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    stack: str = "StackName"
    by_id: bool = False
    no_stack: bool = False
    ends: tuple[str, ...] = ("",)


@functools.cache
def named() -> tuple[Named, ...]:
    """Return the resources with names."""
    return tuple(_named(row) for row in _facts()["named"])


def added_actions(type_: str) -> list[str] | None:
    """Return the actions beside those of a type's handlers, None for a type without a row."""
    row = _facts()["in_addition"].get(type_)
    return None if row is None else list(row["actions"])


def is_on_every_resource(action: str) -> bool:
    """Whether an action has to be allowed on every resource."""
    return action in _facts()["on_every_resource"]


@functools.cache
def only_with(type_: str, action: str) -> list[list[str]]:
    """Return lists of properties: one of each has to be set for a type to call an action."""
    return [
        row.get("unless", [])
        for row in _facts()["needless"]
        if fnmatchcase(type_, row["types"]) and fnmatchcase(action, row["actions"])
    ]


@functools.cache
def service_linked(type_: str) -> list[str]:
    """Return the services whose service-linked roles resources of a type need."""
    rows = _facts()["service_linked_roles"]
    return [row["service"] for row in rows if fnmatchcase(type_, row["types"])]


def passed_to(type_: str) -> str:
    """Return the service that a type passes roles to, empty where it is only the trusted ones."""
    return str(_facts()["passed_to"].get(type_, {}).get("service", ""))


def _named(row: dict[str, Any]) -> Named:
    parts = {key: tuple(item) if isinstance(item, list) else item for key, item in row.items()}
    return Named(**{**parts, "arn": row["arn"].replace("{here}", _HERE)})


@functools.cache
def _facts() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), loader)  # noqa: S506
    return found
