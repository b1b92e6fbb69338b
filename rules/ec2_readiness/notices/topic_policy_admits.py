"""A topic policy in the template replaces the default."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    admits_service,
    alarm_topics,
    as_list,
    aws,
    pick,
    statements,
)


class TopicPolicyAdmits(Rule):
    id = "WR9703"
    shortdesc = "The policy of a topic for alarms admits CloudWatch"
    description = (
        "A TopicPolicy replaces the default policy. If it does not let CloudWatch publish, "
        "alarms go off and their notifications are refused."
    )
    instead = "Allow sns:Publish to the service cloudwatch.amazonaws.com"
    source_url = aws("sns/latest/dg/sns-access-policy-use-cases.html")
    tags = ["notices", "alarms", "permissions"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for topic in alarm_topics(view):
            policies = [
                policy
                for policy in view.of("AWS::SNS::TopicPolicy")
                if any(topic.is_ref(value) for value in as_list(policy.get("Topics")))
            ]
            documents = [policy.get("PolicyDocument") for policy in policies]
            if not policies or any(self._admits(document) for document in documents):
                continue
            yield policies[0].finding(
                f"CloudWatch may not publish to {topic.name}", "PolicyDocument"
            )

    @staticmethod
    def _admits(document: object) -> bool:
        if admits_service(document, "cloudwatch.amazonaws.com", "sns:Publish") is not False:
            return True
        return any(pick(body, "Principal", "AWS") is not None for _, body in statements(document))
