"""CloudWatch's metric math, as far as alarms here use it; other functions are rejected.

A data point is a number, or None if it is missing. As documented, arithmetic with a missing point
and division by zero give a missing point.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

Point = float | None
_TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|[A-Za-z_]\w*|[<>=!]=|&&|\|\||[-+*/^(),<>])")
_LEVELS: tuple[dict[str, Callable[[float, float], float]], ...] = (
    {"OR": lambda a, b: float(bool(a) or bool(b)), "||": lambda a, b: float(bool(a) or bool(b))},
    {"AND": lambda a, b: float(bool(a) and bool(b)), "&&": lambda a, b: float(bool(a) and bool(b))},
    {"==": operator.eq, "!=": operator.ne},
    {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt},
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": operator.truediv},
    {"^": operator.pow},
)


_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {"MAX": max, "MIN": min, "SUM": sum}


class UnknownExpressionError(ValueError):
    """An expression that this module does not support."""


def evaluate(text: str, points: dict[str, Point]) -> Point:
    """Return an expression's value for one period; raises UnknownExpressionError."""
    parser = _Parser(_tokens(text), points)
    value = parser.level(0)
    if parser.tokens:
        raise UnknownExpressionError(f"'{parser.tokens[0]}' in {text}")
    return value


def _tokens(text: str) -> list[str]:
    tokens, rest = [], text.rstrip()
    while rest:
        match = _TOKEN.match(rest)
        if not match:
            raise UnknownExpressionError(f"'{rest}' in {text}")
        tokens.append(match[1])
        rest = rest[match.end() :]
    return tokens


class _Parser:
    """Evaluates an expression while parsing it."""

    def __init__(self, tokens: list[str], points: dict[str, Point]) -> None:
        self.tokens, self.points = tokens, points

    def level(self, depth: int) -> Point:
        if depth == len(_LEVELS):
            return self.unary()
        left = self.level(depth + 1)
        while self.tokens and self.tokens[0] in _LEVELS[depth]:
            function = _LEVELS[depth][self.tokens.pop(0)]
            left = _apply(function, left, self.level(depth + 1))
        return left

    def unary(self) -> Point:
        if self.tokens[:1] == ["-"]:
            self.take("-")
            value = self.unary()
            return None if value is None else -value
        return self.primary()

    def primary(self) -> Point:
        token = self.tokens.pop(0) if self.tokens else ""
        if token == "(":  # noqa: S105 (a bracket)
            value = self.level(0)
            self.take(")")
            return value
        if token[:1].isdigit():
            return float(token)
        if self.tokens[:1] == ["("]:
            return self.call(token)
        if token not in self.points:
            raise UnknownExpressionError(f"no metric has the id '{token}'")
        return self.points[token]

    def call(self, name: str) -> Point:
        self.take("(")
        arguments = [self.level(0)]
        while self.tokens[:1] == [","]:
            self.take(",")
            arguments.append(self.level(0))
        self.take(")")
        return _call(name, arguments)

    def take(self, token: str) -> None:
        if not self.tokens or self.tokens.pop(0) != token:
            raise UnknownExpressionError(f"'{token}' is missing")


def _apply(function: Callable[[float, float], float], left: Point, right: Point) -> Point:
    if left is None or right is None:
        return None
    try:
        return float(function(left, right))
    except ZeroDivisionError:
        return None


def _call(name: str, arguments: list[Point]) -> Point:
    if name == "IF" and len(arguments) == 3:
        condition, when_true, when_false = arguments
        return None if condition is None else (when_true if condition else when_false)
    if name == "FILL" and len(arguments) == 2:
        value, filling = arguments
        return filling if value is None else value
    known = [argument for argument in arguments if argument is not None]
    if name in _FUNCTIONS and len(known) == len(arguments):
        return float(_FUNCTIONS[name](known))
    raise UnknownExpressionError(f"{name} with {len(arguments)} arguments")
