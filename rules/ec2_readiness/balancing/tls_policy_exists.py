"""Names of TLS policies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import LISTENER, Finding, Resource, Rule, aws

NAMES = re.compile(
    r"^ELBSecurityPolicy-(?:2016-08|2015-05|TLS-1-0-2015-04|TLS-1-1-2017-01|TLS-1-2-2017-01"
    r"|TLS-1-2-Ext-2018-06|FS-2018-06|FS-1-1-2019-08|FS-1-2-2019-08|FS-1-2-Res-20(?:19-08|20-10)"
    r"|TLS13-1-[0123]-2021-06|TLS13-1-2-(?:Res|Ext1|Ext2)-2021-06"
    r"|TLS13-1-[0123]-FIPS-2023-04|TLS13-1-2-(?:Res|Ext[012])-FIPS-2023-04"
    r"|TLS13-[\w-]+-20(?:2[4-9]|[3-9]\d)-\d\d)$"
)


class TlsPolicyExists(Rule):
    id = "ER9506"
    shortdesc = "A listener's TLS policy exists"
    description = (
        "Elastic Load Balancing refuses a listener with a security policy that it does not know."
    )
    instead = "Write for example SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06"
    source_url = aws("elasticloadbalancing/latest/application/describe-ssl-policies.html")
    tags = ["balancing", "security"]
    types = (LISTENER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        policy = resource.get("SslPolicy")
        if isinstance(policy, str) and not NAMES.match(policy):
            like = policy.startswith("ELBSecurityPolicy-") and re.search(r"-20\d\d-\d\d$", policy)
            unless = "AWS has added it since November 2026" if like else ""
            yield resource.finding(f"There is no TLS policy {policy!r}", "SslPolicy", unless=unless)
