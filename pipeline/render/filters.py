"""What a partial may do with a value: quote it for where it goes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.render.provenance import derived

# What is before and after it in an id has room, too: a resource's name has at most 255 characters.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
_LONG = 200


def _shell(value: object) -> str:
    """Quote for a POSIX shell."""
    import shlex

    return derived(value, shlex.quote(str(value)))


def _quoted(value: object) -> str:
    """Quote for systemd's EnvironmentFile, where $ needs no escape: systemd.exec(5)."""
    return derived(value, '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"')


def _json(value: Any) -> str:
    """Quote for JSON."""
    return derived(value, json.dumps(value if isinstance(value, (dict, list)) else str(value)))


def _pairs(values: dict[str, str]) -> str:
    """Return a map as NAME=value words; neither names nor values hold blanks."""
    return " ".join(f"{name}={value}" for name, value in values.items())


def _logical_id(value: str) -> str:
    """Return the letters and digits of a value, as a part of a logical id."""
    words = re.findall("[A-Za-z0-9]+", value)
    return derived(value, "".join(word[0].upper() + word[1:] for word in words))


def _logical_ids(values: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each value with its part of a logical id; a digest tells apart what is the same.

    `a.b@example.com` and `a-b@example.com` differ in characters that no logical id has. What
    is long ends in a digest, too.
    """
    taken: set[str] = set()
    for value in values:
        name = _logical_id(value)
        if name in taken or len(name) > _LONG:
            name = name[:_LONG] + hashlib.sha256(value.encode()).hexdigest()[:8]
        taken.add(name)
        yield name, value


def _replace(value: object, old: str, new: str) -> str:
    """Replace in a value; Jinja's own filter would also do it in a macro's text."""
    return derived(value, str(value).replace(str(old), str(new)))


def _append(value: object, text: str) -> str:
    """Append to a value; Jinja's `~` would lose where it comes from."""
    return derived(value, f"{value}{text}")


FILTERS = {
    "append": _append,
    "json": _json,
    "logical_id": _logical_id,
    "logical_ids": _logical_ids,
    "pairs": _pairs,
    "quoted": _quoted,
    "replace": _replace,
    "shell": _shell,
}
