"""To which stack, in which region."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, commands, launches, option


class SignalSaysWhere(Rule):
    id = "WR9230"
    shortdesc = "cfn-signal and cfn-init say their region and stack"
    description = (
        "Without --region the helper scripts call us-east-1, and without --stack they name no "
        "stack: in any other region the signal never arrives and the metadata is not found. So it "
        "is with a name or region that is written out, in another stack or region than that."
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
                    made = any(r.part("Metadata", "aws:cdk:path") for r in view.resources.values())
                    problem = "" if made else self._literal(program, arguments)
                    if problem:
                        unless = "the stack is only ever there, under that name"
                        yield launch.finding(problem, "UserData", unless=unless)
                        return

    @staticmethod
    def _literal(program: str, arguments: str) -> str:
        """A stack or region that is written out, where the stack's own is meant."""
        for name in ("--stack", "--region"):
            value = option(arguments, name)
            if value is not None and "$" not in value:
                return f"{program} names the {name[2:]} {value}, whichever stack it runs in"
        return ""

    @staticmethod
    def _missing(program: str, arguments: str) -> str:
        short = program == "cfn-init" and " -r" in arguments  # of cfn-signal it is the reason
        if "--resource" not in arguments and not short:
            return ""  # a wait condition's address says it all
        if "--stack" not in arguments and " -s" not in arguments:
            return "--stack"
        return "" if "--region" in arguments or "--url" in arguments else "--region"
