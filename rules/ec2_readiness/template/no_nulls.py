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
                for path in self._nulls(stack.template[section], (section,)):
                    if section == "Resources" and len(path) > 1:
                        yield Finding(str(path[1]), path[2:], "The value is null")
                    else:
                        yield Finding("", path, "The value is null")

    def _nulls(self, node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
        if node is None:
            yield path
        elif isinstance(node, dict):
            for key, child in node.items():
                yield from self._nulls(child, (*path, key))
        elif isinstance(node, list):
            for index, child in enumerate(node):
                yield from self._nulls(child, (*path, index))
