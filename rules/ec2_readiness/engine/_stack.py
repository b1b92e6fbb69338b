"""A template's index, made once and shared by all the rules."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from cfnlint.template import Template
from ec2_readiness.engine._conditions import Conditions
from ec2_readiness.engine._resolve import Resolver
from ec2_readiness.engine._values import as_list
from ec2_readiness.engine._view import View

_KNOWN_TRANSFORMS = ("AWS::LanguageExtensions", "AWS::Serverless-", "AWS::CodeDeployBlueGreen")


class Stack:
    """All the views of one template."""

    def __init__(self, cfn: Template) -> None:
        self.cfn = cfn
        self.template: dict[str, Any] = cfn.template if isinstance(cfn.template, dict) else {}
        self.views: list[View] = [] if self._is_rewritten() else self._make()
        self.presence: dict[str, int] = {}
        for view in self.views:
            for name in view.resources:
                self.presence[name] = self.presence.get(name, 0) + 1

    def _is_rewritten(self) -> bool:
        """A macro of one's own may change anything: nothing can be said."""
        transforms = as_list(self.template.get("Transform"))
        known = [isinstance(t, str) and t.startswith(_KNOWN_TRANSFORMS) for t in transforms]
        return not all(known) or "Fn::Transform" in self.template

    def _make(self) -> list[View]:
        used: set[str] = set()
        for section in ("Resources", "Outputs"):
            _conditions_in(self.template.get(section), used)
        conditions = Conditions(self.template, used)
        views: dict[tuple[bool, ...], View] = {}
        asserted = "Rules" in self.template  # they may forbid any choice but the default
        for choice in conditions.choices():
            resolver = Resolver(self.template, conditions, choice)
            truths = tuple(resolver.truths.get(name, False) for name in sorted(used))
            if truths not in views:
                views[truths] = View(self.template, resolver, self._regions())
            if asserted:
                break
        return list(views.values())

    def _regions(self) -> list[str]:
        """The regions that were asked for: cfn-lint says us-east-1 when nobody did."""
        regions = list(self.cfn.regions)
        return [] if regions == ["us-east-1"] else regions


def _conditions_in(node: Any, found: set[str]) -> None:
    """The names of the conditions that something hangs on."""
    if isinstance(node, dict):
        choice = node.get("Fn::If")
        if isinstance(choice, list) and choice and isinstance(choice[0], str):
            found.add(choice[0])
        if isinstance(node.get("Condition"), str):
            found.add(node["Condition"])
        for child in node.values():
            _conditions_in(child, found)
    elif isinstance(node, list):
        for child in node:
            _conditions_in(child, found)


def stack_of(cfn: Template) -> Stack:
    """The index of this template: cfn-lint hands the same object to every rule."""
    stack = _stacks.get(cfn)
    if stack is None:
        stack = _stacks[cfn] = Stack(cfn)
    return stack


_stacks: WeakKeyDictionary[Template, Stack] = WeakKeyDictionary()
