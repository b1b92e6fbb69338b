"""What every readiness rule is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, ClassVar

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template
from ec2_readiness.engine._certainty import doubt
from ec2_readiness.engine._locate import path_of
from ec2_readiness.engine._resource import Finding, Resource
from ec2_readiness.engine._stack import Stack, stack_of
from ec2_readiness.engine._view import View

Key = tuple[str, ...]  # the resource, and the path to the finding


def aws(page: str) -> str:
    """The address of a page of AWS's documentation."""
    return f"https://docs.aws.amazon.com/{page}"


class Rule(CloudFormationLintRule):  # type: ignore[misc, unused-ignore]  # cfn-lint is untyped
    """Checks each resource of its types, in each view of the template.

    An error is reported where AWS refuses the template or it fails, with any value of what is not
    known. Where it rests on something, a parameter's default or a combination of conditions, the
    same finding is a warning that names it, under the same number with the letter W. A warning or
    an advice is reported only if every deployment that has the resource meets it: what a condition
    switches off was chosen.
    """

    types: ClassVar[tuple[str, ...]] = ()
    instead: ClassVar[str] = ""  # what to write, added to every message
    assumes: ClassVar[str] = ""  # what a warning takes for granted, for the reference
    always: ClassVar[bool | None] = None  # says otherwise than the severity does
    options: ClassVar[dict[str, dict[str, Any]]] = {}  # what `-x` may configure

    def __init__(self) -> None:
        super().__init__()
        self.config_definition = dict(self.options)
        self.configure()

    def check(self, resource: Resource) -> Iterable[Finding]:
        return ()

    def check_view(self, view: View) -> Iterable[Finding]:
        """For rules that look at more than one resource at a time."""
        for resource in view.of(*self.types):
            yield from self.check(resource)

    def check_stack(self, stack: Stack) -> Iterable[Finding]:
        """For rules about the template as a file, with its conditions left aside."""
        return ()

    def match(self, cfn: Template) -> list[RuleMatch]:
        """What cfn-lint asks for: the findings, those that a waiver accepts as information."""
        stack = stack_of(cfn)
        return [self._waived(stack, *found) for found in self.findings(stack)]

    def findings(self, stack: Stack) -> list[tuple[str, RuleMatch]]:
        """The findings before any waiver, each with its resource."""
        found: dict[Key, tuple[Finding, list[str | int]]] = {}
        met: dict[Key, set[int]] = {}  # in which views each was found
        for index, view in enumerate(stack.views):
            whole = () if index else self.check_stack(stack)
            for key, finding, path in self._keyed(stack, view, whole):
                found.setdefault(key, (finding, path))
                met.setdefault(key, set()).add(index)
        return [
            (key[0], self._match(finding, path, self._doubt(stack, key, met[key], finding)))
            for key, (finding, path) in found.items()
            if self._stands(stack, met, key)
        ]

    def _keyed(
        self, stack: Stack, view: View, whole: Iterable[Finding] = ()
    ) -> Iterator[tuple[Key, Finding, list[str | int]]]:
        for finding in chain(self.check_view(view), whole):
            path = path_of(finding, stack.template, view.resolver)
            yield (finding.resource, *map(str, path)), finding, path

    def _match(self, finding: Finding, path: list[str | int], unless: str) -> RuleMatch:
        reason = f", {unless}" if unless else ""
        text = f"{finding.message.rstrip('.')}{reason}. {self.instead}".strip()
        if unless and self.id.startswith("E"):
            return RuleMatch(path, text, rule=Lettered("W", self))
        return RuleMatch(path, text)

    def _waived(self, stack: Stack, resource: str, match: RuleMatch) -> RuleMatch:
        reported: Any = getattr(match, "rule", None) or self
        rule = str(reported.id)
        for waiver in stack.waivers:
            if waiver.counts and waiver.is_for(rule, resource):
                text = f"{rule} waived until {waiver.until}: {waiver.reason}. {match.message}"
                return RuleMatch(match.path, text, rule=Lettered("I", self))
        return match

    def _doubt(self, stack: Stack, key: Key, met: set[int], finding: Finding) -> str:
        """What the finding rests on; empty where it is certain."""
        if finding.unless or not self.id.startswith("E"):
            return f"unless {finding.unless}" if finding.unless else ""

        def is_found(view: View) -> bool:
            whole = self.check_stack(stack)
            return any(key == other for other, _, _ in self._keyed(stack, view, whole))

        return doubt(stack, finding.resource, met, is_found)

    def _stands(self, stack: Stack, met: dict[Key, set[int]], key: Key) -> bool:
        always = self.id[:1] != "E" if self.always is None else self.always
        resource = key[0]
        views = stack.presence.get(resource, len(stack.views))
        every: set[int] = set().union(*(at for other, at in met.items() if other[0] == resource))
        return not always or not resource or len(every) == views

    def matchall_resource_properties(self, *_: Any) -> Iterable[Any]:
        """cfn-lint asks every rule about every resource: these have answered already."""
        return ()


class Lettered(CloudFormationLintRule):  # type: ignore[misc, unused-ignore]  # cfn-lint is untyped
    """A rule under another letter: W for an error that rests on something, I for what is waived."""

    def __init__(self, letter: str, rule: Rule) -> None:
        super().__init__()
        self.id = f"{letter}{rule.id[1:]}"
        self.shortdesc, self.description = rule.shortdesc, rule.description
        self.source_url, self.tags = rule.source_url, rule.tags
