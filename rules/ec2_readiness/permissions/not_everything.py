"""All actions on all things."""

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
)


class NotEverything(Rule):
    id = "WR9801"
    shortdesc = "No policy allows everything"
    description = (
        "Action * on Resource * makes an attacker on the instance an administrator of the account."
    )
    instead = "List the actions and resources that are needed"
    source_url = aws("IAM/latest/UserGuide/best-practices.html")
    tags = ["permissions", "security"]
    types = (*ROLE_POLICIES, "AWS::IAM::Group", "AWS::IAM::User")

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, body in all_statements(resource):
            actions = as_list(pick(body, "Action"))
            everywhere = "*" in as_list(pick(body, "Resource")) and pick(body, "Condition") is None
            if (
                pick(body, "Effect") == "Allow"
                and everywhere
                and ("*" in actions or "*:*" in actions)
            ):
                yield resource.finding("Everything is allowed on everything", *place)
