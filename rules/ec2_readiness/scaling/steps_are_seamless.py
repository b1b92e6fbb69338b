"""Step adjustments cover each value once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws, number

Step = tuple[float, float, int]


class StepsAreSeamless(Rule):
    id = "ER9310"
    shortdesc = "The steps of a scaling policy leave no gap and do not overlap"
    description = (
        "Auto Scaling refuses step adjustments with a gap between them, with an overlap, or "
        "with more than one open end on a side."
    )
    instead = "Let each step begin where the one before ends, the outer ones without a bound"
    source_url = aws("autoscaling/ec2/APIReference/API_StepAdjustment.html")
    tags = ["autoscaling", "scaling"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        steps: list[Step] = []
        for index, step in resource.entries("StepAdjustments"):
            if not isinstance(step, dict):
                return
            bounds = [self._bound(step, key) for key in ("Low", "Upp")]
            if bounds[0] is None or bounds[1] is None:
                return
            steps.append((bounds[0], bounds[1], index))
        steps.sort()
        for low, high, index in steps:
            if low >= high:
                yield self._at(
                    resource, index, "The step's lower bound is not below its upper bound"
                )
                return
        for before, after in itertools.pairwise(steps):
            if before[1] < after[0]:
                yield self._at(resource, after[2], f"No step covers {before[1]:g} to {after[0]:g}")
            elif before[1] > after[0]:
                yield self._at(resource, after[2], f"Two steps cover {after[0]:g} and above")

    @staticmethod
    def _bound(step: dict[str, object], side: str) -> float | None:
        key = "MetricIntervalLowerBound" if side == "Low" else "MetricIntervalUpperBound"
        if step.get(key) is None:
            return float("-inf") if side == "Low" else float("inf")
        return number(step[key])

    @staticmethod
    def _at(resource: Resource, index: int, message: str) -> Finding:
        return resource.finding(message, "StepAdjustments", index)
