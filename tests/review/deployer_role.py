"""A printed role as IAM sees it: statements without functions, for one stack's name."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

from pipeline.review.deployer.role_template import deployer_statements
from tests.deploy.boots.iam import Call, allowed, as_list
from tests.rendered import Data

STACK_NAME = "shop-prod"
_VALUES = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-west-1",
    "AWS::URLSuffix": "amazonaws.com",
    "Role": "deployer-shop-prod-Role-1A2B3C4D5E6F",
}


class DeployerRole:
    """What may deploy a template under a stack's name."""

    def __init__(self, data: Data, stack_name: str = STACK_NAME) -> None:
        """Take a template as data."""
        values = {**_VALUES, "StackName": stack_name, "LowerStackName": stack_name.lower()}
        self._by_service: dict[str, list[Data]] = defaultdict(list)
        text = filled(json.dumps(deployer_statements(data, "eu-west-1")), values)
        for statement in json.loads(text):
            for service in {each.partition(":")[0] for each in as_list(statement["Action"])}:
                self._by_service[service].append(statement)

    def may(self, action: str, resource: str = "*", context: dict[str, str] | None = None) -> bool:
        """Whether the role is allowed a call."""
        service = action.partition(":")[0]
        return allowed(self._by_service[service], Call(action, resource, context or {}))


def filled(text: str, values: dict[str, str]) -> str:
    """Return JSON with its `Fn::Sub` as CloudFormation fills it in."""
    return re.sub(
        r'\{"Fn::Sub": ?("[^"]*")\}',
        lambda found: re.sub(r"\$\{([^}]+)\}", lambda name: values[name[1]], found[1]),
        text,
    )


def physical_name(stack: str, logical_id: str, longest: int) -> str:
    """Return a name as CloudFormation generates it.

    Two hyphens and 12 or 13 characters are taken off first; what is left is shared out evenly,
    and what one part does not use is the other's: IdentifierUtils in AWS's
    cloudformation-cli-java-plugin.
    """
    free = longest - 15
    half = free // 2
    kept = max(half, free - len(logical_id))
    first = stack[:kept]
    return f"{first}-{logical_id[: free - len(first)]}-1A2B3C4D5E6FG"


def context_of(properties: Any) -> dict[str, str]:
    """Return what a request about a role says of its boundary."""
    boundary = properties.get("PermissionsBoundary")
    return {"iam:PermissionsBoundary": boundary} if boundary else {}
