"""In which zones subnets lie."""

from __future__ import annotations

import re

from ec2_readiness.engine._values import Hole, Value, as_list
from ec2_readiness.engine._view import View

# the name of an import, also where it is an Fn::Sub
IMPORT = re.compile(r"\{'Fn::ImportValue': (?:\{'Fn::Sub': )?'([^']*)'")


def zones_of(view: View, subnets: list[Value]) -> list[Value] | None:
    """The zones of subnets that are all in this template; None where one is not."""
    found: list[Value] = []
    for subnet in subnets:
        resource = view.target(subnet)
        if resource is None or resource.type != "AWS::EC2::Subnet":
            return None
        zone = resource.get("AvailabilityZone") or resource.get("AvailabilityZoneId")
        if zone is None:
            return None
        found.append(zone)
    return found


def is_single(view: View, value: Value) -> bool:
    """The list's only item is one subnet or zone, not a value that may be several."""
    if isinstance(value, str):
        return "," not in value
    if not isinstance(value, Hole):
        return False
    if view.target(value) is not None:
        return True
    if "Fn::ImportValue" in value.key:  # named in the singular, as one subnet's export is
        return re.search(r"(?i)subnet(?!s|ids|list)", value.key) is not None
    kind = view.parameter(value.target).get("Type")
    return kind in ("AWS::EC2::Subnet::Id", "AWS::EC2::AvailabilityZone::Name")


def names_of(values: Value) -> list[str]:
    """What the parameters, resources or exports that name subnets are called; none for some."""
    listed = as_list(values)
    names = [name_of(value) for value in listed]
    return names if all(names) else []


def name_of(value: Value) -> str:
    """What a reference or an import is called in the template; empty for anything else."""
    if not isinstance(value, Hole):
        return ""
    imported = IMPORT.match(value.key)
    return value.target or (imported[1] if imported else "")
