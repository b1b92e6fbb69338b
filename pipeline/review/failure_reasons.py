"""What the reasons of failed events mean, and what to do next: failure_reasons.json.

The wordings are AWS's, as stack events show them; the first that matches counts.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html
"""

import functools
import json
import re
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_suffix(".json")


class Reason(NamedTuple):
    """A wording, what it means, what to do, and the property that it is about, if there is one."""

    pattern: str
    means: str
    next: str
    property: str = ""


@functools.cache
def reasons() -> tuple[Reason, ...]:
    """Return the known wordings."""
    return tuple(Reason(**each) for each in json.loads(_FILE.read_text(encoding="utf-8")))


def explain_reason(text: str) -> Reason | None:
    """Return what a reason means, None for one that is not known."""
    return next((each for each in reasons() if re.search(each.pattern, text)), None)
