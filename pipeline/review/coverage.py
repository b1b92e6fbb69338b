"""A permission or an opening, and whether what was allowed before includes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.review.statement_coverage import includes

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

_ANY = "-1"


class Grant(NamedTuple):
    """One permission or opening: where it is, of what kind, and in words what it allows.

    `scope` is the same in parts that can be compared; see `covers`. `refers` are the resources of
    the template that it names: those that a statement is about, or the peer of a rule.
    """

    resource: str
    kind: str
    text: str
    scope: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()


def covers(old: tuple[str, ...], new: tuple[str, ...], *, is_rule: bool) -> bool:
    """Whether a scope includes another: of a security group's rules, or of policy statements."""
    if len(old) != len(new) or not new:
        return old == new and bool(new)
    return _rule(old, new) if is_rule else includes(old, new)


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
    outer, inner = (address_range(each) for each in (old, new))
    if outer is None or inner is None:
        return old == new
    return outer.version == inner.version and inner.subnet_of(outer)  # type: ignore[arg-type]


def address_range(peer: str) -> IPv4Network | IPv6Network | None:
    """Return the range of a rule's peer; None for a security group, a list, or what is open."""
    import ipaddress

    try:
        return ipaddress.ip_network(peer)
    except ValueError:
        return None
