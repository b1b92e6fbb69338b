"""Creation waits for as many signals as Count says, from as many instances as there are."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number


class CreationCountWithinSize(Rule):
    id = "ER9202"
    shortdesc = "Creation waits for no more signals than there are instances"
    description = (
        "A group starts with DesiredCapacity instances, or MinSize. If CreationPolicy waits for "
        "more signals than that, they never come and the stack rolls back after the timeout."
    )
    instead = "Set ResourceSignal.Count to the minimum size"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("CreationPolicy", "ResourceSignal", "Count")
        count = number(resource.part(*keys))
        size_key = "DesiredCapacity" if resource.has("DesiredCapacity") else "MinSize"
        size = resource.number(size_key)
        if count is not None and size is not None and count > size:
            yield resource.finding_at(
                f"Creation waits for {count:g} signals, but {size_key} starts {size:g} instances",
                *keys,
            )
