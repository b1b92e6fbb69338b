"""A permission or an opening, and whether what was allowed before includes it."""

from __future__ import annotations

import fnmatch
from typing import NamedTuple

_ANY = "-1"


class Grant(NamedTuple):
    """One permission or opening: where it is, of what kind, and in words what it allows.

    `scope` is the same in parts that can be compared; see `covers`.
    """

    resource: str
    kind: str
    text: str
    scope: tuple[str, ...] = ()


def covers(old: tuple[str, ...], new: tuple[str, ...], *, is_rule: bool) -> bool:
    """Whether a scope includes another: of a security group's rules, or of policy statements."""
    if len(old) != len(new) or not new:
        return old == new and bool(new)
    return _rule(old, new) if is_rule else _statement(old, new)


def _rule(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Compare protocol, lowest and highest port, peer and condition."""
    if old[4] not in ("", new[4]) or old[0] not in (_ANY, new[0]):
        return False
    return (old[0] == _ANY or _ports(old, new)) and _peer(old[3], new[3])


def _ports(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    try:
        return int(old[1]) <= int(new[1]) and int(new[2]) <= int(old[2])
    except ValueError:
        return old[1:3] == new[1:3]


def _peer(old: str, new: str) -> bool:
    import ipaddress

    try:
        outer, inner = ipaddress.ip_network(old), ipaddress.ip_network(new)
    except ValueError:
        return old == new
    return outer.version == inner.version and inner.subnet_of(outer)  # type: ignore[arg-type]


def _statement(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Compare action, resource, principal, condition, and the condition of the template."""
    if old[3] not in ("", new[3]) or old[4] not in ("", new[4]) or old[2] != new[2]:
        return False
    return all(fnmatch.fnmatchcase(new[index], old[index]) for index in (0, 1))
