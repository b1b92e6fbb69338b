"""A function that a topic may not call."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, shown


class FunctionAdmitsTopic(Rule):
    id = "WR9716"
    shortdesc = "A function that subscribes to a topic may be called by it"
    description = (
        "SNS calls a function only with a Lambda permission for sns.amazonaws.com: without it "
        "the notifications are dropped."
    )
    instead = "Add an AWS::Lambda::Permission with Principal: sns.amazonaws.com"
    source_url = aws("lambda/latest/dg/with-sns.html")
    tags = ["notices"]
    types = ("AWS::SNS::Subscription",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        function = resource.resource("Endpoint")
        if resource.get("Protocol") != "lambda" or function is None:
            return
        if function.type != "AWS::Lambda::Function" or resource.view.is_exposed(function):
            return
        users = resource.view.users(function, "AWS::Lambda::Permission")
        if not any(
            "sns" in shown(user.get("Principal")) or not user.string("Principal") for user in users
        ):
            yield resource.finding(f"The topic may not call {function.name}", "Endpoint")
