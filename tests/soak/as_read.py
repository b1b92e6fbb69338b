"""What the programs behind a template read in it: bash, systemd, readers of JSON, and IAM."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

from pipeline.paths import KeyPath, children

_ASSIGNMENT = re.compile(r"^([A-Z][A-Z0-9_]*)=", re.MULTILINE)
_FUNCTION = re.compile(r"\$\{(!?)([^}]*)\}")
_VARIABLE = re.compile(r'^(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^"\n]*))\n', re.MULTILINE | re.DOTALL)


def texts(data: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield each text of a template as its reader has it, with its place.

    IAM reads a policy's texts as they are, but for `${` and what Fn::Sub replaces.
    """
    if isinstance(data, dict) and isinstance(data.get("Fn::Sub"), str):
        data = substituted(data["Fn::Sub"])
    if isinstance(data, str):
        for place, text in _read(data, path):
            yield (*path, *place), text
        return
    for key, value in children(data):
        yield from texts(value, (*path, key))


def substituted(text: str) -> str:
    """Return a text as Fn::Sub makes it; a reference becomes its name in brackets."""
    return _FUNCTION.sub(lambda found: f"${{{found[2]}}}" if found[1] else f"<{found[2]}>", text)


def _read(text: str, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if text.startswith("#!/bin/bash\n"):
        head, _, rest = text.partition("\n\n")
        yield from (((name,), value) for name, value in _bash(head))
        yield ("script",), rest
    elif path[-2:] == ("/etc/application.env", "content"):
        yield from (((name,), value) for name, value in _environment_file(text))
    elif text.startswith("{") and path[-1] in ("content", "DashboardBody"):
        yield from texts(json.loads(text))
    else:
        yield (), text


def _bash(head: str) -> Iterator[tuple[str, str]]:
    """Yield the variables that a script sets on top, as bash has them."""
    names = list(dict.fromkeys(_ASSIGNMENT.findall(head)))
    shown = "".join(f"""printf '%s\\0' "${name}"\n""" for name in names)
    done = subprocess.run(
        ["bash", "-euc", f"{head}\n{shown}"],
        capture_output=True,
        check=True,
        env={"PATH": "/usr/bin:/bin"},
    )
    yield from zip(names, done.stdout.decode().split("\0")[:-1], strict=True)


def _environment_file(text: str) -> Iterator[tuple[str, str]]:
    """Yield the variables of a file as systemd reads it: a backslash quotes inside quotes.

    https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=
    """
    rest = text
    while rest:
        found = _VARIABLE.match(rest)
        assert found, f"systemd reads no variable in {rest!r}"
        name, quoted, plain = found.groups()
        yield name, plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL)
        rest = rest[found.end() :]
