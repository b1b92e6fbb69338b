"""The shortest maximum lifetime."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws


class LifetimeAtLeastADay(Rule):
    id = "ER9307"
    shortdesc = "A maximum instance lifetime is at least a day"
    description = (
        "Auto Scaling refuses a MaxInstanceLifetime under 86,400 seconds, save 0 which clears it."
    )
    instead = "Write seconds: 86400 for a day, 604800 for a week"
    source_url = aws("autoscaling/ec2/userguide/asg-max-instance-lifetime.html")
    tags = ["autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        lifetime = resource.number("MaxInstanceLifetime")
        if lifetime is not None and lifetime != 0 and not 86400 <= lifetime <= 31536000:
            yield resource.finding(
                f"MaxInstanceLifetime {lifetime:g} is not between one day and one year",
                "MaxInstanceLifetime",
            )
