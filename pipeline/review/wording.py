"""Template values as a line of text that a person reads."""

from __future__ import annotations

import json
import re
from typing import Any

from pipeline.review.canonical import MISSING

_LONG = 90
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def shown(value: Any) -> str:
    """Return a canonical value on one line, functions in their short forms."""
    if value is MISSING:
        return "(none)"
    if isinstance(value, str):
        return _CONTROL.sub(" ", value)
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    if value == {}:
        return "{}"
    if isinstance(value, dict) and len(value) == 1:
        [(function, argument)] = value.items()
        if found := _function(function, argument):
            return found
    if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
        return " ".join(f"{key}={_CONTROL.sub(' ', each)}" for key, each in value.items())
    if isinstance(value, dict):
        return " ".join(f"{key}: {shown(each)}" for key, each in value.items())
    return str(value)


def text_of(value: Any) -> str:
    """Return the text inside a canonical value's functions, with its line feeds; else one line."""
    if (
        isinstance(value, dict)
        and len(value) == 1
        and next(iter(value)) in ("Fn::Base64", "Fn::Sub")
    ):
        return text_of(next(iter(value.values())))
    if isinstance(value, list):
        return "".join(each if isinstance(each, str) else f"${{{shown(each)}}}" for each in value)
    return value if isinstance(value, str) else shown(value)


def brief(value: Any) -> str:
    """Return what a report shows of a value: one line, cut off when it is long."""
    text = f"[{shown(value)}]" if isinstance(value, list) else shown(value)
    return text if len(text) <= _LONG else text[: _LONG - 3] + "..."


def bracketed(text: str) -> str:
    """Return where something comes from as it stands at the end of a line, if it is known."""
    return f"  [{text}]" if text else ""


def plural(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def duration(seconds: int) -> str:
    """Return seconds as people say them."""
    if seconds < 120:
        return plural(seconds, "second")
    minutes, rest = divmod(seconds, 60)
    if minutes < 120:
        return plural(minutes, "minute") + (f" {rest} s" if rest else "")
    hours, minutes = divmod(minutes, 60)
    return plural(hours, "hour") + (f" {minutes} min" if minutes else "")


def _function(function: str, argument: Any) -> str:
    if function == "Ref":
        return str(argument)
    if function == "Fn::GetAtt" and isinstance(argument, list):
        return ".".join(map(shown, argument))
    if function == "Fn::Sub" and isinstance(argument, list):
        return "".join(
            each if isinstance(each, str) else f"${{{shown(each)}}}" for each in argument
        )
    if function == "Fn::ImportValue":
        return f"import of {shown(argument)}"
    if function == "Fn::If" and isinstance(argument, list):
        condition, yes, no = argument
        return f"({shown(yes)} if {condition} else {shown(no)})".replace("AWS::NoValue", "none")
    if function == "Fn::Base64":
        return f"base64 of {shown(argument)}"
    if function.startswith("Fn::"):
        text = json.dumps(argument) if isinstance(argument, dict) else shown(argument)
        return f"{function[4:]} of {text}" if text else function[4:]
    return ""
