"""How far an instance refresh may go below and above the desired size."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number, pick


class RefreshHealthBounds(Rule):
    id = "ER9219"
    shortdesc = "The healthy percentages of an instance refresh fit together"
    description = (
        "MinHealthyPercentage is 0 to 100, MaxHealthyPercentage 100 to 200, and they are at "
        "most 100 apart; Auto Scaling refuses anything else."
    )
    instead = "Write for example MinHealthyPercentage 100 and MaxHealthyPercentage 150"
    source_url = aws("autoscaling/ec2/APIReference/API_RefreshPreferences.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingInstanceRefresh", "Preferences")
        preferences = resource.part(*keys)
        least = number(pick(preferences, "MinHealthyPercentage"))
        most = number(pick(preferences, "MaxHealthyPercentage"))
        if least is not None and not 0 <= least <= 100:
            yield resource.finding_at(
                f"MinHealthyPercentage {least:g} is not within 0 and 100", *keys
            )
        elif most is not None and not 100 <= most <= 200:
            yield resource.finding_at(
                f"MaxHealthyPercentage {most:g} is not within 100 and 200", *keys
            )
        elif least is not None and most is not None and most - least > 100:
            yield resource.finding_at(
                f"{least:g} and {most:g} percent are more than 100 apart", *keys
            )
