"""What a template claims for its stack, and AWS gives to one stack only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.paths import KeyPath


class Kind(NamedTuple):
    """What is claimed: the property that names it, and those within which the name is one.

    `where` says of which stacks that holds, empty if of all. Of a kind that is `routed`, several
    may share the name: see `Claim.excludes`.
    """

    noun: str
    named: str
    within: tuple[str, ...]
    refused_by: str
    remedy: str
    where: str = ""
    regional: bool = False
    routed: bool = False


_CHAT = "leave it out there, and give its alarms to this channel: see docs/accounts.md"
KINDS = {
    "AWS::Route53::RecordSet": Kind(
        "record", "Name", ("HostedZoneId", "Type"), "Route 53",
        "set another name, or make latency or failover records by overrides: see docs/accounts.md",
        routed=True,
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


# What makes a record another one than a simple one: its routing policy.
# https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
_POLICIES = (
    "Weight", "Region", "Failover", "GeoLocation", "GeoProximityLocation", "CidrRoutingConfig",
    "MultiValueAnswer",
)  # fmt: skip
_OF_ONE_RECORD = ("SetIdentifier", "Region", "Failover")


class Claim(NamedTuple):
    """The value of a kind that a resource claims, and the element that names it.

    `policy` is the routing policy of a record, empty for a simple one and for other kinds;
    `shares` has what no other record of the name and policy can have.
    """

    kind: Kind
    value: str
    within: tuple[str, ...]
    element: KeyPath
    policy: str = ""
    shares: frozenset[tuple[str, str]] = frozenset()

    @property
    def key(self) -> tuple[str, ...]:
        """What no other stack can have."""
        return (self.kind.noun, self.value, *self.within)

    def excludes(self, other: Claim) -> bool:
        """Whether AWS refuses one of two claims of the same key.

        Records of one name have one routing policy, and each its own SetIdentifier, Region or role
        in a failover.
        """
        return not self.policy or self.policy != other.policy or bool(self.shares & other.shares)


def claims(template: dict[str, Any]) -> Iterator[Claim]:
    """Yield the claims of a template, except those whose values only the deployment knows."""
    for id_, resource in template.get("Resources", {}).items():
        match resource:
            case {"Type": str(type_), "Properties": dict(properties)} if type_ in KINDS:
                kind = KINDS[type_]
                values = [properties.get(each) for each in (kind.named, *kind.within)]
                if all(map(_is_literal, values)):
                    value, *within = map(str, values)
                    element = ("Resources", id_, "Properties", kind.named)
                    routing = _routing(properties) if kind.routed else ()
                    yield Claim(kind, value, tuple(within), element, *routing)


def _routing(properties: dict[str, Any]) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return the routing policy of a record, and what only one record of it can have."""
    policy = next((each for each in _POLICIES if each in properties), "")
    values = {name: properties.get(name) for name in _OF_ONE_RECORD}
    return policy, frozenset(
        (name, str(each)) for name, each in values.items() if _is_literal(each)
    )


def _is_literal(value: Any) -> bool:
    return isinstance(value, str | int)
