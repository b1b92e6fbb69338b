"""A hook that is completed only when the target is healthy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    launch_for,
    launching_hooks,
    prepared,
)

FUNCTION = re.compile(
    r"(?ms)^(?P<indent>[ \t]*)(?:function\s+)?(?P<name>\w+)\s*\(\)\s*\{[ \t]*\n"
    r"(?P<body>.*?)^(?P=indent)\}"
)
HEALTH = re.compile(r"describe-target-health|wait\s+target-in-service")


class HookBeforeHealth(Rule):
    id = "WR9238"
    shortdesc = "The launching hook is completed before the script waits for the load balancer"
    description = (
        "Auto Scaling registers an instance with its target groups when the launching hook has "
        "been completed. A script that waits for its target's health first waits until the "
        "heartbeat runs out."
    )
    instead = "Complete the hook when the application answers locally, then wait for the target"
    source_url = aws("autoscaling/ec2/userguide/lifecycle-hooks-overview.html")
    tags = ["deployment", "boot"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        script = prepared(launch.script or "") if launch is not None else ""
        if launch is None or not launching_hooks(resource) or "register-targets" in script:
            return
        completing = {
            m["name"] for m in FUNCTION.finditer(script) if "complete-lifecycle" in m["body"]
        }
        plain = FUNCTION.sub("", script)
        names = "|".join(map(re.escape, sorted(completing))) or "(?!)"
        done = re.search(
            rf"complete-lifecycle-action|(?<![\w-])(?:{names})[ \t]+[\"']?CONTINUE", plain
        )
        asked = HEALTH.search(plain)
        if done and asked and asked.start() < done.start():
            yield launch.finding(
                "The target's health is asked for before the hook is done", "UserData"
            )
