"""Stands in for rsyslogd: the journal goes to /var/log/messages, and where simple rules say.

Known in /etc/rsyslog.d are a template that is the message, and rules that write what one program
says to a file, which may be all that is done with it. Anything else is refused.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_TEMPLATE = re.compile(r'\s*template\(name="(\w+)" type="string" string="%msg:2:\$%\\n"\)\s*')
_PROGRAM = r'\s*if \$programname == "(?P<program>[^"]+)" then '
_RULES = (
    re.compile(_PROGRAM + r"(?P<file>[^\s;{]+);(?P<template>\w+)(?P<stop>)\s*"),
    re.compile(
        _PROGRAM
        + r'\{\s*action\(type="omfile" file="(?P<file>[^"]+)" template="(?P<template>\w+)"\)'
        r"\s*(?P<stop>stop)?\s*\}\s*"
    ),
)


@dataclass(frozen=True)
class Rule:
    """Where a program's messages go, and whether that is all."""

    file: Path
    stop: bool


def rules() -> dict[str, Rule]:
    """Return the rule for each program that has one."""
    found: dict[str, Rule] = {}
    for path in sorted(Path("/etc/rsyslog.d").glob("*.conf")):
        found |= parse(path.read_text("utf-8"))
    return found


def parse(text: str) -> dict[str, Rule]:
    """Return the rules in a configuration; end with a message at what is not known."""
    found, names, position = {}, set(), 0
    while position < len(text):
        if match := _TEMPLATE.match(text, position):
            names.add(match[1])
        elif match := next(filter(None, (rule.match(text, position) for rule in _RULES)), None):
            if match["template"] not in names:
                sys.exit(f"rsyslogd: no template {match['template']}")
            found[match["program"]] = Rule(Path(match["file"]), bool(match["stop"]))
        else:
            sys.exit(f"rsyslogd: not known to these tests: {text[position:]}")
        position = match.end()
    return found


def main() -> None:
    """Copy the journal for ever."""
    known = rules()
    command = ["journalctl", "--boot", "--follow", "--lines=all", "--output=json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as journal:
        for line in journal.stdout or ():
            entry = json.loads(line)
            program, message = entry.get("SYSLOG_IDENTIFIER", "?"), entry.get("MESSAGE", "")
            rule = known.get(program)
            if rule:
                append(rule.file, str(message))
            if not rule or not rule.stop:
                append(Path("/var/log/messages"), f"ip-10-0-0-7 {program}: {message}")


def append(path: Path, line: str) -> None:
    """Add a line to a log file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


if __name__ == "__main__":
    main()
