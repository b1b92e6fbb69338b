"""ARNs that exist in one partition only."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, entries


class PartitionNotFixed(Rule):
    id = "WR9802"
    shortdesc = "Managed policies are named in the stack's own partition"
    description = "arn:aws: names nothing in China or GovCloud: the same template is refused there."
    instead = "Write !Sub 'arn:${AWS::Partition}:iam::aws:policy/...'"
    source_url = aws("IAM/latest/UserGuide/reference-arns.html")
    tags = ["permissions", "literals"]
    types = ("AWS::IAM::Role", "AWS::IAM::Group", "AWS::IAM::User")

    def check(self, resource: Resource) -> Iterator[Finding]:
        for index, arn in entries(resource.get("ManagedPolicyArns")):
            if (
                isinstance(arn, str)
                and arn.startswith("arn:aws:iam::aws:")
                and self._is_literal(resource, arn)
            ):
                yield resource.finding(f"{arn} is of one partition", "ManagedPolicyArns", index)

    @staticmethod
    def _is_literal(resource: Resource, arn: str) -> bool:
        """A parameter's default can be changed at deployment."""
        parameters = resource.view.resolver.parameters
        return not any(isinstance(p, dict) and p.get("Default") == arn for p in parameters.values())
