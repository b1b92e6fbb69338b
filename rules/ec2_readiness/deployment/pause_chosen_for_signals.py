"""The default pause is too short to wait for a boot."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, pick, seconds, truth


class PauseChosenForSignals(Rule):
    id = "WR9206"
    shortdesc = "A rolling update that waits for signals says how long"
    description = (
        "With WaitOnResourceSignals the PauseTime is the time an instance has to signal. Left "
        "out it is five minutes; an instance that installs anything takes longer, and the "
        "deploy rolls back."
    )
    instead = "Set PauseTime to the slowest boot with a margin, such as PT15M"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        creation = resource.part("CreationPolicy", "ResourceSignal")
        if isinstance(creation, dict) and "Timeout" not in creation:
            place = ("CreationPolicy", "ResourceSignal")
            yield resource.finding_at("Creation waits for the default five minutes only", *place)
        keys = ("UpdatePolicy", "AutoScalingRollingUpdate")
        update = resource.part(*keys)
        if truth(pick(update, "WaitOnResourceSignals")) is not True:
            return
        pause = pick(update, "PauseTime")
        length = seconds(pause)
        if pause is None:
            yield resource.finding_at(
                "Signals are awaited for the default five minutes only", *keys
            )
        elif length is not None and length < 120:
            yield resource.finding_at(
                f"PauseTime {pause} leaves an instance {length:g} seconds to signal",
                *keys,
                "PauseTime",
            )
