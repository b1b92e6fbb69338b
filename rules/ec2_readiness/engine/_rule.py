"""What every readiness rule is made of."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any, ClassVar

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template
from ec2_readiness.engine._locate import path_of
from ec2_readiness.engine._resource import Finding, Resource
from ec2_readiness.engine._stack import Stack, stack_of
from ec2_readiness.engine._view import View


def aws(page: str) -> str:
    """The address of a page of AWS's documentation."""
    return f"https://docs.aws.amazon.com/{page}"


class Rule(CloudFormationLintRule):  # type: ignore[misc, unused-ignore]  # cfn-lint is untyped
    """Checks each resource of its types, in each view of the template.

    An error is reported if any deployment can meet it. A warning or an advice is reported only
    if every deployment that has the resource meets it: what a condition switches off was
    somebody's choice.
    """

    types: ClassVar[tuple[str, ...]] = ()
    instead: ClassVar[str] = ""  # what to write, added to every message
    always: ClassVar[bool | None] = None  # says otherwise than the severity does

    def check(self, resource: Resource) -> Iterable[Finding]:
        return ()

    def check_view(self, view: View) -> Iterable[Finding]:
        """For rules that look at more than one resource at a time."""
        for resource in view.of(*self.types):
            yield from self.check(resource)

    def check_stack(self, stack: Stack) -> Iterable[Finding]:
        """For rules about the template as a file, whatever its conditions."""
        return ()

    def match(self, cfn: Template) -> list[RuleMatch]:
        stack = stack_of(cfn)
        found: dict[tuple[str, ...], RuleMatch] = {}
        met: dict[str, set[int]] = {}  # in which views each resource has a finding
        for index, view in enumerate(stack.views):
            for finding in chain(self.check_view(view), () if index else self.check_stack(stack)):
                path = path_of(finding, stack.template, view.resolver)
                text = f"{finding.message.rstrip('.')}. {self.instead}".strip()
                key = (finding.resource, *map(str, path))
                found.setdefault(key, RuleMatch(path, text))
                met.setdefault(finding.resource, set()).add(index)
        return [match for key, match in found.items() if self._stands(stack, met[key[0]], key[0])]

    def _stands(self, stack: Stack, met: set[int], resource: str) -> bool:
        always = self.id[:1] != "E" if self.always is None else self.always
        views = stack.presence.get(resource, len(stack.views))
        return not always or not resource or len(met) == views

    def matchall_resource_properties(self, *_: Any) -> Iterable[Any]:
        """cfn-lint asks every rule about every resource: these have answered already."""
        return ()
