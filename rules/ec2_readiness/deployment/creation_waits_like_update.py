"""Creation and update wait for the same signals."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    launch_for,
    pick,
    signals,
    truth,
)


class CreationWaitsLikeUpdate(Rule):
    id = "WR9224"
    shortdesc = "Creation and update both wait for the instances' signals"
    description = (
        "A group that waits for signals only on update is complete before any instance has "
        "booted; one that waits only on creation replaces good instances by broken ones on "
        "update."
    )
    instead = "Write CreationPolicy.ResourceSignal and WaitOnResourceSignals: true with a PauseTime"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        update = resource.part("UpdatePolicy", "AutoScalingRollingUpdate")
        creation = resource.part("CreationPolicy", "ResourceSignal")
        launch = launch_for(resource)
        if not isinstance(update, dict) or launch is None or not signals(launch.boot_text or ""):
            return
        waits = truth(pick(update, "WaitOnResourceSignals"))
        if waits is True and creation is None:
            yield resource.finding_at(
                "Creation does not wait for the signals that the update waits for"
            )
        elif waits is not True and not self._open(update) and creation is not None:
            yield resource.finding_at(
                "The update does not wait for the signals that creation waits for",
                "UpdatePolicy",
                "AutoScalingRollingUpdate",
            )

    @staticmethod
    def _open(update: dict[str, object]) -> bool:
        value = update.get("WaitOnResourceSignals")
        return value is not None and truth(value) is None
