"""A listener behind its own closed door."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    SECURITY_GROUP,
    Finding,
    Resource,
    Rule,
    as_list,
    aws,
    is_whole,
    permissions,
    pick,
)

PRIVATE = re.compile(
    r"(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.|0\.0\.0\.0/(?:[89]|[1-3]\d)$"
)


class ListenerIsReachable(Rule):
    id = "WR9516"
    shortdesc = "The load balancer's security group admits each listener's port"
    description = (
        "At a port that the security group does not admit clients run into a timeout. So do all "
        "clients of an internet-facing load balancer that admits private addresses only, and those "
        "who come by IPv6 where all of IPv4 is admitted and no IPv6. A listener that only "
        "redirects may be closed."
    )
    instead = "Add an ingress rule for the listener's port"
    source_url = aws(
        "elasticloadbalancing/latest/application/load-balancer-update-security-groups.html"
    )
    tags = ["balancing", "network"]
    types = (LISTENER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        balancer, port = resource.resource("LoadBalancerArn"), resource.number("Port")
        if balancer is None or port is None or self._redirects(resource):
            return
        found = [resource.view.target(item) for item in as_list(balancer.get("SecurityGroups"))]
        groups = [g for g in found if g is not None and g.type == SECURITY_GROUP]
        if (
            groups
            and len(groups) == len(found)
            and all(self._shut(group, port) for group in groups)
        ):
            exposed = any(group.view.is_exposed(group) for group in groups)
            unless = "another stack adds the rule" if exposed else ""
            text = f"{groups[0].name} does not admit port {port:g}"
            yield resource.finding(text, "Port", unless=unless)
        elif groups and len(groups) == len(found):
            problem = self._narrow(balancer, groups, port)
            if problem:
                rules = "Rules" in resource.view.template
                unless = "the template's Rules forbid that" if rules else ""
                yield resource.finding(problem, "Port", unless=unless)

    @staticmethod
    def _redirects(listener: Resource) -> bool:
        """Whether a listener only leads to another one, as far as its actions are known."""
        actions = as_list(listener.get("DefaultActions"))
        kinds = [pick(each, "Type") for each in actions]
        return bool(kinds) and all(not isinstance(k, str) or k == "redirect" for k in kinds)

    @staticmethod
    def _narrow(balancer: Resource, groups: list[Resource], port: float) -> str:
        """Some clients of the load balancer are not admitted."""
        rules = [r for group in groups for r in permissions(group) if r.covers(port) is not False]
        whole = all(is_whole(group) for group in groups)
        narrow = [r.get("CidrIp") for r in rules]
        wide = [r.get("CidrIpv6") for r in rules]
        if not whole or not all(isinstance(a or b, str) for a, b in zip(narrow, wide, strict=True)):
            return ""
        public = balancer.get("Scheme") in (None, "internet-facing")
        if public and not any(wide) and all(PRIVATE.match(str(block)) for block in narrow):
            return f"The load balancer is public, and port {port:g} admits {narrow[0]} only"
        # Ranges of IPv4 alone are a choice of clients, all of IPv4 is not.
        dual = balancer.get("IpAddressType") == "dualstack"
        if dual and "0.0.0.0/0" in narrow and not any(wide):
            return f"The load balancer has IPv6, and port {port:g} admits IPv4 only"
        return ""

    @staticmethod
    def _shut(group: Resource, port: float) -> bool:
        return is_whole(group, alone=False) and all(
            r.covers(port) is False for r in permissions(group)
        )
