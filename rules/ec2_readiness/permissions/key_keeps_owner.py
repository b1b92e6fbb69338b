"""A key that no principal can manage any more."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Resource,
    Rule,
    as_list,
    aws,
    matches,
    pick,
    shown,
    statements,
)


class KeyKeepsOwner(Rule):
    id = "ER9806"
    shortdesc = "A key's policy leaves its administration to a principal"
    description = (
        "KMS refuses a key policy that lets no principal of the account change it later: such a "
        "key could never be managed or deleted."
    )
    instead = "Allow kms:* to the account's root, arn:${AWS::Partition}:iam::${AWS::AccountId}:root"
    source_url = aws("kms/latest/APIReference/API_CreateKey.html")
    tags = ["permissions"]
    types = ("AWS::KMS::Key",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        document = resource.get("KeyPolicy")
        if document is None or resource.get("BypassPolicyLockoutSafetyCheck") is not None:
            return
        bodies = [body for _, body in statements(document)]
        if bodies and not any(self._manages(body) for body in bodies):
            yield resource.finding("No principal may change this policy later", "KeyPolicy")

    @staticmethod
    def _manages(body: object) -> bool:
        if not isinstance(body, dict) or pick(body, "NotAction") is not None:
            return True
        principal = pick(body, "Principal")
        people = as_list(pick(principal, "AWS")) or (principal == "*")
        actions = [shown(a) for a in as_list(pick(body, "Action"))]
        return bool(people) and any("${" in a or matches(a, "kms:PutKeyPolicy") for a in actions)
