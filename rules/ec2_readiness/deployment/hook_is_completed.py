"""An instance waits in its launching hook until it is completed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    completes_hook,
    launch_for,
    launching_hooks,
    pick,
    runs_others,
)

COMPLETING = (
    "AWS::Lambda::Function",
    "AWS::Events::Rule",
    "AWS::SSM::Document",
    "AWS::Serverless::Function",
)


class HookIsCompleted(Rule):
    id = "ER9221"
    shortdesc = "The launching hook is completed"
    description = (
        "An instance stays in Pending:Wait until complete-lifecycle-action is called or the "
        "heartbeat runs out; then it is abandoned, and the group launches and abandons "
        "instances again and again."
    )
    instead = (
        "End the script with aws autoscaling complete-lifecycle-action "
        "--lifecycle-action-result CONTINUE"
    )
    source_url = aws("autoscaling/ec2/userguide/completing-lifecycle-hooks.html")
    tags = ["deployment", "autoscaling", "boot"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        text = launch.possible_text if launch is not None else None
        if (
            text is None
            or completes_hook(text)
            or runs_others(text)
            or resource.view.of(*COMPLETING)
        ):
            return
        for place, hook in launching_hooks(resource):
            continues = pick(hook, "DefaultResult") == "CONTINUE"
            if not continues and pick(hook, "NotificationTargetARN") is None:
                own = (
                    "" if launch is not None and launch.is_stock_linux else "the image itself does"
                )
                finding = place("Nothing completes this launching hook")
                yield replace(finding, unless=own)
