"""A redirect that is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    LISTENER_RULE,
    Finding,
    Resource,
    Rule,
    actions,
    aws,
    pick,
)

PATTERNS = {
    "Path": r"/.{0,127}",
    "Port": r"#\{port\}|\d{1,5}",
    "Protocol": r"HTTPS?|#\{protocol\}",
    "Query": r"(?!\?).{0,128}",
}


class RedirectWellFormed(Rule):
    id = "ER9540"
    shortdesc = "A redirect's path and port are well formed"
    description = (
        "The path of a redirect begins with a slash, its port is a number or #{port}, its "
        "protocol HTTP, HTTPS or #{protocol}, and it cannot lead from HTTPS to HTTP."
    )
    instead = "Write for example Path: /new/#{path} and Port: '443'"
    source_url = aws("elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html")
    tags = ["balancing"]
    types = (LISTENER, LISTENER_RULE)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, action in actions(resource):
            target = pick(action, "RedirectConfig")
            if not isinstance(target, dict):
                continue
            for key, pattern in PATTERNS.items():
                value = target.get(key)
                if isinstance(value, (str, int)) and not re.fullmatch(pattern, str(value)):
                    text = f"{value!r} is no {key.lower()} of a redirect"
                    yield resource.finding(text, *place, "RedirectConfig", key)
