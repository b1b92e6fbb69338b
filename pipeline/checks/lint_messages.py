"""Messages of cfn-lint as a person can read them: no list of 300 names, no value of a page."""

from __future__ import annotations

import re

# Where the names are those of a region, `in 'eu-west-1'` is behind the list.
_LISTED = re.compile(
    r"'(?P<value>[^']*)' is not one of \[(?P<names>'.*')\](?P<rest>[^\]]*)", re.DOTALL
)
_MANY = 8
_QUOTED = 200
_LONG_QUOTE = re.compile(rf"'[^']{{{_QUOTED + 1},}}'|\"[^\"]{{{_QUOTED + 1},}}\"")
_WHOLE = 2_000


def readable(message: str) -> str:
    """Return a message with similar names in place of a long list, and long values cut off."""
    text = _LONG_QUOTE.sub(_cut_off, _without_long_list(message))
    return text if len(text) <= _WHOLE else f"{text[: _WHOLE - 3]}..."


def _cut_off(match: re.Match[str]) -> str:
    quoted = match[0]
    return f"{quoted[:_QUOTED]}...{quoted[-1]}"


def _without_long_list(message: str) -> str:
    """Return a message of cfn-lint with the three most similar names in place of a long list."""
    match = _LISTED.fullmatch(message)
    names = re.findall("'([^']*)'", match["names"]) if match else []
    if not match or len(names) <= _MANY:
        return message
    import difflib

    similar = ", ".join(difflib.get_close_matches(match["value"], names, 3, 0))
    listed = f"'{match['value']}' is not one of {len(names)} names{match['rest']}"
    return f"{listed}, such as {similar}"
