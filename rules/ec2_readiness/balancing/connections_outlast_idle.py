"""An application that closes connections before the load balancer does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    attached_target_groups,
    attribute,
    aws,
    balancers_of,
    is_application,
    launch_for,
    number,
    prepared,
)

KEPT = re.compile(
    r"(?mi)^\s*(?:export\s+)?KEEP_?ALIVE(?:_TIMEOUT)?(?:_SECONDS)?=['\"]?(\d+)['\"]?\s*$"
    r"|\bkeepalive_timeout\s+(\d+)s?\s*;|^\s*KeepAliveTimeout\s+(\d+)\s*$|--keep-alive[= ](\d+)\b"
)


class ConnectionsOutlastIdle(Rule):
    id = "WR9553"
    shortdesc = "The application keeps connections open for longer than the load balancer"
    description = (
        "When the application closes an idle connection while the load balancer still uses it, the "
        "request that comes just then is answered 502."
    )
    instead = "Make the application's keep-alive longer than idle_timeout.timeout_seconds"
    assumes = "the keep-alive in the boot script is that of the server behind the load balancer"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-troubleshooting.html")
    tags = ["balancing", "boot"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        text = prepared(launch.boot_text or "") if launch is not None else ""
        named = KEPT.findall(text) if "keep" in text.lower() else ()
        kept = [int(value) for match in named for value in match if value]
        for target in attached_target_groups(resource):
            for balancer in balancers_of(target):
                index, value = attribute(balancer, "idle_timeout.timeout_seconds")
                idle = 60.0 if value is None else number(value)
                if kept and idle is not None and is_application(balancer) and 0 < max(kept) <= idle:
                    text = f"Connections are kept for {max(kept)} seconds, idle ones for {idle:g}"
                    place = ("LoadBalancerAttributes", index) if index >= 0 else ()
                    yield balancer.finding(text, *place)
                    return
