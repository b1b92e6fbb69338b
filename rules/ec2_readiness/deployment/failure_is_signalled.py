"""A script that stops at an error and does not signal it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    launch_for,
    signals,
    stops_silently,
    waits_for_signals,
)

# What -E hands on to functions is a trap on ERR.
ERRTRACE = re.compile(r"(?m)^\s*set\s+-\w*E|^\s*set\s[^\n]*-o\s+errtrace")


class FailureIsSignalled(Rule):
    id = "IR9228"
    shortdesc = "A boot script that stops at an error signals that"
    description = (
        "A script under set -e ends at the first error, before the cfn-signal at its end: the "
        "deploy waits for the whole timeout before it rolls back."
    )
    instead = "Add a trap on ERR or EXIT that calls cfn-signal with the exit code"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-signal.html")
    tags = ["deployment", "boot"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        script = launch.script if launch is not None else None
        if launch is None or script is None or not waits_for_signals(resource):
            return
        pointless = ERRTRACE.search(script) and not re.search(
            r"\btrap\s+(?!-\s)[^\n]*\b(?:ERR|EXIT)\b", script
        )
        if signals(script) and (pointless or stops_silently(script)):
            yield launch.finding("An error ends the script without a signal", "UserData")
