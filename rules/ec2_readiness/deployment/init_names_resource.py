"""cfn-init reads the metadata of a resource that has it."""

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


class InitNamesResource(Rule):
    id = "ER9212"
    shortdesc = "cfn-init names the resource that holds its metadata"
    description = (
        "cfn-init reads AWS::CloudFormation::Init from the resource that it is given. If that "
        "resource is not there or has no such metadata, cfn-init does nothing or fails."
    )
    instead = "Name the logical id of the resource whose Metadata has AWS::CloudFormation::Init"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-init.html")
    tags = ["deployment", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for arguments in commands(launch.script or "", "cfn-init"):
                name = option(arguments, "--resource", "-r")
                if name is None or not of_own_stack(arguments) or self._has_metadata(view, name):
                    continue
                reason = "has no AWS::CloudFormation::Init metadata"
                if name not in view.template.get("Resources", {}):
                    reason = "is no resource here"
                yield launch.finding(f"cfn-init names {name!r}, which {reason}", "UserData")

    @staticmethod
    def _has_metadata(view: View, name: str) -> bool:
        resource = view.resources.get(name)
        if resource is None:
            return name in view.template.get("Resources", {})
        return resource.part("Metadata", "AWS::CloudFormation::Init") is not None
