"""Answers of AWS that a script reads by names that they do not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, commands, is_shell, launches, prepared

# The beginning of what --query asks for, by command.
ANSWERS = {
    "get-secret-value": "ARN Name VersionId VersionStages SecretString SecretBinary CreatedDate",
    "get-parameter": "Parameter",
    "get-parameters": "Parameters InvalidParameters",
    "get-parameters-by-path": "Parameters NextToken",
    "describe-target-health": "TargetHealthDescriptions",
    "describe-auto-scaling-instances": "AutoScalingInstances NextToken",
    "describe-auto-scaling-groups": "AutoScalingGroups NextToken",
    "describe-instances": "Reservations NextToken",
    "describe-tags": "Tags NextToken",
}
STATE = re.compile(
    r"[=!]=?\s*['\"]?(Healthy|HEALTHY|Unhealthy|UNHEALTHY|Initial|Draining|Unused)\b"
)
SPAN = re.compile(r"=~\s*\^?\(?['\"]?[2-5]\d\d-[2-5]\d\d")


class AnswersAreRead(Rule):
    id = "WR9479"
    shortdesc = "The boot script reads AWS's answers by the names that they have"
    description = (
        "The command line prints None for a field that is spelt otherwise than in the answer, "
        "capitals included; states of targets are in small letters; a range of codes is no regular "
        "expression."
    )
    instead = "Take the field's name and the states from the command's reference"
    source_url = aws("cli/latest/userguide/cli-usage-filter.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = prepared(launch.script or "")
            problem = next(self._problems(text), "") if is_shell(text) else ""
            if problem:
                yield launch.finding(problem, "UserData")

    @staticmethod
    def _problems(text: str) -> Iterator[str]:
        for command, names in ANSWERS.items():
            for arguments in commands(text, command):
                asked = re.search(r"--query[= ]+['\"]?(\w+)", arguments)
                if asked and asked[1] not in names.split():
                    yield f"The answer of {command} has no {asked[1]}"
        state = STATE.search(text)
        if state and "describe-target-health" in text:
            yield f"A target is never {state[1]}: states are in small letters"
        if SPAN.search(text):
            yield "A range of codes is compared as a regular expression"
