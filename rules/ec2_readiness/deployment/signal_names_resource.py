"""A signal goes to a resource of this template."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    commands,
    launches,
    of_own_stack,
    option,
)


class SignalNamesResource(Rule):
    id = "ER9210"
    shortdesc = "cfn-signal names a resource of the template"
    description = (
        "A signal for a logical id that the stack does not have is refused; the resource that "
        "waits gets no signal, and the deploy ends in a timeout."
    )
    instead = "Name the logical id of the group that waits"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-signal.html")
    tags = ["deployment", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        every = view.template.get("Resources", {})
        for launch in launches(view):
            for arguments in commands(launch.boot_text or "", "cfn-signal"):
                name = option(arguments, "--resource")
                if name is not None and name not in every and of_own_stack(arguments):
                    yield launch.finding(
                        f"cfn-signal names {name!r}, which is no resource here", "UserData"
                    )
