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
    commands,
    completes_hook,
    inlined,
    launch_for,
    launching_hooks,
    option,
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
        if launch is None or text is None:
            return
        own = "" if launch.is_stock_linux else "the image itself does"
        if self._only_abandons(text):
            own = "another program does"
        elif completes_hook(text) or runs_others(text) or resource.view.of(*COMPLETING):
            return
        for place, hook in launching_hooks(resource):
            continues = pick(hook, "DefaultResult") == "CONTINUE"
            if not continues and pick(hook, "NotificationTargetARN") is None:
                yield replace(place("Nothing completes this launching hook"), unless=own)

    @staticmethod
    def _only_abandons(text: str) -> bool:
        """Every call's result is known, and none is CONTINUE."""
        calls = list(commands(inlined(text), "complete-lifecycle-action"))
        results = [option(arguments, "--lifecycle-action-result") for arguments in calls]
        return bool(results) and all(result == "ABANDON" for result in results)
