"""Old versions of TLS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import LISTENER, Finding, Resource, Rule, aws

OLD = re.compile(r"^ELBSecurityPolicy-(?:201[56]-|TLS-1-[01]-|FS-2018-06|FS-1-1-|TLS13-1-[01]-)")


class TlsPolicyCurrent(Rule):
    id = "WR9507"
    shortdesc = "A listener accepts TLS 1.2 and newer only"
    description = (
        "TLS 1.0 and 1.1 are insecure, and forbidden by most rules of compliance. A listener "
        "without SslPolicy gets ELBSecurityPolicy-2016-08 from CloudFormation, which accepts "
        "both."
    )
    instead = "Write for example SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06"
    source_url = aws("elasticloadbalancing/latest/application/describe-ssl-policies.html")
    tags = ["balancing", "security"]
    types = (LISTENER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.get("Protocol") not in ("HTTPS", "TLS"):
            return
        policy = resource.get("SslPolicy")
        if policy is None:
            yield resource.finding("Without SslPolicy the listener accepts TLS 1.0", "Protocol")
        elif isinstance(policy, str) and OLD.match(policy):
            yield resource.finding(f"{policy} accepts TLS 1.0 or 1.1", "SslPolicy")
