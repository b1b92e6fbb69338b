"""Commands whose numbers are not their order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import INIT_KEYS, Finding, Rule, View, aws, every_config, pick


class CommandsInOrder(Rule):
    id = "WR9454"
    shortdesc = "The commands of cfn-init run in the order of their numbers"
    description = (
        "cfn-init runs the commands of a config in alphabetical order of their names: 10-start "
        "comes before 2-unpack."
    )
    instead = "Write the numbers with the same count of digits: 02-unpack, 10-start"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-resource-init.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource, name, config in every_config(view):
            commands = pick(config, "commands")
            names = sorted(commands) if isinstance(commands, dict) else []
            numbers = [re.match(r"\d+", command) for command in names]
            found = [int(number[0]) for number in numbers if number]
            if len(found) == len(names) and found != sorted(found):
                later = next(i for i in range(len(found)) if found[i] > found[i + 1])
                keys = (*INIT_KEYS, name, "commands")
                text = f"{names[later]} runs before {names[later + 1]}"
                yield resource.finding_at(text, *keys, names[later])
