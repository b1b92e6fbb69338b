"""Instances of a warm pool whose script runs once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    completes_hook,
    is_shell,
    launch_for,
    launching_hooks,
    shown,
)

AGAIN = re.compile(
    r"per-boot|scripts-user|cloud_final_modules|systemctl\s+enable|OnBootSec|@reboot|<persist>"
)


class WarmPoolBootsAgain(Rule):
    id = "WR9480"
    shortdesc = "The script of instances from a warm pool runs at each boot"
    description = (
        "User data run at the first boot only. An instance that leaves a warm pool boots again and "
        "waits in its launching hook, which nothing completes then: it is abandoned."
    )
    instead = "Put the script into /var/lib/cloud/scripts/per-boot, or start it by a unit"
    assumes = "nothing on the image completes the hook"
    source_url = aws("autoscaling/ec2/userguide/warm-pool-instance-lifecycle.html")
    tags = ["instances", "boot", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        pools = resource.view.of("AWS::AutoScaling::WarmPool")
        pools = [pool for pool in pools if resource.is_ref(pool.get("AutoScalingGroupName"))]
        states = [shown(pool.get("PoolState")) for pool in pools]
        launch = launch_for(resource)
        text = launch.boot_text or "" if launch is not None else ""
        if launch is None or not is_shell(launch.script or "") or not launching_hooks(resource):
            return
        if any(state in ("", "Stopped") for state in states) and completes_hook(text):
            if not AGAIN.search(re.sub(r"systemctl enable (?!--now \S*boot)\S+", "", text)):
                yield launch.finding("The script runs at the first boot only", "UserData")
