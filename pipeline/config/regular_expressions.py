"""What the services that read regular expressions refuse in them: a function for each dialect.

Each returns what is wrong, in words that follow "the regular expression", or an empty text. What no
page of AWS says is not looked at: an expression that a service takes is never refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_ITEM = r"(?:\[:\^?[a-z]+:\]|\\.|[^\]\\])"  # of a set in brackets
_TOKEN = re.compile(
    r"(?P<escape>\\.?)"
    rf"|(?P<set>\[(?:\^|(?!\^))(?:\]|{_ITEM}){_ITEM}*\])"
    r"|(?P<unclosed>\[)"
    r"|(?P<open>\((?:\?(?:<[=!]|P[=>]|[=!>|R&(]|[+-]?[0-9])?)?)"
    r"|(?P<close>\))"
    r"|(?P<repeat>(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})[?+]?)"
    r"|(?P<either>\|)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_RANGE = r"(?<![\\-])([a-z])-([a-z])|(?<![\\-])([A-Z])-([A-Z])|(?<![\\-])([0-9])-([0-9])"
_GROUPS = {
    "(?=": "a lookahead",
    "(?!": "a lookahead",
    "(?<=": "a lookbehind",
    "(?<!": "a lookbehind",
    "(?>": "an atomic group",
    "(?P=": "a backreference",
    "(?P>": "a subroutine",
    "(?&": "a subroutine",
    "(?R": "a recursion",
}
_ESCAPES = {"\\k": "a backreference", "\\g": "a subroutine"}
_ESCAPES.update({f"\\{digit}": "a backreference" for digit in range(1, 10)})
# Of letters; what is no letter and no digit may always be escaped.
_OF_GO = frozenset("AbBzfnrtavxdDsSwWpPQE")


def of_listener(expression: str) -> str:
    """Return what an Application Load Balancer refuses in rules and transforms.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html#rule-basics
    """
    classes = {"\\p": "a Unicode character class", "\\P": "a Unicode character class"}
    return _broken(expression) or _unsupported(expression, {**_ESCAPES, **classes})


def of_agent(expression: str) -> str:
    """Return what the CloudWatch agent cannot compile, which is written in Go.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
    https://github.com/google/re2/wiki/Syntax
    """
    unknown = {
        text: "an unknown escape"
        for kind, text in _tokens(expression)
        if kind == "escape" and text[1:].isalpha() and text[1:] not in _OF_GO
    }
    return _broken(expression) or _unsupported(expression, {**unknown, **_ESCAPES})


def of_processes(expression: str) -> str:
    """Return what neither pgrep nor the CloudWatch agent takes as a pattern of processes.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-procstat-process-metrics.html
    """
    return _unclosed(expression)


def of_filter_pattern(expression: str) -> str:
    """Return what CloudWatch Logs refuses between the percent signs of a filter pattern.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html#regex-expressions
    """
    if not expression.isascii():
        return "has a character that is not ASCII"
    for kind, text in _tokens(expression):
        if kind in ("open", "close"):
            return f"has a {text[0]}, and filter patterns know no groups"
        if kind == "other" and text in "!\"'&~`<>":
            return f"has a {text}, which filter patterns do not support"
    return _broken(expression)


def groups(expression: str) -> int:
    """Return how many groups an expression has that a replacement can name."""
    named = len(re.findall(r"\(\?P?<[A-Za-z_]", expression))
    return named + sum(text == "(" for kind, text in _tokens(expression) if kind == "open")


def _tokens(expression: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(expression):
        yield str(match.lastgroup), match[0]


def _broken(expression: str) -> str:
    """Return what no dialect takes."""
    return _unclosed(expression) or _unrepeatable(expression) or _ranges(expression)


def _unclosed(expression: str) -> str:
    depth = 0
    for kind, text in _tokens(expression):
        if text == "\\":
            return "ends in a single \\"
        if kind == "unclosed":
            return "has a [ without its ]"
        depth += {"open": 1, "close": -1}.get(kind, 0)
        if depth < 0:
            return "has a ) without its ("
    return "has a ( without its )" if depth else ""


def _unrepeatable(expression: str) -> str:
    before, last = "either", ""
    for kind, text in _tokens(expression):
        twice = before == "repeat" and "{" not in last + text
        if kind == "repeat" and (before in ("open", "either") or twice):
            return f"has a {text[0]} that repeats nothing"
        low, _, high = text.strip("{}?+").partition(",")
        if kind == "repeat" and high and int(low) > int(high):
            return f"repeats {low} to {high} times"
        before, last = kind, text
    return ""


def _ranges(expression: str) -> str:
    for kind, text in _tokens(expression):
        for match in re.finditer(_RANGE, text) if kind == "set" else ():
            low, high = (each for each in match.groups() if each)
            if low > high:
                return f"has the range {match[0]}, which is empty"
    return ""


def _unsupported(expression: str, escapes: Mapping[str, str]) -> str:
    for kind, text in _tokens(expression):
        found = (_GROUPS if kind == "open" else escapes if kind == "escape" else {}).get(text)
        if kind == "open" and re.fullmatch(r"\(\?[+-]?[0-9]", text):
            found = "a subroutine"
        if kind == "repeat" and len(text) > 1 and text.endswith("+"):
            found = "a possessive quantifier"
        if found:
            return f"has {found}, {text}, which is not supported"
    return ""
