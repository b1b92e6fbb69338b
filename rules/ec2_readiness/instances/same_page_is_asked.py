"""Two pages for one health."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    attached_target_groups,
    aws,
    launch_for,
    prepared,
)

ASKED = re.compile(r"\bhttps?://(?:127\.0\.0\.1|localhost)(?::\d+)?(/[\w./-]*)")


class SamePageIsAsked(Rule):
    id = "IR9481"
    shortdesc = "The boot script waits for the page that the load balancer asks for"
    description = (
        "A script that waits for one page, where the load balancer's health check asks for "
        "another, may be content with an instance that the load balancer never finds healthy."
    )
    instead = "Write the path of HealthCheckPath in the script"
    source_url = aws("elasticloadbalancing/latest/application/target-group-health-checks.html")
    tags = ["instances", "boot", "balancing"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        targets = attached_target_groups(resource)
        paths = [target.get("HealthCheckPath") or "/" for target in targets]
        wanted = {path for path in paths if isinstance(path, str)}
        asked = set(ASKED.findall(prepared(launch.script or ""))) if launch is not None else set()
        if (
            launch is None
            or not targets
            or not asked
            or not all(isinstance(path, str) for path in paths)
        ):
            return
        known = {path.split("?")[0].rstrip("/") for path in wanted}
        if not {path.rstrip("/") for path in asked} & known:
            text = f"The script asks for {min(asked)}, the load balancer for {min(wanted)}"
            yield launch.finding(text, "UserData")
