"""Each policy type has settings of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws, kind_of

SETTINGS = {
    "Cooldown": ("SimpleScaling",),
    "ScalingAdjustment": ("SimpleScaling",),
    "StepAdjustments": ("StepScaling",),
    "MetricAggregationType": ("StepScaling",),
    "EstimatedInstanceWarmup": ("StepScaling", "TargetTrackingScaling"),
    "TargetTrackingConfiguration": ("TargetTrackingScaling",),
    "PredictiveScalingConfiguration": ("PredictiveScaling",),
    "AdjustmentType": ("SimpleScaling", "StepScaling"),
}
NEEDED = {
    "SimpleScaling": "ScalingAdjustment",
    "StepScaling": "StepAdjustments",
    "TargetTrackingScaling": "TargetTrackingConfiguration",
}


class SettingsOfPolicyType(Rule):
    id = "ER9313"
    shortdesc = "A scaling policy has the settings of its type"
    description = (
        "Cooldown and ScalingAdjustment belong to simple scaling, StepAdjustments to step "
        "scaling, the warm-up to step scaling and target tracking; the policy is refused "
        "otherwise."
    )
    instead = "Say the PolicyType that the settings are for"
    source_url = aws("autoscaling/ec2/APIReference/API_PutScalingPolicy.html")
    tags = ["autoscaling", "scaling"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        kind = kind_of(resource)
        if kind is None:
            return
        for setting, kinds in SETTINGS.items():
            if resource.states(setting) and kind not in kinds:
                yield resource.finding(f"{setting} is not for a policy of type {kind}", setting)
        if kind in NEEDED and not resource.has(NEEDED[kind]):
            yield resource.finding(f"A policy of type {kind} needs {NEEDED[kind]}", "PolicyType")
