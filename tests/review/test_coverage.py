"""Which rules of security groups include others; of statements, see test_statement_coverage.py."""

from __future__ import annotations

import pytest

from pipeline.review.coverage import covers

Scope = tuple[str, ...]  # protocol, lowest and highest port, peer, condition
WORLD = "0.0.0.0/0"


def tcp(low: str, high: str, peer: str = WORLD, condition: str = "") -> Scope:
    return ("tcp", low, high, peer, condition)


ALL: Scope = ("-1", "", "", WORLD, "")


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        (tcp("80", "443"), tcp("80", "443"), True),
        (tcp("80", "443"), tcp("81", "442"), True),
        (tcp("80", "443"), tcp("79", "443"), False),
        (tcp("80", "443"), tcp("80", "444"), False),
        (tcp("80", "80"), ("udp", "80", "80", WORLD, ""), False),
        # a protocol of -1 is every protocol, at every port
        (ALL, tcp("80", "80"), True),
        (("-1", "", "", "10.0.0.0/8", ""), tcp("80", "80"), False),
        (tcp("80", "80"), ALL, False),
        # what a parameter decides is only the same as itself
        (tcp("Port", "Port"), tcp("Port", "Port"), True),
        (tcp("Port", "Port"), tcp("80", "80"), False),
        (tcp("Port", "443"), tcp("Port", "444"), False),
        (tcp("Low", "443"), tcp("Port", "443"), False),
        (tcp("Port", "Port", WORLD), tcp("Port", "Port", "10.0.0.0/8"), True),
        # a rule on a condition is there on this condition only
        (tcp("80", "80"), tcp("80", "80", WORLD, " if A"), True),
        (tcp("80", "80", WORLD, " if A"), tcp("80", "80", WORLD, " if A"), True),
        (tcp("80", "80", WORLD, " if A"), tcp("80", "80", WORLD, " if B"), False),
        (tcp("80", "80", WORLD, " if A"), tcp("80", "80"), False),
        # peers: ranges of one version, and everything else by its name
        (tcp("80", "80", "10.0.0.0/8"), tcp("80", "80", "10.0.0.0/8"), True),
        (tcp("80", "80", "10.0.0.0/8"), tcp("80", "80", "10.1.0.0/16"), True),
        (tcp("80", "80", "10.1.0.0/16"), tcp("80", "80", "10.0.0.0/8"), False),
        (tcp("80", "80", WORLD), tcp("80", "80", "::/0"), False),
        (tcp("80", "80", WORLD), tcp("80", "80", "Front.GroupId"), False),
        (tcp("80", "80", "Front.GroupId"), tcp("80", "80", "Front.GroupId"), True),
        (tcp("80", "80", "Front.GroupId"), tcp("80", "80", WORLD), False),
        # what has no parts to compare is the same as itself; nothing is within nothing
        ((), (), False),
        ((), tcp("80", "80"), False),
        (tcp("80", "80"), (), False),
        (("x",), tcp("80", "80"), False),
    ],
)
def test_rules(outer: Scope, inner: Scope, *, expected: bool) -> None:
    assert covers(outer, inner, is_rule=True) is expected
