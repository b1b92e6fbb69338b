"""Which protections a template gives up that another one had, with or without their settings.

The rows are those of `checks/protections.yml`. What opens an address or allows an action is
compared as such (see `access.py`), so rows about that are left out.
"""

import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.checks.elements import MISSING, locate_elements, resolve_parameter
from pipeline.checks.protection_kinds import Row, by_default
from pipeline.checks.protections import is_meant, named_of, places, rows
from pipeline.paths import KeyPath
from pipeline.review.canonical import canonical

_NONE = -math.inf
_ACCESS = ("admits", "egress", "narrow", "among")
_TLS = re.compile(r"(?:TLS13|TLS|FS)-1-(\d)")


class Loss(NamedTuple):
    """A protection that is gone or weaker: the resource that had it, where in it, and in words."""

    resource: str
    path: KeyPath
    text: str
    is_gone: bool


def lost_protections(before: dict[str, Any], after: dict[str, Any]) -> list[Loss]:
    """Return the protections of one template's data that the other does not have any more.

    A resource that is removed takes its protections with it, but for those of another resource that
    stays (`guards`). A new resource has to have what is asked of every resource of its type.
    """
    found: dict[tuple[str, str], Loss] = {}
    for row in rows():
        if row.get("compared", True) and not any(name in row for name in _ACCESS):
            for loss in _losses(row, before, after):
                found.setdefault((loss.resource, loss.text), loss)
    return list(found.values())


def _losses(row: Row, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Loss]:
    old, new = before.get("Resources", {}), after.get("Resources", {})
    named = named_of(row)
    is_asked_of_all = any("::" in each for each in named) and old
    for name, resource in {**new, **old}.items():
        if not is_meant(name, resource.get("Type"), named):
            continue
        if name not in new and row.get("guards") not in new:
            continue
        if name not in old and not is_asked_of_all:
            continue
        had = _state(row, name, before) if name in old else _asked(row)
        has = _state(row, name, after)
        if name not in old and has.path[-1] in by_default(row):
            continue
        other = [each for each in has.values if had.values and each not in had.values]
        if has.strength < had.strength or (other and _is_exact(row)):
            is_gone = has.strength == _strength(row, MISSING)
            yield Loss(name, has.path, row.get("loses") or row["says"], is_gone)


class _State(NamedTuple):
    """How strong a protection is at its weakest place, that place, and what all places hold."""

    strength: float
    path: KeyPath
    values: list[Any]


def _state(row: Row, name: str, data: dict[str, Any]) -> _State:
    path: KeyPath = ("Resources", name)
    resource = data.get("Resources", {}).get(name)
    if resource is None:
        return _State(_strength(row, MISSING), path, [])
    located = [each for at in places(row) for each in locate_elements(resource, at, path)]
    found = [(at, resolve_parameter(value, data)) for at, value in located]
    strengths = [(_at(row, at, value), at) for at, value in found]
    none = (_strength(row, MISSING), path)
    weakest, where = min(strengths, default=none, key=lambda each: each[0])
    return _State(weakest, where, [canonical(value) for _, value in found if value is not MISSING])


def _asked(row: Row) -> _State:
    """Return what a new resource has to have."""
    return _State(1 if "equals" in row else _NONE, (), [])


def _is_exact(row: Row) -> bool:
    """Whether every other value counts as weaker: no order says which are stronger."""
    return "setting" in row and "order" not in row and row["at"][-1] != "SslPolicy"


def _at(row: Row, path: KeyPath, value: Any) -> float:
    if value is MISSING and path[-1] == row.get("optional"):
        return math.inf
    return _strength(row, value)


def _strength(row: Row, value: Any) -> float:
    """Return how much of what a row asks for a value gives; more is better."""
    if "at_least" in row:  # retention: without a limit what is kept is never deleted
        return math.inf if value is MISSING else _number(value)
    if "at_most" in row:
        return _NONE if value is MISSING else -_number(value, math.inf)
    if "absent" in row:
        return 1 if value is MISSING else _NONE
    if "only" in row:  # the fewer the better
        return -len(value) if isinstance(value, list) else 0
    if value is MISSING:
        return _NONE
    if "equals" in row:
        return 1 if canonical(value) == canonical(row["equals"]) else _NONE
    if "order" in row:
        return row["order"].index(value) if value in row["order"] else _NONE
    if row.get("at", [""])[-1] == "SslPolicy":
        return _tls(str(value))
    return 1


def _number(value: Any, otherwise: float = _NONE) -> float:
    """Return a number; what is decided at deployment counts as the weakest."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return otherwise


def _tls(policy: str) -> float:
    """Return how strict a TLS policy is: its oldest version first, then its ciphers.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
    """
    version = _TLS.search(policy)
    ciphers = 0.5 if "-Res-" in policy else -0.5 if "-Ext" in policy else 0
    return (int(version[1]) if version else 0) + ciphers
