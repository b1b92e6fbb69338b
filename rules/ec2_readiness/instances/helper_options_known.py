"""An option that a helper script does not have."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    is_shell,
    launches,
    prepared,
    shell_commands,
)

COMMON = (
    "--access-key",
    "--credential-file",
    "--debug",
    "--help",
    "--http-proxy",
    "--https-proxy",
    "--region",
    "--resource",
    "--role",
    "--secret-key",
    "--stack",
    "--url",
    "--verbose",
    "--version",
)
OPTIONS = {
    "cfn-init": (*COMMON, "--configsets", "--resume"),
    "cfn-signal": (*COMMON, "--data", "--exit-code", "--id", "--reason", "--success"),
    "cfn-get-metadata": (*COMMON, "--key"),
    "cfn-hup": (*COMMON, "--config", "--no-daemon"),
}


class HelperOptionsKnown(Rule):
    id = "ER9437"
    shortdesc = "cfn-init and cfn-signal get options that they have"
    description = (
        "A helper script that gets an option it does not know prints its usage and fails: no "
        "metadata is worked through, and no signal is sent."
    )
    instead = "Write the option as the reference of the helper script does"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-helper-scripts-reference.html")
    tags = ["instances", "boot", "deployment"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = prepared(launch.script or "")
            if not is_shell(script):
                continue
            for command in shell_commands(script):
                known = OPTIONS.get(command.program, ())
                words = [word.split("=")[0] for word in command.arguments if word.startswith("--")]
                for word in words if known else ():
                    if not any(option.startswith(word) for option in known):
                        near = get_close_matches(word, known, 1)
                        hint = f"; did you mean {near[0]}?" if near else ""
                        text = f"{command.program} has no option {word}{hint}"
                        yield launch.finding(text, "UserData")
