"""What follows from a change for requests: what they need to pass, and which targets get them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.review.target_shares import actions, last_action, target_shares
from pipeline.review.update import Note, Update

_FORWARDING = (
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::ElasticLoadBalancingV2::ListenerRule",
)
_TERMS = {
    "authenticate-cognito": "clients have to sign in: a request without a session is redirected",
    "authenticate-oidc": "clients have to sign in: a request without a session is redirected",
    "jwt-validation": "requests without a valid token are answered with 401",
}


def shares(update: Update) -> Iterator[Note]:
    """Yield the listeners and rules that send another share of requests to a target group."""
    for change in update.changes:
        if change.type not in _FORWARDING or change.kind:
            continue
        sides = (each(change.name) for each in (update.old, update.new))
        old, new = (target_shares(last_action(each)) for each in sides)
        if old != new and (len(old) > 1 or len(new) > 1):
            words = ", ".join(f"{percent} percent to {group}" for group, percent in new.items())
            yield Note(change.name, f"requests go {words} from now on")


def terms(update: Update) -> Iterator[Note]:
    """Yield what clients need from now on to be let through by a listener or rule."""
    for change in update.changes:
        if change.type not in _FORWARDING or change.kind:
            continue
        old, new = update.old(change.name), update.new(change.name)
        before, after = ({each["Type"] for each in actions(side)} for side in (old, new))
        for type_ in sorted((after - before) & _TERMS.keys()):
            yield Note(change.name, _TERMS[type_], interrupts=True)
        modes = [each.get("MutualAuthentication", {}).get("Mode", "off") for each in (old, new)]
        if modes[0] != modes[1] == "verify":
            text = "clients without a certificate that the trust store verifies get no connection"
            yield Note(change.name, text, interrupts=True)
