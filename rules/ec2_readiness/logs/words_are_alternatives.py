"""Words of a pattern that must all be there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws

WORDS = re.compile(
    r"(?i)^(?:(?:error|exception|fatal|panic|fail(?:ed|ure)?|critical|traceback|severe|warn(?:ing)?)\s*){2,}$"
)


class WordsAreAlternatives(Rule):
    id = "IR9721"
    shortdesc = "A pattern of several words for errors finds each of them"
    description = (
        "A pattern of several words finds lines that have all of them. With a question mark before "
        "each it finds lines that have any."
    )
    instead = "Write ?Error ?Exception"
    source_url = aws("AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html")
    tags = ["logs"]
    types = ("AWS::Logs::MetricFilter",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        pattern = resource.get("FilterPattern")
        if isinstance(pattern, str) and WORDS.match(pattern.strip()):
            yield resource.finding(
                f"{pattern!r} asks for all the words in one line", "FilterPattern"
            )
