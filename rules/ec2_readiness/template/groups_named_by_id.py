"""Security groups of a VPC by name."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    INGRESS,
    SECURITY_GROUP,
    Finding,
    Hole,
    Resource,
    Rule,
    Value,
    all_permissions,
    aws,
)


class GroupsNamedById(Rule):
    id = "ER9922"
    shortdesc = "A security group of a VPC is named by its id"
    description = (
        "GroupName and SourceSecurityGroupName are for the default VPC. Ref gives the id of a "
        "group in another VPC, and EC2 finds no group of that name."
    )
    instead = "Write GroupId and SourceSecurityGroupId"
    source_url = aws("AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html")
    tags = ["network"]
    types = (SECURITY_GROUP, INGRESS)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for permission in all_permissions(resource):
            for key in ("SourceSecurityGroupName", "GroupName"):
                if self._is_of_vpc(resource, permission.get(key)) and not (
                    key == "GroupName" and resource.type == SECURITY_GROUP
                ):
                    yield permission.holder.finding(f"{key} is an id here", *permission.place, key)

    @staticmethod
    def _is_of_vpc(resource: Resource, value: Value) -> bool:
        target = resource.view.target(value)
        named = isinstance(value, Hole) and value.attribute == "GroupName"
        group = None if named else target
        return group is not None and group.type == SECURITY_GROUP and group.states("VpcId")
