"""Administration ports that are open to the Internet."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    INGRESS,
    SECURITY_GROUP,
    Finding,
    Permission,
    Resource,
    Rule,
    all_permissions,
    aws,
)

PORTS = {22: "SSH", 3389: "remote desktop", 5985: "WinRM", 5986: "WinRM"}


class NoAdministrationFromWorld(Rule):
    id = "WR9403"
    shortdesc = "Administration ports are not open to the world"
    description = "SSH or remote desktop open to 0.0.0.0/0 is found and attacked within minutes."
    instead = (
        "Use Session Manager, which needs no port, or name the addresses or group that may come in"
    )
    source_url = aws("systems-manager/latest/userguide/session-manager.html")
    tags = ["instances", "security"]
    types = (SECURITY_GROUP, INGRESS)
    options = {"ports": {"default": list(PORTS), "type": "list", "itemtype": "integer"}}

    def check(self, resource: Resource) -> Iterator[Finding]:
        for permission in all_permissions(resource):
            ports = permission.ports
            if permission.is_open and ports is not None:
                opened = self._opened(permission)
                if opened:
                    yield permission.holder.finding(
                        f"{opened} open to the world", *permission.place
                    )

    def _opened(self, permission: Permission) -> str:
        if permission.protocol in ("-1", "all"):
            return "All ports are"
        opened = [port for port in self.config["ports"] if permission.covers(port)]
        return f"{PORTS.get(opened[0], 'Administration')} (port {opened[0]}) is" if opened else ""
