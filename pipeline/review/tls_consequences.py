"""What follows from a stricter security policy of a listener: clients that cannot connect.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.review.records import ADDED, REMOVED
from pipeline.review.update import Note, Update, replaces

_BY_DEFAULT = "ELBSecurityPolicy-2016-08"
_OLDEST = re.compile(r"-(?:TLS13|TLS|FS)-1-(\d)")
# The older kinds of ciphers of TLS 1.2, and the policies that lack some of them.
_KINDS = ("RSA key exchange", "SHA-1", "CBC")
_LACKING = (
    (re.compile(r"RFC9151|TLS13-1-3"), None),  # compared by their versions only
    (re.compile(r"TLS13-1-2-Res-|FS-1-2-Res-2020"), ()),
    (re.compile(r"TLS13-1-2-Ext1-|TLS-1-2-2017"), ("RSA key exchange", "CBC")),
    (re.compile(r"TLS13-1-2-Ext0-|FS-(?:1-1|1-2-2019|2018)"), ("SHA-1", "CBC")),
    (re.compile(r"TLS13-1-2-(?:FIPS-)?(?:PQ-)?20|FS-1-2-Res-2019"), ("CBC",)),
)


def stricter_tls(update: Update) -> Iterator[Note]:
    """Yield the listeners that refuse versions of TLS, or ciphers, which they took before."""
    for change in update.of_type("AWS::ElasticLoadBalancingV2::Listener"):
        sides = [_policy(each(change.name)) for each in (update.old, update.new)]
        if change.kind in (ADDED, REMOVED) or replaces(change) or not all(sides):
            continue
        if refused := _refused(*sides):
            text = f"{' and '.join(refused)} get no connection: the access log has them, by "
            text += " and ".join(refused.values())
            yield Note(change.name, text, interrupts=True, key="SslPolicy")


def _policy(listener: dict[str, Any]) -> str:
    """Return the policy of a listener with TLS, empty where another value decides it."""
    policy = listener.get("SslPolicy", _BY_DEFAULT)
    is_secure = listener.get("Protocol") in ("HTTPS", "TLS")
    return policy if is_secure and isinstance(policy, str) else ""


def _refused(before: str, after: str) -> dict[str, str]:
    """Return the clients that a policy takes and another refuses, with the field that says so."""
    old, new = (int(found[1]) if (found := _OLDEST.search(each)) else 0 for each in (before, after))
    refused = {f"clients without TLS 1.{new}": "ssl_protocol"} if new > old else {}
    had, has = _kinds(before), _kinds(after)
    if had is not None and has is not None and (lost := [each for each in had if each not in has]):
        clients = f"clients whose ciphers of TLS 1.2 all have {' or '.join(lost)}"
        refused[clients] = "ssl_cipher"
    return refused


def _kinds(policy: str) -> tuple[str, ...] | None:
    found = (kinds for pattern, kinds in _LACKING if pattern.search(policy))
    return next(found, _KINDS)
