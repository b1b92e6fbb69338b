"""How large a template may be without a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ec2_readiness.engine import Finding, Rule, Stack, aws


class BodySize(Rule):
    id = "WR9904"
    shortdesc = "The template can be deployed without a bucket"
    description = (
        "A template over 51,200 bytes is refused by create-stack, update-stack and deploy "
        "without a bucket."
    )
    instead = "Deploy with --s3-bucket, or split the template"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cloudformation-limits.html")
    options = {"limit": {"default": 51_200, "type": "integer"}}
    tags = ["template", "limits"]

    def check_stack(self, stack: Stack) -> Iterator[Finding]:
        name = stack.filename
        file = Path(name) if isinstance(name, str) else None
        size = file.stat().st_size if file is not None and file.is_file() else 0
        if size > self.config["limit"]:
            yield Finding("", ("Resources",), f"The template has {size:,} bytes")
