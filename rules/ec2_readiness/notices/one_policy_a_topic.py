"""Topics and policies that do not belong together."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    TOPIC,
    Finding,
    Hole,
    Resource,
    Rule,
    View,
    as_list,
    aws,
    pick,
    statements,
)

POLICY = "AWS::SNS::TopicPolicy"


class OnePolicyATopic(Rule):
    id = "WR9719"
    shortdesc = "A topic has one policy, which is about the topic itself"
    description = (
        "The second policy of a topic replaces the first, in whichever order they are created. A "
        "statement about another topic than the policy's own allows nothing, or is refused."
    )
    instead = "Put all statements into one policy, with the topic as Resource"
    source_url = aws("sns/latest/api/API_SetTopicAttributes.html")
    tags = ["notices", "permissions"]
    types = (POLICY,)

    def check_view(self, view: View) -> Iterator[Finding]:
        seen: dict[str, str] = {}
        for policy in view.of(POLICY):
            topics = policy.resources("Topics")
            for topic in topics:
                if topic.name in seen:
                    text = f"{topic.name} has the policy {seen[topic.name]} already"
                    yield policy.finding(text, "Topics")
                seen.setdefault(topic.name, policy.name)
            if topics and len(topics) == len(as_list(policy.get("Topics"))):
                yield from self._strange(policy, {topic.name for topic in topics})

    @staticmethod
    def _strange(policy: Resource, own: set[str]) -> Iterator[Finding]:
        for place, body in statements(policy.get("PolicyDocument")):
            things = as_list(pick(body, "Resource"))
            targets = {t.target for t in things if isinstance(t, Hole) and policy.view.target(t)}
            others = [n for n in targets - own if policy.view.resources[n].type == TOPIC]
            if others and not targets & own:
                text = f"The statement is about {others[0]}, the policy of {min(own)}"
                yield policy.finding(text, "PolicyDocument", *place, "Resource")
