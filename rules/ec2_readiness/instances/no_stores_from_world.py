"""A data store open to the world."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    INGRESS,
    SECURITY_GROUP,
    Finding,
    Resource,
    Rule,
    all_permissions,
    aws,
)

PORTS = {
    1433: "SQL Server (port 1433)",
    2375: "Docker (port 2375)",
    3306: "MySQL (port 3306)",
    5432: "PostgreSQL (port 5432)",
    6379: "Redis (port 6379)",
    9200: "Elasticsearch (port 9200)",
    11211: "Memcached (port 11211)",
    27017: "MongoDB (port 27017)",
}


class NoStoresFromWorld(Rule):
    id = "WR9450"
    shortdesc = "Ports of data stores are not open to the world"
    description = (
        "A database, cache or search port open to 0.0.0.0/0 is found within minutes, and "
        "what asks for no password there is read."
    )
    instead = "Admit the security group of what uses it"
    source_url = aws("vpc/latest/userguide/security-group-rules.html")
    tags = ["instances", "network"]
    types = (SECURITY_GROUP, INGRESS)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for permission in all_permissions(resource):
            if not permission.is_open or permission.protocol in ("-1", "all"):
                continue
            opened = [name for port, name in PORTS.items() if permission.covers(port)]
            if 0 < len(opened) < len(PORTS):
                text = f"{opened[0]} is open to the world"
                yield permission.holder.finding(text, *permission.place)
