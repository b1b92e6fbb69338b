"""The functions of a shell script, put in where they are called."""

from __future__ import annotations

import re
from functools import lru_cache

from ec2_readiness.engine._scripts import prepared

_FUNCTION = re.compile(
    r"(?ms)^(?P<indent>[ \t]*)(?:function\s+)?(?P<name>\w+)\s*\(\)\s*\{[ \t]*\n"
    r"(?P<body>.*?)^(?P=indent)\}"
)
_PASSED = re.compile(r"\$(?:\{!?([1-9])\}|([1-9]))")


@lru_cache(maxsize=64)  # every rule about calls asks again
def inlined(text: str) -> str:
    """The prepared script; a function that uses its arguments stands there once for each call."""
    plain = prepared(text)
    taking = {
        match["name"]: match["body"]
        for match in _FUNCTION.finditer(plain)
        if _PASSED.search(match["body"])
    }
    made = [one for name, body in taking.items() for one in _calls(plain, name, body)]
    return "\n".join([_FUNCTION.sub(lambda m: _kept(m, taking), plain), *made])


def _kept(match: re.Match[str], taking: dict[str, str]) -> str:
    return "" if match["name"] in taking else match[0]


def _calls(text: str, name: str, body: str) -> list[str]:
    found = re.findall(rf"(?<![\w./-]){name}(?![\w-])(?!\s*\()[ \t]*([^\n;|&]*)", text)
    return [_filled(body, re.findall(r"\"[^\"]*\"|'[^']*'|\S+", words)) for words in found]


def _filled(body: str, words: list[str]) -> str:
    def argument(match: re.Match[str]) -> str:
        index = int(match[1] or match[2]) - 1
        return words[index].strip("\"'") if index < len(words) else match[0]

    return _PASSED.sub(argument, body)
