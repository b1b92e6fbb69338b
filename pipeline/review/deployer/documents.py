"""Statements as policy documents within the quota on their size."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

# Characters of a managed policy, without white space.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
MOST = 6144
_SUB = re.compile(r'\{"Fn::Sub":("[^"]*")\}')
# The longest values of what Fn::Sub fills in.
_LONGEST = {
    "AWS::Partition": "aws-us-gov", "AWS::Region": "ap-southeast-1",
    "AWS::AccountId": "123456789012", "AWS::URLSuffix": "amazonaws.com.cn",
}  # fmt: skip


def documents(
    statements_: Iterable[dict[str, Any]], longest_stack_name: int
) -> list[dict[str, Any]]:
    """Return as many policy documents as the quota on their size takes."""
    groups: list[list[dict[str, Any]]] = [[]]
    for statement in statements_:
        if size(_document([*groups[-1], statement]), longest_stack_name) > MOST:
            groups.append([])
        groups[-1].append(statement)
    return [_document(group) for group in groups]


def size(document: dict[str, Any], longest_stack_name: int) -> int:
    """Return the greatest length of a document once CloudFormation has filled it in."""
    text = _SUB.sub(r"\1", json.dumps(document, separators=(",", ":")))
    for name, value in _LONGEST.items():
        text = text.replace(f"${{{name}}}", value)
    text = text.replace("${Role}", "x" * 64)
    return len(re.sub(r"\$\{(Lower)?StackName\}", "x" * longest_stack_name, text))


def _document(group: list[dict[str, Any]]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": group}
