"""How long policies may be."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Resource,
    Rule,
    Value,
    aws,
    documents,
    pick,
    policies_for,
    shown,
)


class PolicySizes(Rule):
    id = "ER9803"
    shortdesc = "Policies are within IAM's limits"
    description = (
        "A managed policy has at most 6,144 characters, a role's inline policies together "
        "10,240, without white space. More is refused, and so are more than 10 managed policies of "
        "a role unless its quota is raised, to 20 at most."
    )
    instead = "Split the policy, or join its statements with wildcards"
    source_url = aws("IAM/latest/UserGuide/reference_iam-quotas.html")
    tags = ["permissions", "limits"]
    types = ("AWS::IAM::ManagedPolicy", "AWS::IAM::Role")

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.type == "AWS::IAM::ManagedPolicy":
            size = self._size(resource.get("PolicyDocument"))
            if size > 6144:
                yield resource.finding(
                    f"The policy has at least {size:,} characters", "PolicyDocument"
                )
            return
        inline = [
            d for holder in [resource, *policies_for(resource)] for _, d in self._inline(holder)
        ]
        total = sum(self._size(document) for document in inline)
        if total > 10240:
            yield resource.finding(
                f"The role's policies have at least {total:,} characters", "Policies"
            )
        count = len(resource.entries("ManagedPolicyArns"))
        if count > 10:
            unless = "the account's quota is raised" if count <= 20 else ""
            text = f"The role has {count} managed policies"
            yield resource.finding(text, "ManagedPolicyArns", 10, unless=unless)

    @staticmethod
    def _inline(holder: Resource) -> Iterator[tuple[object, Value]]:
        if holder.type != "AWS::IAM::ManagedPolicy":
            yield from documents(holder)

    @classmethod
    def _size(cls, document: Value) -> int:
        """The least it can have: a hole counts nothing."""
        if pick(document, "Statement") is None:
            return 0
        text = json.dumps(document, separators=(",", ":"), default=cls._least)
        return sum(not character.isspace() for character in text)

    @staticmethod
    def _least(value: Value) -> str:
        parts = getattr(value, "parts", ())
        return "".join(part for part in parts if isinstance(part, str)) if parts else shown("")
