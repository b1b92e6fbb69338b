"""A pseudo parameter that nothing fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Encoded, Finding, Rule, Text, View, aws, is_shell, launches

PSEUDO = re.compile(r"\$\{AWS::\w+\}")

BARE = re.compile(r"(?<![\\$])\$AWS::\w+")


class VariablesAreFilledIn(Rule):
    id = "ER9438"
    shortdesc = "References in a boot script are filled in by Fn::Sub"
    description = (
        "Without Fn::Sub, or with an exclamation mark in it, ${AWS::StackName} reaches the "
        "instance as it is written: the shell stops with 'bad substitution'."
    )
    instead = "Put Fn::Sub around the script, and ${AWS::...} without an exclamation mark"
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html"
    )
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            data = launch.get("UserData")
            content = data.content if isinstance(data, Encoded) else None
            parts = content.parts if isinstance(content, Text) else (content,)
            found = [PSEUDO.search(part) for part in parts if isinstance(part, str)]
            bare = [BARE.search(part) for part in parts if isinstance(part, str)]
            for match in [match for match in bare if match is not None][:1]:
                yield launch.finding(f"{match[0]} has no braces, and is not filled in", "UserData")
            for match in [match for match in found if match is not None][:1]:
                if is_shell(launch.script or ""):
                    yield launch.finding(f"{match[0]} is not filled in", "UserData")
