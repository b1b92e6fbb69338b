"""Texts that a pattern matches, as long as one asks for."""

from __future__ import annotations

import functools
import re
import sys
from importlib import import_module
from random import Random
from typing import Any

# What a class that excludes characters is drawn from.
TEXT = [chr(code) for code in range(32, 127)] * 3 + list("\n\täßéÅ漢字☃🙂\u00a0`$'\"\\{}")
_UNLIMITED = 2**31
_TRIES = 200
_Node = tuple[Any, Any]


def matching(random: Random, pattern: str, low: int, high: int, wanted: int) -> str:
    """Return a text of `low` to `high` characters that a pattern matches, near `wanted` ones.

    Raises ValueError where none is found.
    """
    compiled = re.compile(pattern, re.ASCII)
    for attempt in range(_TRIES):
        text = _Text(random, max(wanted - attempt, low)).drawn(_parsed(pattern))
        if low <= len(text) <= high and compiled.fullmatch(text):
            return text
    raise ValueError(f"no text of {low} to {high} characters for {pattern}")


@functools.cache
def _parsed(pattern: str) -> list[_Node]:
    parser = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
    return list(parser.parse(pattern))


class _Text:
    """A text that is being drawn, with as many characters as are still wanted."""

    def __init__(self, random: Random, wanted: int) -> None:
        self.random = random
        self.wanted = wanted

    def drawn(self, nodes: Any) -> str:
        return "".join(self._node(str(name), argument) for name, argument in nodes)

    def _node(self, name: str, argument: Any) -> str:
        if name == "LITERAL":
            return self._character(chr(argument))
        if name == "IN":
            return self._character(self.random.choice(_characters(tuple(argument))))
        if name == "SUBPATTERN":
            return self.drawn(argument[-1])
        if name == "BRANCH":
            return self.drawn(self.random.choice(argument[1]))
        if name == "MAX_REPEAT":
            return self._repeated(*argument)
        assert name in ("AT", "ASSERT", "ASSERT_NOT"), name  # left to the match
        return ""

    def _character(self, character: str) -> str:
        self.wanted -= 1
        return character

    def _repeated(self, least: int, most: int, nodes: Any) -> str:
        unlimited = most >= _UNLIMITED
        text = ""
        count = 0 if unlimited else self.random.randint(least, most)
        share = self.random.choice([1.0, 1.0, self.random.random()])
        until = self.wanted * (1 - share)
        number = 0
        while number < least or (self.wanted > until if unlimited else number < count):
            text += self.drawn(nodes)
            number += 1
        return text


@functools.cache
def _characters(parts: tuple[_Node, ...]) -> str:
    """Return the characters of a class."""
    listed: list[str] = []
    for name, argument in parts:
        if str(name) == "LITERAL":
            listed.append(chr(argument))
        elif str(name) == "RANGE":
            listed += [chr(code) for code in range(argument[0], argument[1] + 1)]
    if str(parts[0][0]) == "NEGATE":
        return "".join(character for character in TEXT if character not in listed)
    return "".join(listed)
