"""Whether a deployment leaves as many instances in service as the config asks for."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostic import Diagnostic
from pipeline.review.deployment import plans
from pipeline.review.fleet import read_fleet
from pipeline.template.assembly import Rendering


def capacity_during_deployment(rendering: Rendering) -> Iterator[Diagnostic]:
    """Yield a diagnostic where a deployment leaves fewer in service than the config accepts."""
    wanted = rendering.config.settings.get("deployment", {}).get("min_serving_percent")
    fleet = read_fleet(rendering.template.data) if wanted else None
    if fleet is None:
        return
    worst = min(plans(fleet), key=lambda each: (each.percent, each.capacity), default=None)
    if worst and worst.percent < wanted:
        setting = ("deployment", "min_serving_percent")
        message = (
            f"deployment.min_serving_percent: {worst.lowest} of {worst.capacity} instances serve "
            f"at the lowest, {worst.percent} percent, and {wanted} are asked for"
        )
        hint = "choose deployment.strategy refresh, or raise the maximum size or min_active_percent"
        yield Diagnostic(rendering.config.location(setting), message, hint)
