"""Actions without an answer."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    LISTENER_RULE,
    Finding,
    Resource,
    Rule,
    actions,
    aws,
    listener_of,
    number,
    pick,
)

SIGNING = ("authenticate-", "jwt-validation")


class ActionsEndInAnswer(Rule):
    id = "ER9542"
    shortdesc = "A listener's actions sign in at most once and end in an answer"
    description = (
        "The last action forwards, redirects or answers; signing in, or the check of a token, "
        "comes before it, and from an HTTPS listener only. Anything else is refused."
    )
    instead = "Put the authenticate action first, and one forward, redirect or fixed-response last"
    source_url = aws("elasticloadbalancing/latest/application/listener-authenticate-users.html")
    tags = ["balancing"]
    types = (LISTENER, LISTENER_RULE)

    def check(self, resource: Resource) -> Iterator[Finding]:
        listener = listener_of(resource)
        found = [(place, pick(action, "Type")) for place, action in actions(resource)]
        if not found or not all(isinstance(kind, str) for _, kind in found):
            return
        orders = [pick(action, "Order") for _, action in actions(resource)]
        if len(found) > 1 and not any(order is not None for order in orders):
            yield resource.finding("Several actions without Order", *found[1][0])
        answers = [
            place for place, kind in found if kind in ("forward", "redirect", "fixed-response")
        ]
        if len(answers) != 1:
            text = f"{len(answers)} actions answer, one must"
            yield resource.finding(text, *(answers[1] if answers else found[0][0]))
        numbers = [each for each in map(number, orders) if each is not None]
        if len(answers) == 1 and len(numbers) == len(orders):
            last = numbers.index(max(numbers))
            if found[last][0] != answers[0]:
                yield resource.finding(
                    "The action that answers is not the last", *answers[0], "Order"
                )
        signs = [place for place, kind in found if str(kind).startswith(SIGNING)]
        if signs and listener is not None and listener.get("Protocol") == "HTTP":
            yield resource.finding("Signing in over plain HTTP", *signs[0])
