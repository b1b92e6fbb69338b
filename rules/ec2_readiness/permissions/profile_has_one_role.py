"""A profile with two roles."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws


class ProfileHasOneRole(Rule):
    id = "ER9808"
    shortdesc = "An instance profile has one role"
    description = (
        "IAM refuses an instance profile with two roles; one without a role gives an instance "
        "no credentials."
    )
    instead = "Write one role"
    source_url = aws("IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html")
    tags = ["permissions", "instances"]
    types = ("AWS::IAM::InstanceProfile",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        roles = resource.get("Roles")
        if isinstance(roles, list) and len(roles) != 1:
            yield resource.finding(f"The profile has {len(roles)} roles", "Roles")
