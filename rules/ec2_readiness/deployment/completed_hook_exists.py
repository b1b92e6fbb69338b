"""The script completes a hook by the name that it has."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    Value,
    aws,
    commands,
    hooks,
    inlined,
    launch_for,
    option,
    pick,
    string,
)

RESULTS = ("CONTINUE", "ABANDON")


class CompletedHookExists(Rule):
    id = "ER9222"
    shortdesc = "The script completes a hook that the group has"
    description = (
        "complete-lifecycle-action fails for a hook name that the group does not know: the "
        "instance waits until the heartbeat runs out and is abandoned. So it does where the hook "
        "is one of terminating instances, or the result is neither CONTINUE nor ABANDON."
    )
    instead = "Give --lifecycle-hook-name the name of the group's launching hook"
    source_url = aws("autoscaling/ec2/userguide/completing-lifecycle-hooks.html")
    tags = ["deployment", "autoscaling", "boot"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        if launch is None:
            return
        known = {string(pick(hook, "LifecycleHookName")): hook for _, hook in hooks(resource)}
        for arguments in commands(inlined(launch.boot_text or ""), "complete-lifecycle-action"):
            name = option(arguments, "--lifecycle-hook-name")
            problem = "" if None in known or name is None else self._problem(name, known)
            elsewhere = "another stack adds it" if resource.view.is_exposed(resource) else ""
            if problem:
                yield launch.finding(problem, "UserData", unless=elsewhere)
            result = option(arguments, "--lifecycle-action-result")
            if result is not None and result not in RESULTS and "$" not in result:
                text = f"The hook is completed with {result!r}: it is CONTINUE or ABANDON"
                yield launch.finding(text, "UserData")

    @staticmethod
    def _problem(name: str, known: dict[str | None, Value]) -> str:
        if name not in known:
            return f"The script completes a hook {name!r}, which is not there"
        transition = string(pick(known[name], "LifecycleTransition"))
        if transition == "autoscaling:EC2_INSTANCE_TERMINATING":
            return f"The boot script completes {name!r}, a hook of terminating instances"
        return ""
