"""To which stack, in which region."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, commands, launches


class SignalSaysWhere(Rule):
    id = "WR9230"
    shortdesc = "cfn-signal and cfn-init say their region and stack"
    description = (
        "Without --region the helper scripts call us-east-1, and without --stack they name no "
        "stack: in any other region the signal never arrives and the metadata is not found."
    )
    instead = "Add --stack ${AWS::StackName} and --region ${AWS::Region}"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-signal.html")
    tags = ["deployment", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for program in ("cfn-signal", "cfn-init"):
                for arguments in commands(launch.script or "", program):
                    missing = self._missing(program, arguments)
                    if missing:
                        yield launch.finding(f"{program} is called without {missing}", "UserData")
                        return

    @staticmethod
    def _missing(program: str, arguments: str) -> str:
        short = program == "cfn-init" and " -r" in arguments  # of cfn-signal it is the reason
        if "--resource" not in arguments and not short:
            return ""  # a wait condition's address says it all
        if "--stack" not in arguments and " -s" not in arguments:
            return "--stack"
        return "" if "--region" in arguments or "--url" in arguments else "--region"
