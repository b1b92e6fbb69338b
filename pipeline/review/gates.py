"""What a team forbids: effects of an update, and too few instances during a deployment."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostic import Diagnostic
from pipeline.review.changes import REMOVED
from pipeline.review.deployment import plans
from pipeline.review.effects import Effect
from pipeline.review.fleet import read_fleet
from pipeline.review.impact import Impact, Item
from pipeline.template.rendering import Rendering

RULE = "impact"


def forbidden(found: Impact, kinds: list[str]) -> list[Diagnostic]:
    """Return a diagnostic, at the line that caused it, for each change of a forbidden kind."""
    diagnostics = []
    for item in found.items:
        if ("replace" in kinds or "interruption" in kinds) and _replaces(item):
            diagnostics.append(_diagnostic(item, f"{item.change.name} is {item.change.heading}"))
        elif "interruption" in kinds and item.change.effect is Effect.INTERRUPTION:
            diagnostics.append(_diagnostic(item, f"{item.change.name}: some interruption"))
    for change, cause in found.access if "widened" in kinds else []:
        if change.widens:
            grant = change.grant
            message = f"{grant.resource}: {grant.kind} {change.words}: {grant.text}"
            diagnostics.append(Diagnostic(cause.location, message, rule=RULE))
    return diagnostics


def _replaces(item: Item) -> bool:
    return item.change.kind == REMOVED or item.change.effect >= Effect.MAY_REPLACE


def _diagnostic(item: Item, message: str) -> Diagnostic:
    return Diagnostic(
        item.cause.location, message, rule=RULE, element=("Resources", item.change.name)
    )


def capacity_during_deployment(rendering: Rendering) -> Iterator[Diagnostic]:
    """Yield a diagnostic where a deployment leaves fewer in service than the config accepts."""
    wanted = rendering.config.settings.get("deployment", {}).get("min_serving_percent")
    fleet = read_fleet(rendering.template.data)
    if not wanted or fleet is None:
        return
    worst = min(plans(fleet), key=lambda each: (each.percent, each.capacity), default=None)
    if worst and worst.percent < wanted:
        setting = ("deployment", "min_serving_percent")
        message = (
            f"deployment.min_serving_percent: {worst.lowest} of {worst.capacity} instances serve "
            f"at the lowest, {worst.percent} percent, and {wanted} are asked for"
        )
        hint = (
            "choose deployment.strategy refresh, raise fleet.max_size or rolling.min_active_percent"
        )
        yield Diagnostic(rendering.config.location(setting), message, hint)
