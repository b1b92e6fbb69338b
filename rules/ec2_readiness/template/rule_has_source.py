"""A rule without a source."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    INGRESS,
    SECURITY_GROUP,
    Finding,
    Resource,
    Rule,
    all_permissions,
    aws,
    is_stated,
)

KEYS = (
    "CidrIp",
    "CidrIpv6",
    "SourcePrefixListId",
    "SourceSecurityGroupId",
    "SourceSecurityGroupName",
)


class RuleHasSource(Rule):
    id = "ER9913"
    shortdesc = "A security group's rule has one source"
    description = (
        "EC2 refuses a rule that names no address range, prefix list or group, or more than one."
    )
    instead = "Name one of CidrIp, CidrIpv6, SourcePrefixListId and SourceSecurityGroupId"
    source_url = aws("AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html")
    tags = ["network"]
    types = (SECURITY_GROUP, INGRESS)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for permission in all_permissions(resource):
            stated = [key for key in KEYS if is_stated(permission.get(key))]
            known = [key for key in KEYS if permission.get(key) is not None]
            if not known or len(stated) > 1:
                text = (
                    f"{' and '.join(stated)} in one rule" if stated else "The rule names no source"
                )
                yield permission.holder.finding(text, *permission.place)
