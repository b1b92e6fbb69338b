"""What every readiness rule is made of."""

from __future__ import annotations

import sys
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
    warning: ClassVar[type[Rule]]  # an error's warning, with the same number

    def __init_subclass__(cls) -> None:
        """Define an error's warning in the module of the error.

        cfn-lint drops the findings of a rule that it has not loaded, and loads from a file the
        rules that are defined in it.
        """
        super().__init_subclass__()
        if cls.id.startswith("E"):
            name = f"{cls.__name__}Warning"
            texts = ("shortdesc", "description", "instead", "source_url", "tags", "__module__")
            body = {text: getattr(cls, text) for text in texts}
            cls.warning = type(name, (Warned,), {**body, "id": f"W{cls.id[1:]}"})
            sys._getframe(1).f_globals[name] = cls.warning  # noqa: SLF001  # that module

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
        said = f"{finding.message.rstrip('.')}{reason}"
        text = f"{said if said.endswith('?') else said + '.'} {self.instead}".strip()
        if unless and self.id.startswith("E"):
            return RuleMatch(path, text, rule=self.warning())
        return RuleMatch(path, text)

    def _waived(self, stack: Stack, resource: str, match: RuleMatch) -> RuleMatch:
        reported: Any = getattr(match, "rule", None) or self
        rule = str(reported.id)
        for waiver in stack.waivers:
            if waiver.counts and waiver.is_for(rule, resource):
                text = f"{rule} waived until {waiver.until}: {waiver.reason}. {match.message}"
                return RuleMatch(match.path, text, rule=Accepted())
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


class Warned(Rule):
    """The warning of an error whose finding rests on something: the error itself reports it."""

    def findings(self, _: Stack) -> list[tuple[str, RuleMatch]]:
        """None of its own."""
        return []

    def match(self, _: Template) -> list[RuleMatch]:
        """None of its own."""
        return []


class Accepted(Rule):
    """What a waiver accepts: the rule whose finding it is reports it."""

    id = "IR9923"
    shortdesc = "What a waiver accepts is listed"
    description = (
        "A finding that a waiver with a reason and a date accepts is advice, with the rule's id, "
        "the reason and the date in its message."
    )
    instead = "Correct it before the waiver runs out"
    source_url = aws("AWSCloudFormation/latest/UserGuide/metadata-section-structure.html")
    tags = ["template"]
