"""What a boot script does, as far as its text tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CONTINUED = re.compile(r"[\\`]\r?\n\s*")
_COMMENT = re.compile(r"(?m)^\s*#(?!!).*$")
_ASSIGNED = re.compile(
    r"(?m)^\s*(?:(?:export|readonly|local|declare)\s+)?([A-Za-z_]\w*)=(['\"]?)([^\s'\"$`;]*)\2\s*;?\s*$"
)
_FETCHES = re.compile(
    r"\b(?:curl|wget|git clone|ansible|puppet|chef|docker|salt|aws s3|aws s3api|nodeadm|Invoke-WebRequest"
    r"|Read-S3Object|pip3? install|gem install|cfn-init|cloud-init|/opt/|/usr/local/|#include|source )"
)
_SIGNALS = re.compile(
    r"cfn-signal|signal-resource|SignalResource|signal_resource|Send-CFNResourceSignal"
)


def commands(text: str, name: str) -> Iterator[str]:
    """The arguments of each call of a program, its shell variables put in."""
    plain = prepared(text)
    for match in re.finditer(rf"{re.escape(name)}(?:\.exe)?['\"]?(?=\s)([^\n;|&]*)", plain):
        yield match[1]


def prepared(text: str) -> str:
    """Without comments, continued lines joined, plain variables replaced by their only value."""
    plain = _COMMENT.sub("", _CONTINUED.sub(" ", text))
    values: dict[str, set[str]] = {}
    for name, _, value in _ASSIGNED.findall(plain):
        values.setdefault(name, set()).add(value)
    for name, options in values.items():
        if len(options) == 1:
            value = next(iter(options))
            plain = re.sub(rf"\$(?:\{{{name}\}}|{name}\b)", lambda _, v=value: v, plain)
    return plain


def option(arguments: str, *names: str) -> str | None:
    """The value given to one of these options; None where there is none or it is not known."""
    choices = "|".join(re.escape(name) for name in names)
    match = re.search(rf"(?:^|\s)(?:{choices})(?:\s*=\s*|\s+)(['\"]?)([^\s'\"]+)\1", arguments)
    if match is None or "$" in match[2] or "{" in match[2] or "%" in match[2]:
        return None
    return match[2]


def signals(text: str) -> bool:
    return _SIGNALS.search(prepared(text)) is not None


def may_signal(text: str) -> bool:
    """It signals, or runs something from elsewhere that may."""
    return signals(text) or _FETCHES.search(prepared(text)) is not None


def may_publish(text: str) -> bool:
    """It starts the CloudWatch agent, or runs something from elsewhere that may."""
    plain = prepared(text).replace("cfn-init", "")
    return (
        "cloudwatch-agent" in plain
        or "put-metric-data" in plain
        or _FETCHES.search(plain) is not None
    )
