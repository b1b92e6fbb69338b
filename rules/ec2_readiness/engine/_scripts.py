"""What a boot script does, as far as its text tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ec2_readiness.engine._shell import is_shell, shell_commands

_FILLED = re.compile(r"\$\{[^}]*\}")
_CONTINUED = re.compile(r"[\\`]\r?\n\s*")
_COMMENT = re.compile(r"(?m)^\s*#(?!!).*$|(?<=[{;])\s+#\s.*$")
_ASSIGNED = re.compile(
    r"(?m)^\s*(?:(?:export|readonly|local|declare)\s+)?([A-Za-z_]\w*)="
    r"(['\"]?)((?:\$\{[A-Z]\w*(?:::\w+|\.\w+)?\}|[^\s'\"$`;])*)\2\s*;?\s*$"
)
# Scripts and programs from elsewhere, whose text is not known here.
_OTHERS = re.compile(
    r"\|\s*(?:sudo\s+)?(?:ba|da|z)?sh\b|<\(|(?m:^\s*(?:sudo\s+)?(?:bash|sh|source|\.)\s+(?!-c)\S)"
    r"|chmod\s+(?:\S*\+x|[0-7]*[75]\b)|(?:&&|;)\s*(?:bash|sh|source)\s+\S|python\d?\s+\S+\.py"
    r"|\b(?:ansible|puppet|chef-|salt-call|nodeadm|bootstrap\.sh)|#include|Invoke-|iex\b|\.ps1"
    r"|(?m:^\s*(?:sudo\s+)?(?:/opt/(?!aws/)|/usr/local/)\S+)"
)
_SIGNALS = re.compile(
    r"cfn-signal|signal-resource|SignalResource|signal_resource|Send-CFNResourceSignal"
)
# A line that is filled in at deployment, which may be any command.
_UNKNOWN_PART = re.compile(r"(?m)^\s*\$\{[^}]*\}\s*$|^\s*\$\{\?\}")
# Calls of AWS, of package repositories and of addresses, and those of the instance itself.
_OUTSIDE = re.compile(
    r"cfn-signal|cfn-init|\baws |\bdnf |\byum |\bapt(?:-get)? |curl|wget|https://"
)
_INSIDE = re.compile(
    r"\b(?:curl|wget)\b[^\n;|&]*(?:169\.254\.169\.254|127\.0\.0\.1|localhost|fd00:ec2::254)"
)
_PROXY = re.compile(r"(?i)\bproxy")
_SYSTEM = ("/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/opt/aws/", "/dev/", "/etc/init.d/")
_STACK = "${AWS::StackName}"
_OWN_LINE = re.compile(r"cfn-(?:init|hup|get-metadata|signal)|^\s*(?!export)\w+=|^\s*(?:echo|#)")


def cloud_config(script: str) -> str | None:
    """A cloud-config with `filled` where something is filled in; None for any other script."""
    return _FILLED.sub("filled", script) if script.startswith("#cloud-config") else None


def commands(text: str, name: str) -> Iterator[str]:
    """The arguments of each call of a program, its shell variables put in."""
    plain = prepared(text)
    for match in re.finditer(rf"{re.escape(name)}(?:\.exe)?['\"]?(?=\s)([^\n;|&]*)", plain):
        yield match[1]


@lru_cache(maxsize=64)  # every rule about scripts asks again
def prepared(text: str) -> str:
    """Without comments, continued lines joined, plain variables replaced by their only value."""
    plain = _CONTINUED.sub(" ", _COMMENT.sub("", text))
    values: dict[str, set[str]] = {}
    for name, _, value in _ASSIGNED.findall(plain):
        values.setdefault(name, set()).add(value)
    for name, options in values.items():
        if len(options) == 1:
            value = next(iter(options)).replace("\\", r"\\")
            plain = re.sub(rf"\$(?:\{{{name}\}}|{name}\b)", value, plain)
    return plain


def option(arguments: str, *names: str) -> str | None:
    """The value given to one of these options; None where there is none or it is not known."""
    choices = "|".join(re.escape(name) for name in names)
    match = re.search(rf"(?:^|\s)(?:{choices})(?:\s*=\s*|\s+)(['\"]?)([^\s'\"]+)\1", arguments)
    if match is None or any(mark in match[2] for mark in "${%`("):
        return None
    return match[2]


def of_own_stack(arguments: str) -> bool:
    """The call of a helper script is about the stack that it is part of."""
    # of cfn-signal -s is --success
    match = re.search(r"(?:^|\s)(?:--stack|-s(?!\s+(?:true|false)))(?:\s*=\s*|\s+)(\S+)", arguments)
    return match is None or _STACK in match[1] or match[1].strip("'\"").startswith("$")


def signals(text: str) -> bool:
    """It calls cfn-signal, or what does the same."""
    return _SIGNALS.search(prepared(text)) is not None


def runs_others(text: str) -> bool:
    """It runs something whose text is not known, or hands on the stack's name."""
    plain = prepared(text)
    named = [line for line in plain.splitlines() if _STACK in line and not _OWN_LINE.search(line)]
    return bool(named) or _OTHERS.search(plain) is not None or _runs_unknown(plain)


