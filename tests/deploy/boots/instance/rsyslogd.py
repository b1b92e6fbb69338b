"""Stand-in for rsyslogd with its default rules: copies the journal to /var/log/messages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Copy the journal until stopped; reject rules of its own, which are not supported."""
    if rules := sorted(Path("/etc/rsyslog.d").glob("*.conf")):
        sys.exit(f"rsyslogd: not supported by these tests: {rules[0]}")
    command = ["journalctl", "--boot", "--follow", "--lines=all", "--output=json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as journal:
        for line in journal.stdout or ():
            entry = json.loads(line)
            program, message = entry.get("SYSLOG_IDENTIFIER", "?"), entry.get("MESSAGE", "")
            with Path("/var/log/messages").open("a", encoding="utf-8") as file:
                file.write(f"ip-10-0-0-7 {program}: {message}\n")


if __name__ == "__main__":
    main()
