"""A boot script behind a closed door."""

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
    reaches_outside,
)


class BootReachesInternet(Rule):
    id = "ER9421"
    shortdesc = "Instances may open the connections that their boot script needs"
    description = (
        "The boot script reaches AWS and the package repositories over HTTPS. If no egress rule "
        "covers port 443 every call hangs until it times out, and the signal never comes."
    )
    instead = "Allow TCP 443 out, or leave SecurityGroupEgress out"
    source_url = aws("vpc/latest/userguide/security-group-rules.html")
    tags = ["instances", "boot", "network"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            if not reaches_outside(launch.script or ""):
                continue
            groups = [view.target(value) for value in as_list(launch.security_groups[1])]
            known = [g for g in groups if g is not None and g.type == SECURITY_GROUP]
            if known and len(known) == len(groups) and all(self._closed(group) for group in known):
                exposed = any(view.is_exposed(group) for group in known)
                unless = "another stack adds the rule" if exposed else ""
                text = "No egress rule covers port 443"
                yield known[0].finding(text, "SecurityGroupEgress", unless=unless)

    @staticmethod
    def _closed(group: Resource) -> bool:
        rules = list(permissions(group, "Egress"))
        if not rules or not is_whole(group, "Egress", alone=False):
            return False
        return all(rule.covers(443) is False for rule in rules)
