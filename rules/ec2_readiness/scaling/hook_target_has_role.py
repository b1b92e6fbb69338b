"""A hook that notifies needs leave to do so."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Rule, View, aws, hooks, pick


class HookTargetHasRole(Rule):
    id = "ER9325"
    shortdesc = "A hook that notifies a topic or queue has a role"
    description = (
        "Auto Scaling refuses a hook with a NotificationTargetARN that it has no RoleARN to "
        "publish to."
    )
    instead = "Add a RoleARN that autoscaling.amazonaws.com may assume and that may publish"
    source_url = aws("autoscaling/ec2/APIReference/API_PutLifecycleHook.html")
    tags = ["autoscaling"]
    types = (GROUP,)

    def check_view(self, view: View) -> Iterator[Finding]:
        for group in view.of(GROUP):
            for place, hook in hooks(group):
                target = view.target(pick(hook, "NotificationTargetARN"))
                kinds = ("AWS::SNS::Topic", "AWS::SQS::Queue")
                if target is not None and target.type in kinds and pick(hook, "RoleARN") is None:
                    yield place(f"The hook notifies {target.name} without a RoleARN")
