"""More load, fewer instances: a scaling alarm the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, as_list, aws, number, pick, shown

LOAD = (
    "CPUUtilization",
    "RequestCount",
    "RequestCountPerTarget",
    "TargetResponseTime",
    "Latency",
    "NetworkIn",
    "NetworkOut",
    "ApproximateNumberOfMessagesVisible",
    "ActiveConnectionCount",
    "mem_used_percent",
    "MemoryUtilization",
)


class AlarmScalesRightWay(Rule):
    id = "WR9315"
    shortdesc = "An alarm on high load adds instances, one on low load removes them"
    description = (
        "A policy that removes instances when the load is high makes the load on the others higher "
        "still, until the group is at its minimum."
    )
    instead = "Give the alarm the other policy, or turn its comparison round"
    assumes = "a high value of the metric means load"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-simple-step.html")
    tags = ["autoscaling", "scaling", "alarms"]
    types = ("AWS::CloudWatch::Alarm",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        comparison = shown(resource.get("ComparisonOperator"))
        if resource.string("MetricName") not in LOAD:
            return
        for index, action in enumerate(as_list(resource.get("AlarmActions"))):
            policy = resource.view.target(action)
            odd = self._mixed(policy, comparison) if policy is not None else ""
            if odd:
                yield resource.finding(odd, "AlarmActions", index)
            change = self._change(policy) if policy is not None and policy.type == POLICY else 0
            if change < 0 and comparison.startswith("GreaterThan"):
                yield resource.finding(
                    f"High load removes instances by {action.target}", "AlarmActions", index
                )
            elif change > 0 and comparison.startswith("LessThan"):
                yield resource.finding(
                    f"Low load adds instances by {action.target}", "AlarmActions", index
                )

    @staticmethod
    def _change(policy: Resource) -> float:
        """More or fewer instances; 0 where it may be either."""
        if policy.get("AdjustmentType") == "ExactCapacity":
            return 0
        steps = [pick(step, "ScalingAdjustment") for _, step in policy.entries("StepAdjustments")]
        changes = [number(change) for change in [policy.get("ScalingAdjustment"), *steps]]
        known = [change for change in changes if change]
        if known and (all(c > 0 for c in known) or all(c < 0 for c in known)):
            return known[0]
        return 0

    @staticmethod
    def _mixed(policy: Resource, comparison: str) -> str:
        """A step against the direction of all the others, on the alarm's own side."""
        if policy.type != POLICY or policy.get("AdjustmentType") == "ExactCapacity":
            return ""
        above = comparison.startswith("GreaterThan")
        for _, step in policy.entries("StepAdjustments"):
            change = number(pick(step, "ScalingAdjustment"))
            low = number(pick(step, "MetricIntervalLowerBound"))
            high = number(pick(step, "MetricIntervalUpperBound"))
            beyond, within = low is not None and low >= 0, high is not None and high <= 0
            if change is not None and above and beyond and change < 0:
                return f"{policy.name} removes instances at a step of high load"
            if change is not None and comparison.startswith("LessThan") and within and change > 0:
                return f"{policy.name} adds instances at a step of low load"
        return ""
