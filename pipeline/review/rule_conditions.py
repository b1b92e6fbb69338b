"""The conditions of a listener's rule, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Words = Callable[[Any], str]
# What a condition looks at, by the key that holds its values.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
_FIELDS = {
    "HostHeaderConfig": "host",
    "PathPatternConfig": "path",
    "HttpHeaderConfig": "header",
    "HttpRequestMethodConfig": "method",
    "QueryStringConfig": "query",
    "SourceIpConfig": "from",
}


def requests_of(rule: dict[str, Any], words: Words) -> str:
    """Return the requests that a rule is for; `words` says a value."""
    found = rule.get("Conditions", [])
    each_in_words = [_condition(each, words) for each in found] if isinstance(found, list) else []
    return " and ".join(each_in_words) or words(found)


def _condition(condition: dict[str, Any], words: Words) -> str:
    for key, field in _FIELDS.items():
        if found := condition.get(key):
            header = f" {words(found.get('HttpHeaderName'))}" if field == "header" else ""
            values = [_value(each, words) for each in found.get("Values", [])]
            values += [f"like {words(each)}" for each in found.get("RegexValues", [])]
            return f"{field}{header} {' or '.join(values)}"
    return f"{words(condition.get('Field'))} {words(condition.get('Values', ''))}"


def _value(value: Any, words: Words) -> str:
    if isinstance(value, dict) and "Value" in value:  # of a query string
        key = f"{words(value['Key'])}=" if "Key" in value else ""
        return key + words(value["Value"])
    return words(value)
