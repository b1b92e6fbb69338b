"""Script and target group speak of different ports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    as_list,
    attached_target_groups,
    aws,
    launch_for,
    prepared,
)

LISTENS = re.compile(
    r"(?m)^\s*(?:export\s+)?(?:HTTP_|SERVER_|APP_)?PORT=['\"]?(\d{2,5})\b"
    r"|\s--(?:http-|server[.-])?port[= ](\d{2,5})\b|\blisten\s+(\d{2,5})\s*(?:default_server)?;"
    r"|\bhttp\.server\s+(\d{2,5})\b|(?m:^Listen\s+(\d{2,5}))|\bdocker run\b[^\n]*-p\s*(\d{2,5}):\d+"
)


class ScriptPortIsTargetPort(Rule):
    id = "WR9440"
    shortdesc = "The application listens at the target group's port"
    description = (
        "Where the boot script says at which port the application listens, and no target "
        "group of its group has that port, every health check fails."
    )
    instead = "Write the same port in the script and the target group"
    assumes = "the port in the script is the one that the application listens on"
    source_url = aws("elasticloadbalancing/latest/application/target-group-health-checks.html")
    tags = ["instances", "boot", "balancing"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        targets = attached_target_groups(resource)
        wanted = {target.number("Port") for target in targets}
        if launch is None or not targets or None in wanted:
            return
        if len(targets) != len(as_list(resource.get("TargetGroupARNs"))):
            return
        text = prepared(launch.boot_text or "")
        found = {float(port) for match in LISTENS.findall(text) for port in match if port}
        others = re.sub(r"://[^/\s]*", "", text)  # an address that is called, not one to listen on
        if found and not found & wanted and not any(f"{p:g}" in others for p in wanted if p):
            port, other = min(found), min(port for port in wanted if port is not None)
            text = f"The script has port {port:g}, {targets[0].name} of {other:g}"
            yield launch.finding(text, "UserData")
