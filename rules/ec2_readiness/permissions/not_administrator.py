"""The administrator's policy on a machine."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, as_list, aws, launches, shown


class NotAdministrator(Rule):
    id = "WR9807"
    shortdesc = "Instances are not administrators"
    description = (
        "With AdministratorAccess or PowerUserAccess on the instance's role, an attacker in "
        "the application owns the account."
    )
    instead = "Allow the actions that the application needs"
    source_url = aws("IAM/latest/UserGuide/best-practices.html")
    tags = ["permissions", "security"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for role in launch.roles or []:
                for index, arn in enumerate(as_list(role.get("ManagedPolicyArns"))):
                    name = shown(arn).rsplit("/", 1)[-1]
                    if name in ("AdministratorAccess", "PowerUserAccess", "IAMFullAccess"):
                        yield role.finding(f"Instances have {name}", "ManagedPolicyArns", index)
