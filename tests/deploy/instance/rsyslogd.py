"""Stands in for rsyslogd: the journal goes to /var/log/messages, and where simple rules say.

Two statements are known in /etc/rsyslog.d: a template that is the message, and a rule that writes
what one program says to a file. Anything else is refused.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

_RULE = re.compile(r'if \$programname == "([^"]+)" then ([^\s;]+);(\w+)')
_TEMPLATE = re.compile(r'template\(name="(\w+)" type="string" string="%msg:2:\$%\\n"\)')


def rules() -> dict[str, Path]:
    """Return the file that each program's messages go to."""
    found: dict[str, Path] = {}
    names: set[str] = set()
    for path in sorted(Path("/etc/rsyslog.d").glob("*.conf")):
        for line in path.read_text("utf-8").splitlines():
            if match := _TEMPLATE.fullmatch(line.strip()):
                names.add(match[1])
            elif (match := _RULE.fullmatch(line.strip())) and match[3] in names:
                found[match[1]] = Path(match[2])
            elif line.strip() and not line.startswith("#"):
                sys.exit(f"rsyslogd: {path}: not known to these tests: {line}")
    return found


def main() -> None:
    """Copy the journal for ever."""
    files = rules()
    command = ["journalctl", "--boot", "--follow", "--lines=all", "--output=json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as journal:
        for line in journal.stdout or ():
            entry = json.loads(line)
            program, message = entry.get("SYSLOG_IDENTIFIER", "?"), entry.get("MESSAGE", "")
            append(Path("/var/log/messages"), f"ip-10-0-0-7 {program}: {message}")
            if program in files:
                append(files[program], str(message))


def append(path: Path, line: str) -> None:
    """Add a line to a log file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


if __name__ == "__main__":
    main()
