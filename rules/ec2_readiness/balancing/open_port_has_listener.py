"""A port of the load balancer's group that nothing listens on."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LOAD_BALANCER,
    SECURITY_GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    is_application,
    is_whole,
    listeners_of,
    permissions,
)


class OpenPortHasListener(Rule):
    id = "IR9547"
    shortdesc = "A load balancer admits the ports that it listens on"
    description = (
        "A port that the load balancer's security group opens to the Internet, and no listener "
        "has, does nothing today and is open to what is added later."
    )
    instead = "Take the rule out, or add the listener"
    source_url = aws(
        "elasticloadbalancing/latest/application/load-balancer-update-security-groups.html"
    )
    tags = ["balancing", "network"]
    types = (SECURITY_GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        users = [u for u in resource.view.users(resource) if not u.type.startswith(SECURITY_GROUP)]
        if not users or any(u.type != LOAD_BALANCER or not is_application(u) for u in users):
            return
        if resource.view.is_exposed(resource) or any(map(resource.view.is_exposed, users)):
            return
        ports = {listener.number("Port") for user in users for listener in listeners_of(user)}
        if None in ports or not ports or not is_whole(resource):
            return
        for permission in permissions(resource):
            known = permission.ports
            single = known is not None and known[0] == known[1]
            if permission.is_open and known is not None and single and known[0] not in ports:
                text = f"Nothing listens on port {known[0]:g}"
                yield permission.holder.finding(text, *permission.place)
