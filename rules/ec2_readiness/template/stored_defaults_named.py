"""A default that is a value where the name of a stored parameter stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, Stack, aws, string

_STORED = "AWS::SSM::Parameter::Value<"
_ID = re.compile(r"(ami|eni|i|rtb|sg|snap|subnet|vol|vpc)-[0-9a-f]{8}([0-9a-f]{9})?")


class StoredDefaultsNamed(Rule):
    id = "WR9926"
    shortdesc = "The default of a stored parameter is its name, not its value"
    description = (
        "A parameter of type AWS::SSM::Parameter::Value takes the name of a parameter in Parameter "
        "Store. CloudFormation looks an id up as such a name, and refuses the stack where there is "
        "none."
    )
    instead = "Write the name of the stored parameter, or a type without AWS::SSM::Parameter::Value"
    assumes = "no stored parameter has the id as its name"
    source_url = aws("AWSCloudFormation/latest/UserGuide/systems-manager-parameter-types.html")
    tags = ["template"]

    def check_stack(self, stack: Stack) -> Iterator[Finding]:
        for name, body in stack.parameters.items():
            if not isinstance(body, dict) or not str(body.get("Type")).startswith(_STORED):
                continue
            for each in (string(body.get("Default")) or "").split(","):
                if _ID.fullmatch(each.strip()):
                    text = f"{each.strip()} is no name of a parameter in Parameter Store"
                    yield Finding("", ("Parameters", name, "Default"), text)
