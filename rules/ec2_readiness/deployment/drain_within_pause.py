"""An instance that drains longer than the update waits."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    attached_target_groups,
    attribute,
    aws,
    number,
    seconds,
    shown_seconds,
    truth,
)


class DrainWithinPause(Rule):
    id = "WR9225"
    shortdesc = "The deregistration delay is no longer than the deploy waits"
    description = (
        "Old instances drain for the deregistration delay while the update waits for new ones. "
        "A longer delay than the pause makes each batch slower than the deploy has time for."
    )
    instead = "Lower deregistration_delay.timeout_seconds, or raise PauseTime"
    assumes = "requests are shorter than the deregistration delay"
    source_url = aws("elasticloadbalancing/latest/application/edit-target-group-attributes.html")
    tags = ["deployment", "autoscaling", "balancing"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        update = resource.part("UpdatePolicy", "AutoScalingRollingUpdate")
        pause = seconds((update or {}).get("PauseTime")) if isinstance(update, dict) else None
        if pause is None or truth((update or {}).get("WaitOnResourceSignals")) is not True:
            return
        for target in attached_target_groups(resource):
            index, value = attribute(target, "deregistration_delay.timeout_seconds")
            delay = number(value)
            if delay is not None and delay > pause:
                yield target.finding(
                    f"Targets drain for {shown_seconds(delay)}, {resource.name} waits "
                    f"{shown_seconds(pause)}",
                    "TargetGroupAttributes",
                    index,
                    "Value",
                )
