"""An instance that boots before its permissions are attached."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    called_actions,
    comes_after,
    groups_of,
    launches,
    policies_for,
)


class PolicyBeforeInstances(Rule):
    id = "WR9411"
    shortdesc = "Instances start after the policies that their boot script needs"
    description = (
        "A policy in a resource of its own is attached while the group launches its first "
        "instances: their boot script may run before it is allowed to."
    )
    instead = "Put the policy into the role's Policies, or add DependsOn: <the policy> to the group"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html")
    tags = ["instances", "boot", "permissions"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            if not list(called_actions(launch.boot_text or "")):
                continue
            for role in launch.roles or []:
                for policy in policies_for(role):
                    for group in groups_of(launch):
                        if not comes_after(group, policy):
                            yield group.finding_at(f"{group.name} does not wait for {policy.name}")
