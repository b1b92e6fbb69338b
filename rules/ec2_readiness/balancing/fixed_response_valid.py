"""A fixed response that is refused."""

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
    string,
)


class FixedResponseValid(Rule):
    id = "ER9541"
    shortdesc = "A fixed response has a code of 2xx, 4xx or 5xx and a short body"
    description = (
        "Elastic Load Balancing refuses a fixed response with another status code, or with a "
        "body of over 1,024 bytes."
    )
    instead = "Write for example StatusCode: '404', and put long pages on a target"
    source_url = aws("elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html")
    tags = ["balancing"]
    types = (LISTENER, LISTENER_RULE)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, action in actions(resource):
            config = pick(action, "FixedResponseConfig")
            if not isinstance(config, dict):
                continue
            keys = (*place, "FixedResponseConfig")
            code = string(config.get("StatusCode"))
            if code is not None and not re.fullmatch(r"[245]\d\d", code):
                yield resource.finding(
                    f"{code} is no code of a fixed response", *keys, "StatusCode"
                )
            body = config.get("MessageBody")
            if isinstance(body, str) and len(body.encode()) > 1024:
                text = f"The body has {len(body.encode()):,} bytes"
                yield resource.finding(text, *keys, "MessageBody")
