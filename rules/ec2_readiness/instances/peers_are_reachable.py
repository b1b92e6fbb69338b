"""A database that admits the instances, which their own rules keep from it."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    SECURITY_GROUP,
    Finding,
    Resource,
    Rule,
    View,
    as_list,
    aws,
    is_whole,
    launches,
    permissions,
)


class PeersAreReachable(Rule):
    id = "WR9485"
    shortdesc = "Instances may open the connections that other groups of the template admit"
    description = (
        "A connection needs an egress rule of the one group and an ingress rule of the other. "
        "Where a group, such as a database's, admits the instances at a port that no egress rule "
        "of theirs covers, each connection times out."
    )
    instead = "Add an egress rule for the port, or leave SecurityGroupEgress out"
    assumes = "the instances have to connect to what admits them"
    source_url = aws("vpc/latest/userguide/security-group-rules.html")
    tags = ["instances", "network"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            groups = [view.target(value) for value in as_list(launch.security_groups[1])]
            known = [g for g in groups if g is not None and g.type == SECURITY_GROUP]
            if known and len(known) == len(groups) and all(map(_is_limited, known)):
                yield from _shut_out(view, known)


def _is_limited(group: Resource) -> bool:
    """Whether it has egress rules, each of which can be read."""
    return bool(list(permissions(group, "Egress"))) and is_whole(group, "Egress", alone=False)


def _shut_out(view: View, own: list[Resource]) -> Iterator[Finding]:
    """Yield the ports at which another group admits these, and to which they are not let out."""
    unless = "another stack adds the rule" if any(map(view.is_exposed, own)) else ""
    let_out = [rule for group in own for rule in permissions(group, "Egress")]
    others = [group for group in view.of(SECURITY_GROUP) if group.name not in {g.name for g in own}]
    for peer in others:
        for rule in permissions(peer):
            is_for_own = any(group.is_ref(rule.get("SourceSecurityGroupId")) for group in own)
            port = rule.ports[0] if rule.ports else None
            if not is_for_own or not port or rule.covers(port) is not True:
                continue
            if all(each.covers(port) is False for each in let_out):
                what = f"port {port:g}, at which {peer.name} admits the instances"
                text = f"No egress rule covers {what}"
                yield own[0].finding(text, "SecurityGroupEgress", unless=unless)
