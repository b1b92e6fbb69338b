"""What may stand in the description of a security group's rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import INGRESS, SECURITY_GROUP, Finding, Resource, Rule, aws, pick

ALLOWED = re.compile(r"^[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*$")


class RuleDescriptions(Rule):
    id = "ER9909"
    shortdesc = "Descriptions of security groups have the characters that EC2 takes"
    description = (
        "EC2 refuses descriptions over 255 characters, or with other characters than letters, "
        "digits, spaces and ._-:/()#,@[]+=&;{}!$*; an apostrophe or an umlaut is enough."
    )
    instead = "Rewrite the description with plain letters"
    source_url = aws("AWSEC2/latest/APIReference/API_IpRange.html")
    tags = ["template", "network", "limits"]
    types = (SECURITY_GROUP, INGRESS, "AWS::EC2::SecurityGroupEgress")

    def check(self, resource: Resource) -> Iterator[Finding]:
        places: list[tuple[str | int, ...]] = [("GroupDescription",), ("Description",)]
        for key in ("SecurityGroupIngress", "SecurityGroupEgress"):
            places += [(key, index, "Description") for index, _ in resource.entries(key)]
        for place in places:
            text = pick(resource.properties, *place)
            if isinstance(text, str) and not ALLOWED.match(text):
                bad = next(character for character in text if not ALLOWED.match(character))
                yield resource.finding(f"{bad!r} is not allowed in a description", *place)
            elif isinstance(text, str) and len(text) > 255:
                yield resource.finding(
                    f"The description has {len(text)} characters, 255 are allowed", *place
                )
