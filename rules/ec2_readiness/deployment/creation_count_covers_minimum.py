"""One signal does not speak for a whole group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number


class CreationCountCoversMinimum(Rule):
    id = "WR9203"
    shortdesc = "Creation waits for every instance of the minimum size"
    description = (
        "CreationPolicy waits for one signal where Count is not set: the stack is reported "
        "complete when the first instance is up, though all the others may have failed to boot."
    )
    instead = "Set ResourceSignal.Count to the minimum size"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("CreationPolicy", "ResourceSignal")
        signal = resource.part(*keys)
        if not isinstance(signal, dict):
            return
        count = number(signal.get("Count", 1))
        least = resource.number("MinSize")
        if count is not None and least is not None and count < least:
            yield resource.finding_at(
                f"Creation waits for {count:g} of at least {least:g} instances",
                *keys,
                "Count",
            )
