"""A group that waits for signals is sent them."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    launch_for,
    may_signal,
    never_succeeds,
    runs_others,
    signals,
    strings,
    waits_for_signals,
)


class WaitingGroupIsSignalled(Rule):
    id = "ER9209"
    shortdesc = "The boot script of a group that waits for signals sends one"
    description = (
        "A creation or update policy waits for a signal from each instance. If the script sends "
        "none, the wait ends in a timeout and the stack rolls back."
    )
    instead = (
        "End the script with cfn-signal --exit-code $? --stack ${AWS::StackName} --resource "
        "<the group's logical id> --region ${AWS::Region}"
    )
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-signal.html")
    tags = ["deployment", "autoscaling", "boot"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        if launch is None or not waits_for_signals(resource) or self._by_others(resource):
            return
        text = launch.possible_text
        own = "" if launch.is_stock_linux else "the image itself sends one"
        if text is not None and not may_signal(text):
            yield resource.finding_at(
                f"The group waits for signals, but {launch.resource.name}'s script sends none",
                self._place(resource),
                unless=own,
            )
        elif text is not None and never_succeeds(text):
            others = "what else it runs sends one" if runs_others(text) else ""
            text = "Every signal of the script is one of failure"
            yield launch.finding(text, "UserData", unless=others)
        elif not launch.has("UserData") and launch.uses_public_image:
            yield resource.finding_at(
                f"The group waits for signals, but {launch.resource.name} has no user data",
                self._place(resource),
            )

    @staticmethod
    def _by_others(resource: Resource) -> bool:
        """A function or a document of the template signals in the instances' stead."""
        others = resource.view.of("AWS::Lambda::Function", "AWS::SSM::Document")
        return any(signals(text) for other in others for text in strings(other.properties))

    @staticmethod
    def _place(resource: Resource) -> str:
        return "CreationPolicy" if resource.part("CreationPolicy") is not None else "UpdatePolicy"
