"""A role for every account."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, as_list, aws, pick, statements


class TrustIsNarrow(Rule):
    id = "WR9805"
    shortdesc = "A role does not trust every account"
    description = (
        "A trust policy with the principal * lets any account in the world take on the role."
    )
    instead = "Name the service or the account that may assume the role"
    source_url = aws("IAM/latest/UserGuide/reference_policies_elements_principal.html")
    tags = ["permissions", "security"]
    types = ("AWS::IAM::Role",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, body in statements(resource.get("AssumeRolePolicyDocument")):
            principal = pick(body, "Principal")
            everybody = principal == "*" or "*" in as_list(pick(principal, "AWS"))
            if pick(body, "Effect") == "Allow" and everybody and pick(body, "Condition") is None:
                yield resource.finding(
                    "Every account may assume this role", "AssumeRolePolicyDocument", *place
                )
