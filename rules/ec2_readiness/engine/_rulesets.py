"""What security groups let in and out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ec2_readiness.engine._resource import Resource
from ec2_readiness.engine._values import Hole, Value, as_list, number, string

SECURITY_GROUP = "AWS::EC2::SecurityGroup"
INGRESS = "AWS::EC2::SecurityGroupIngress"
EGRESS = "AWS::EC2::SecurityGroupEgress"
_ALL = ("-1", "all")


@dataclass(frozen=True)
class Permission:
    """One rule, wherever it is written."""

    holder: Resource
    place: tuple[str | int, ...]
    body: dict[str, Value]

    def get(self, key: str) -> Value:
        return self.body.get(key)

    @property
    def protocol(self) -> str:
        return (string(self.get("IpProtocol")) or "?").lower()

    @property
    def ports(self) -> tuple[float, float] | None:
        """From and to; None where they are not known."""
        if self.protocol in _ALL:
            return 0, 65535
        low, high = number(self.get("FromPort")), number(self.get("ToPort"))
        return None if low is None or high is None else (low, high)

    def covers(self, port: float) -> bool | None:
        if self.protocol not in (*_ALL, "tcp", "6"):
            return None if self.protocol == "?" else False
        ports = self.ports
        return None if ports is None else ports[0] <= port <= ports[1]

    @property
    def is_open(self) -> bool:
        """For the whole Internet, or a part of it that no organisation has."""
        narrow, wide = self.get("CidrIp"), self.get("CidrIpv6")
        return (isinstance(narrow, str) and re.search(r"^\d[\d.]*/[0-7]$", narrow) is not None) or (
            isinstance(wide, str) and re.search(r"^(?!f[cde]).*:/(?:\d|1[0-5])$", wide) is not None
        )


def permissions(group: Resource, direction: str = "Ingress") -> Iterator[Permission]:
    """A group's rules, its own and those in resources beside it."""
    key, kind = f"SecurityGroup{direction}", f"AWS::EC2::SecurityGroup{direction}"
    for index, body in group.entries(key):
        if isinstance(body, dict):
            yield Permission(group, (key, index), body)
    for rule in group.view.of(kind):
        if group.is_ref(rule.get("GroupId")):
            yield Permission(rule, (), rule.properties)


def all_permissions(holder: Resource) -> Iterator[Permission]:
    """The ingress rules that a group or a rule resource states itself."""
    if holder.type == INGRESS:
        yield Permission(holder, (), holder.properties)
        return
    for index, body in holder.entries("SecurityGroupIngress"):
        if isinstance(body, dict):
            yield Permission(holder, ("SecurityGroupIngress", index), body)


def is_whole(group: Resource, direction: str = "Ingress", *, alone: bool = True) -> bool:
    """Every rule of the group is readable; no other stack adds one, if it shall stand alone."""
    value = group.get(f"SecurityGroup{direction}")
    if isinstance(value, Hole) or any(not isinstance(item, dict) for item in as_list(value)):
        return False
    return not (alone and group.view.is_exposed(group))


def lets_in(group: Resource, source: Resource, port: float) -> bool | None:
    """The group admits the source group at the port; None where that is not known."""
    if not is_whole(group, alone=False):  # an exposed group is the caller's to judge
        return None
    answers: list[bool | None] = []
    for permission in permissions(group):
        from_group = permission.get("SourceSecurityGroupId")
        by_address = permission.get("CidrIp") or permission.get("CidrIpv6")
        other = from_group or permission.get("SourceSecurityGroupName")
        if by_address is not None or permission.get("SourcePrefixListId") is not None:
            answers.append(None if permission.covers(port) is not False else False)
        elif source.is_ref(other):
            answers.append(permission.covers(port))
        elif source.view.target(other) is None:
            answers.append(None)
    if True in answers:
        return True
    return None if None in answers else False
