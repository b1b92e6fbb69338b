"""A template's index, made once and shared by all the rules."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from cfnlint.template import Template
from ec2_readiness.engine._conditions import Conditions
from ec2_readiness.engine._resolve import Choice, section
from ec2_readiness.engine._values import as_list
from ec2_readiness.engine._view import View
from ec2_readiness.engine._waivers import waivers

_KNOWN_TRANSFORMS = ("AWS::LanguageExtensions", "AWS::Serverless-", "AWS::CodeDeployBlueGreen")


class Stack:
    """All the views of one template."""

    def __init__(self, cfn: Template) -> None:
        # not the template itself: the index of a template would keep it for ever
        self.filename, self._given = cfn.filename, tuple(cfn.regions)
        self.template: dict[str, Any] = cfn.template if isinstance(cfn.template, dict) else {}
        self.conditions = Conditions(self.template, _used(self.template))
        self.choices: list[Choice] = []
        self.waivers = list(waivers(self.template))
        self.is_cut = False  # there are more combinations of conditions than were looked at
        if not self._is_rewritten():
            self.choices, self.is_cut = self.conditions.choices()
        if "Rules" in self.template:
            # its assertions may forbid any choice but the default
            self.choices, self.is_cut = self.choices[:1], False
        self.views = [self._view(choice) for choice in self.choices]
        self._free: dict[tuple[int, frozenset[str]], View] = {}
        self.presence: dict[str, int] = {}
        for view in self.views:
            for name in view.resources:
                self.presence[name] = self.presence.get(name, 0) + 1

    def _view(self, choice: Choice, free: frozenset[str] = frozenset()) -> View:
        return View(self.template, self.conditions.resolver(choice, free), self._regions())

    def without_defaults(self, index: int, names: frozenset[str]) -> View:
        """A view in which the default of some parameters counts for nothing."""
        key = (index, names)
        if key not in self._free:
            self._free[key] = self._view(self.choices[index], names)
        return self._free[key]

    @property
    def parameters(self) -> dict[str, Any]:
        return section(self.template, "Parameters")

    def _is_rewritten(self) -> bool:
        """A macro that is not known may change anything: nothing can be said."""
        transforms = as_list(self.template.get("Transform"))
        known = [isinstance(t, str) and t.startswith(_KNOWN_TRANSFORMS) for t in transforms]
        return not all(known) or "Fn::Transform" in self.template

    def _regions(self) -> list[str]:
        """The regions of the command; cfn-lint gives us-east-1 where none was given."""
        regions = list(self._given)
        return [] if regions == ["us-east-1"] else regions


def _used(template: dict[str, Any]) -> set[str]:
    """The names of the conditions that something hangs on."""
    found: set[str] = set()
    for name in ("Resources", "Outputs"):
        _conditions_in(template.get(name), found)
    return found


def _conditions_in(node: Any, found: set[str]) -> None:
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
