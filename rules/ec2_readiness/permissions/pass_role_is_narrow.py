"""Any role may be passed on."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ROLE_POLICIES,
    Finding,
    Resource,
    Rule,
    all_statements,
    as_list,
    aws,
    pick,
    string,
)


class PassRoleIsNarrow(Rule):
    id = "WR9810"
    shortdesc = "Roles that may be passed on are named"
    description = (
        "iam:PassRole on * lets an instance hand any role of the account to a service, an "
        "administrator's among them."
    )
    instead = "Name the roles in Resource, and the service in iam:PassedToService"
    source_url = aws("IAM/latest/UserGuide/id_roles_use_passrole.html")
    tags = ["permissions"]
    types = ROLE_POLICIES

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, body in all_statements(resource):
            actions = [(string(a) or "").lower() for a in as_list(pick(body, "Action"))]
            open_ = "*" in as_list(pick(body, "Resource")) and pick(body, "Condition") is None
            if pick(body, "Effect") == "Allow" and open_ and "iam:passrole" in actions:
                yield resource.finding("Any role may be passed on", *place)
