"""The ARNs of a template's resources, as far as they are known before it is deployed.

CloudFormation names a resource STACK-LOGICALID-CHARACTERS, or LOGICALID-CHARACTERS, within the
type's greatest length: IdentifierUtils in aws-cloudformation/cloudformation-cli-java-plugin.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from pipeline.review.deployer.facts import Named, named
from pipeline.review.deployer.iam_actions import action_resources
from pipeline.review.deployer.patterns import ANY, hosted_zones, pattern

# Characters that CloudFormation adds: two hyphens, and 12 or, before 2023, 13 of its own.
_ADDED = 15
_LONGEST_STACK_NAME = 128
_WITH_RECORDS = ("AWS::CertificateManager::", "AWS::Route53::")
_ARN = "arn:${AWS::Partition}:"


class Names:
    """The names in one template, by the kinds of IAM's resources."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Take a template as data."""
        self.resources: dict[str, dict[str, Any]] = data.get("Resources", {})
        self._parameters = data.get("Parameters", {})
        self._arns = {row: tuple(dict.fromkeys(self._row(row))) for row in named()}

    def arns(self, type_: str, action: str) -> tuple[str, ...] | None:
        """Return the ARNs that a type's action is limited to, `*` for all, None if IAM has none."""
        kinds = action_resources(action)
        if kinds is None:
            return None
        if kinds == ["hostedzone"] and type_.startswith(_WITH_RECORDS):
            zones = sorted({self.pattern(each) for each in hosted_zones(self.resources)})
            return tuple(f"{_ARN}route53:::hostedzone/{zone}" for zone in zones) or (ANY,)
        rows = _rows(type_, action, tuple(kinds))
        found = [arn for row in rows for arn in self._arns[row] or _default(row)]
        return tuple(dict.fromkeys(found)) if rows else (ANY,)

    def role(self, name: str) -> tuple[str, ...]:
        """Return the ARN of a role of the template."""
        row = next(each for each in named() if each.kind == "iam:role")
        return tuple(self._resource(row, name))

    def longest_stack_name(self) -> int:
        """Return how long a stack's name may be, so that the physical names begin with all of it.

        A name that is too long is cut in both parts alike: `fairSplit` in IdentifierUtils.
        """
        found = [_LONGEST_STACK_NAME]
        for row in named():
            for name in self._unnamed(row):
                free = row.longest - _ADDED
                found.append(max(free // 2, free - len(name)))
        return min(found)

    def pattern(self, value: Any) -> str:
        """Return a value as IAM matches it: `*` for what is not known before the deployment."""
        return pattern(value, self._parameters)

    def _row(self, row: Named) -> Iterator[str]:
        service = row.made_by[0].rpartition("::")[0]
        for name, resource in self.resources.items():
            type_ = str(resource.get("Type"))
            if type_ in row.made_by:
                yield from self._resource(row, name)
            elif type_.startswith(service):
                for key in (row.property, *row.refers):
                    yield from self._of_others(row, resource.get("Properties", {}).get(key))

    def _resource(self, row: Named, name: str) -> Iterator[str]:
        stated = self.pattern(self.resources[name].get("Properties", {}).get(row.property, ANY))
        if stated != ANY:
            yield from _arns(row, stated)
        elif row.by_id:
            most = (row.longest - _ADDED) // 2
            rest = f"{name}-" if len(name) <= most else name[:most]
            yield from _arns(row, f"${{{row.stack}}}-{rest.lower() if _is_lower(row) else rest}*")
        else:
            yield from _default(row)
            if row.no_stack:
                yield from _arns(row, f"{name}-*")

    def _of_others(self, row: Named, value: Any) -> Iterator[str]:
        """Yield the ARN of what is named or has its ARN in a property, and is not of the stack."""
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and each.startswith("arn:"):
                yield from (f"{self.pattern(each)}{end}" for end in row.ends)
            elif isinstance(each, str):
                yield from _arns(row, self.pattern(each))

    def _unnamed(self, row: Named) -> Iterator[str]:
        for name, resource in self.resources.items():
            is_made = resource.get("Type") in row.made_by
            if is_made and row.property not in resource.get("Properties", {}):
                yield name


@functools.cache
def _rows(type_: str, action: str, kinds: tuple[str, ...]) -> list[Named]:
    """Return what limits an action: the type's own kinds, or else all, if each has a name."""
    service = action.partition(":")[0]
    known = [[row for row in named() if row.kind == f"{service}:{kind}"] for kind in kinds]
    rows = [row for each in known for row in each]
    own = [row for row in rows if type_ in (*row.made_by, *row.used_by)]
    return own or (rows if all(known) else [])


def _default(row: Named) -> Iterator[str]:
    if not row.kind.startswith("iam:"):
        yield from _arns(row, f"${{{row.stack}}}-*")


def _is_lower(row: Named) -> bool:
    return row.stack.startswith("Lower")


def _arns(row: Named, name: str) -> Iterator[str]:
    for end in row.ends[:1] if name.endswith("*") else row.ends:
        yield f"{_ARN}{row.arn}{name}{end}"