def _runs_unknown(text: str) -> bool:
    """A command's name is not known, or is that of a program that no system brings."""
    if _UNKNOWN_PART.search(text):
        return True
    return is_shell(text) and any(
        word.startswith(("$", "./", "/")) and not word.startswith(_SYSTEM)
        for word in (command.words[0] for command in shell_commands(text))
    )


def may_signal(text: str) -> bool:
    """It signals, or runs something from elsewhere that may."""
    return signals(text) or runs_others(text)


def stops_silently(text: str) -> bool:
    """It ends at the first error, and reports nothing then."""
    plain = prepared(text)
    stops = (
        re.search(r"^#!\S+(?:[ \t]+\S+)*[ \t]+-\w*e|(?m:^\s*set\s+-\w*e)", plain.lstrip())
        is not None
    )
    return stops and re.search(r"\btrap\b|\|\|", plain) is None


def may_publish(text: str) -> bool:
    """It starts the CloudWatch agent, or runs something from elsewhere that may."""
    plain = prepared(text)
    agent = "cloudwatch-agent" in plain or "put-metric-data" in plain
    return agent or _OTHERS.search(plain) is not None


def reaches_outside(text: str) -> bool:
    """It calls AWS, a package repository or another address, and not through a proxy."""
    plain = _INSIDE.sub("", prepared(text))
    return _OUTSIDE.search(plain) is not None and _PROXY.search(plain) is None


_FUNCTION = re.compile(r"(?ms)^[ \t]*(?:function\s+)?(\w+)\s*\(\)\s*\{(.*?)^[ \t]*\}")
_CODE = re.compile(r"(?:-e|--exit-code|-s|--success)[=\s]+[\"']?([^\s\"']+)")


def never_succeeds(text: str) -> bool:
    """Every signal that it sends is one of failure, or is never sent."""
    plain = prepared(text)
    codes = _signalled(_FUNCTION.sub("", plain))
    for name, body in _FUNCTION.findall(plain):
        own = _signalled(body)
        if own:
            calls = re.findall(rf"(?<![\w-]){name}(?![\w-])(?!\s*\()[ \t]*([^\s;]*)", plain)
            passed = [call.strip("\"'") for call in calls]
            codes += passed if any("$1" in code for code in own) else own if calls else []
    return "cfn-signal" in plain and all(code in ("1", "2", "false") for code in codes)


def _signalled(text: str) -> list[str]:
    """The exit codes of the calls in the text; 0 where none is given."""
    found = []
    for match in re.finditer(r"cfn-signal(?:\.exe)?['\"]?(?=\s)([^\n;|&]*)", text):
        code = _CODE.search(match[1])
        found.append(code[1] if code else "0")
    return found
