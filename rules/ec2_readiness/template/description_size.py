"""The template's own description."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, Stack, aws


class DescriptionSize(Rule):
    id = "ER9901"
    shortdesc = "The template's description has at most 1,024 bytes"
    description = (
        "CloudFormation counts bytes, not characters: umlauts count two, most other scripts three."
    )
    instead = "Shorten the description"
    source_url = aws("AWSCloudFormation/latest/UserGuide/template-description-structure.html")
    tags = ["template", "limits"]

    def check_stack(self, stack: Stack) -> Iterator[Finding]:
        text = stack.template.get("Description")
        size = len(text.encode(errors="replace")) if isinstance(text, str) else 0
        if size > 1024:
            yield Finding("", ("Description",), f"The description has {size:,} bytes")
