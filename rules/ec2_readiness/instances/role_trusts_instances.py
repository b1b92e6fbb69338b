"""A role that instances may not take on."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    as_list,
    aws,
    launches,
    pick,
    shown,
    statements,
)


class RoleTrustsInstances(Rule):
    id = "ER9419"
    shortdesc = "The instance's role may be assumed by EC2"
    description = (
        "If the role does not trust ec2.amazonaws.com the instance gets no credentials at all."
    )
    instead = "Let the service ec2.amazonaws.com assume the role (sts:AssumeRole)"
    source_url = aws("IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html")
    tags = ["instances", "permissions"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for role in launch.roles or []:
                document = role.get("AssumeRolePolicyDocument")
                found = [pick(body, "Principal", "Service") for _, body in statements(document)]
                services = [shown(name) for value in found for name in as_list(value)]
                if services and not any(s.startswith("ec2.") or "${" in s for s in services):
                    yield role.finding(
                        f"The role trusts {services[0]}, not EC2", "AssumeRolePolicyDocument"
                    )
