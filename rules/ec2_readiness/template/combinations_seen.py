"""A template with more combinations of conditions than are looked at."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, Stack, aws


class CombinationsSeen(Rule):
    id = "IR9920"
    shortdesc = "Every combination of conditions is looked at"
    description = (
        "The rules look at a template once for each combination of its conditions, and at no more "
        "than 24. Beyond that they look at the default one, and at it with one change each: what "
        "two changes together do is not seen."
    )
    instead = "Split the template, or decide some of its conditions"
    source_url = aws("AWSCloudFormation/latest/UserGuide/conditions-section-structure.html")
    tags = ["template"]

    def check_stack(self, stack: Stack) -> Iterator[Finding]:
        if stack.is_cut:
            text = f"{len(stack.views)} combinations of the conditions were looked at, not all"
            yield Finding("", ("Conditions",), text)
