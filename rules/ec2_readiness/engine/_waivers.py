"""Findings that a template accepts, each with a reason and for a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ec2_readiness.engine._values import as_list, pick, string

KEY = "ec2-readiness"
Place = tuple["str | int", ...]


@dataclass(frozen=True)
class Waiver:
    """One entry of `Metadata.ec2-readiness.waivers`, of the template or of a resource."""

    place: Place
    body: dict[str, Any]
    holder: str  # the resource in whose metadata it stands; empty for the template's

    @property
    def rule(self) -> str:
        return string(self.body.get("rule")) or ""

    @property
    def resource(self) -> str:
        """The resource that it is for; empty for any."""
        return self.holder or string(self.body.get("resource")) or ""

    @property
    def reason(self) -> str:
        return (string(self.body.get("reason")) or "").strip()

    @cached_property
    def until(self) -> date | None:
        """The last day on which it counts; None where that is no date."""
        try:
            return date.fromisoformat(str(self.body.get("until")))
        except ValueError:
            return None

    @property
    def counts(self) -> bool:
        """It has a reason and a date, and the date is not past."""
        return bool(self.reason) and self.until is not None and self.until >= date.today()  # noqa: DTZ011

    def is_for(self, rule: str, resource: str) -> bool:
        """The finding is what it was written for; one for an error covers the same warning."""
        same = rule == self.rule or (self.rule[:1] == "E" and rule[1:] == self.rule[1:])
        return same and self.resource in ("", resource)


def waivers(template: dict[str, Any]) -> Iterator[Waiver]:
    """Every waiver of the template, well formed or not."""
    yield from _in(template, (), "")
    resources = template.get("Resources")
    for name, body in resources.items() if isinstance(resources, dict) else ():
        yield from _in(body, ("Resources", str(name)), str(name))


def _in(node: Any, place: Place, holder: str) -> Iterator[Waiver]:
    keys = ("Metadata", KEY, "waivers")
    for index, body in enumerate(as_list(pick(node, *keys))):
        yield Waiver((*place, *keys, index), body if isinstance(body, dict) else {}, holder)
