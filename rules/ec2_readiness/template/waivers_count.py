"""Waivers that count for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from ec2_readiness.engine import Finding, Rule, Stack, Waiver, aws


class WaiversCount(Rule):
    id = "WR9919"
    shortdesc = "A waiver has a reason and a date, and accepts something"
    description = (
        "Metadata.ec2-readiness.waivers accepts findings, each entry with a rule, a reason and a "
        "last day. An entry without one of them, one that has run out, and one that no finding "
        "needs any more count for nothing."
    )
    instead = (
        "Write {rule: WR9207, resource: Group, reason: why, until: '2027-06-30'}, or take it out"
    )
    source_url = aws("AWSCloudFormation/latest/UserGuide/metadata-section-structure.html")
    tags = ["template"]

    def check_stack(self, stack: Stack) -> Iterator[Finding]:
        found = self._everything(stack) if stack.waivers else []
        for waiver in stack.waivers:
            problem = self._problem(waiver, found)
            if problem:
                holder, place = waiver.holder, waiver.place[2 if waiver.holder else 0 :]
                yield Finding(holder, place, problem)

    @staticmethod
    def _problem(waiver: Waiver, found: list[tuple[str, str]]) -> str:
        if not waiver.rule or not waiver.reason:
            return "The waiver names no rule" if not waiver.rule else "The waiver gives no reason"
        if waiver.until is None:
            return "The waiver has no date"
        if not waiver.counts:
            return f"The waiver ran out on {waiver.until}"
        if not any(waiver.is_for(rule, resource) for rule, resource in found):
            return f"Nothing needs the waiver of {waiver.rule}"
        return ""

    @staticmethod
    def _everything(stack: Stack) -> list[tuple[str, str]]:
        """What all the rules but this one find."""
        package = import_module("ec2_readiness")
        rules = [getattr(package, name)() for name in dir(package) if name != "WaiversCount"]
        return [
            (getattr(match, "rule", rule).id, resource)
            for rule in rules
            for resource, match in rule.findings(stack)
        ]
