"""A password that stands in the template."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches

KEY = re.compile(r"\b((?:AKIA|ASIA)[A-Z0-9]{16})\b")
SECRET = re.compile(
    r"(?i)\b(\w*(?:password|passwd|secret_?(?:access_?)?key|api_?key|auth_?token))"
    r"\s*[=:]\s*['\"]?([^\s'\"$<>{}()|;,]{6,})"
)
PLACEHOLDER = re.compile(
    r"(?i)^(?:required|optional|changeme|example|true|false|none|/|\*+$|file:|arn:|x+$)"
)


class SecretNotLiteral(Rule):
    id = "WR9441"
    shortdesc = "No password or key stands in user data literally"
    description = (
        "What stands in user data stands in the template, in its repository, in the launch "
        "template and on the instance: a password or an access key there is known to many."
    )
    instead = "Read it at boot from Secrets Manager or Parameter Store"
    assumes = "a value in a variable that is called password, secret, token or key is one"
    source_url = aws("AWSEC2/latest/UserGuide/user-data.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for line in (launch.possible_text or "").splitlines():
                match = KEY.search(line) or SECRET.search(line)
                if match is not None and not PLACEHOLDER.search(match[match.lastindex or 0]):
                    name = match[1] if match.lastindex == 2 else "An access key"
                    yield launch.finding(f"{name} stands there literally", "UserData")
                    break
