"""Keys without a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ec2_readiness.engine import Finding, Rule, Stack, aws

SECTIONS = ("Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Metadata", "Rules")


class NoNulls(Rule):
    id = "ER9902"
    shortdesc = "No value is null"
    description = (
        "CloudFormation refuses a template with a null anywhere: 'Null values are not allowed'."
    )
    instead = "Remove the key, write its value, or use !Ref AWS::NoValue"
    source_url = aws("AWSCloudFormation/latest/UserGuide/template-formats.html")
    tags = ["template"]

    def check_stack(self, stack: Stack) -> Iterator[Finding]:
        for section in SECTIONS:
            if section in stack.template:
                for path in self._nulls(stack.template[section]):
                    if section == "Resources" and path:
                        yield Finding(str(path[0]), path[1:], "The value is null")
                    else:
                        yield Finding("", (section, *path), "The value is null")

    def _nulls(self, node: Any) -> Iterator[tuple[str | int, ...]]:
        """The places of the nulls; made from the inside out, as most templates have none."""
        if node is None:
            yield ()
        children: Any = node.items() if isinstance(node, dict) else ()
        for key, child in enumerate(node) if isinstance(node, list) else children:
            if child is None or isinstance(child, (dict, list)):
                for place in self._nulls(child):
                    yield (key, *place)
