"""What a template claims for its stack, and AWS gives to one stack only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.paths import KeyPath


class Kind(NamedTuple):
    """What is claimed: the property that names it, and those within which the name is one.

    `where` says of which stacks that holds, empty if of all. `unless` is a property that makes more
    of the name possible.
    """

    noun: str
    named: str
    within: tuple[str, ...]
    refused_by: str
    remedy: str
    where: str = ""
    unless: str = ""
    regional: bool = False


_CHAT = "leave it out there, and give its alarms to this channel: see docs/accounts.md"
KINDS = {
    # Records of other routing policies than the simple one have a SetIdentifier.
    # https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
    "AWS::Route53::RecordSet": Kind(
        "record", "Name", ("HostedZoneId", "Type"), "Route 53",
        "set another name, or make latency records of it by overrides: see docs/accounts.md",
        unless="SetIdentifier",
    ),
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
    "AWS::ElasticLoadBalancingV2::ListenerRule": Kind(
        "priority", "Priority", ("ListenerArn",), "Elastic Load Balancing",
        "set another priority: each rule of a listener has its own", regional=True,
    ),
    # A global service: one configuration for a channel, in whichever region.
    # https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateSlackChannelConfiguration.html
    "AWS::Chatbot::SlackChannelConfiguration": Kind(
        "Slack channel", "SlackChannelId", ("SlackWorkspaceId",), "AWS", _CHAT, "of an account",
    ),
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration": Kind(
        "Teams channel", "TeamsChannelId", ("TeamId",), "AWS", _CHAT, "of an account",
    ),
}  # fmt: skip


class Claim(NamedTuple):
    """The value of a kind that a resource claims, and the element that names it."""

    kind: Kind
    value: str
    within: tuple[str, ...]
    element: KeyPath

    @property
    def key(self) -> tuple[str, ...]:
        """What no other stack can have."""
        return (self.kind.noun, self.value, *self.within)


def claims(template: dict[str, Any]) -> Iterator[Claim]:
    """Yield the claims of a template, except those whose values only the deployment knows."""
    for id_, resource in template.get("Resources", {}).items():
        match resource:
            case {"Type": str(type_), "Properties": dict(properties)} if type_ in KINDS:
                kind = KINDS[type_]
                values = [properties.get(each) for each in (kind.named, *kind.within)]
                if kind.unless not in properties and all(map(_is_literal, values)):
                    value, *within = map(str, values)
                    element = ("Resources", id_, "Properties", kind.named)
                    yield Claim(kind, value, tuple(within), element)


def _is_literal(value: Any) -> bool:
    return isinstance(value, str | int)
