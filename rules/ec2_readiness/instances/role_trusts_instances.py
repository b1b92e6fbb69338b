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
                if services and not any(self._may_be_instances(name) for name in services):
                    yield role.finding(
                        f"The role trusts {services[0]}, not EC2", "AssumeRolePolicyDocument"
                    )
                named = [pick(body, "Principal", "AWS") for _, body in statements(document)]
                accounts = [shown(name) for value in named for name in as_list(value)]
                if accounts and not services and accounts[0].startswith("ec2."):
                    text = f"{accounts[0]} is a service, and stands there as an account"
                    yield role.finding(text, "AssumeRolePolicyDocument")

    @staticmethod
    def _may_be_instances(service: str) -> bool:
        """ec2.amazonaws.com, with the suffix filled in or not; EC2 has no principal of a region."""
        if service.startswith("${"):
            return True
        return service.startswith("ec2.") and "${AWS::Region}" not in service
