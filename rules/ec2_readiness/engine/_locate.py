"""From a key in plain data back to the path in the template as it was written."""

from __future__ import annotations

from typing import Any

from ec2_readiness.engine._resolve import Resolver
from ec2_readiness.engine._resource import Finding
from ec2_readiness.engine._values import NOTHING

Path = list["str | int"]


def path_of(finding: Finding, template: dict[str, Any], resolver: Resolver) -> Path:
    """The path, as deep as the template itself goes."""
    start: Path = ["Resources", finding.resource] if finding.resource else []
    node: Any = template
    for key in start:
        node = node.get(key) if isinstance(node, dict) else None
    path = start
    for key in finding.keys:
        path, node = _branch(path, node, resolver)
        step = _step(node, key, resolver)
        if step is None:
            return path
        path, node = [*path, step], node[step]
    return _branch(path, node, resolver)[0]


def _branch(path: Path, node: Any, resolver: Resolver) -> tuple[Path, Any]:
    """Through Fn::If, along the branch that this view takes."""
    while isinstance(node, dict) and set(node) == {"Fn::If"}:
        body = node["Fn::If"]
        if not isinstance(body, list) or len(body) != 3:
            break
        side = 1 if resolver.truths.get(str(body[0])) else 2
        path, node = [*path, "Fn::If", side], body[side]
    return path, node


def _step(node: Any, key: str | int, resolver: Resolver) -> str | int | None:
    if isinstance(node, dict):
        return key if key in node else None
    if not isinstance(node, list) or not isinstance(key, int):
        return None
    # items that are AWS::NoValue in this view do not count
    kept = [i for i, item in enumerate(node) if resolver.resolve(item) is not NOTHING]
    return kept[key] if key < len(kept) else None
