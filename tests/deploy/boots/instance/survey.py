"""Surveys an instance after its boot, and kills the application to test its restart."""

from __future__ import annotations

import grp
import json
import os
import pwd
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

UNIT = "application.service"
_PATIENCE = 20


def main() -> None:
    """Print the survey as JSON."""
    asked = json.loads(sys.argv[1])
    found: dict[str, Any] = {
        "files": {path: stat(Path(path)) for path in asked["files"]},
        "services": {name: state(f"{name}.service") for name in asked["services"]},
        "started_at_boot": show("multi-user.target", "Wants").split(),
        "failed": systemctl("--failed", "--plain", "--no-legend").split("\n"),
        "user": owner(main_pid()),
        "answer": ask(asked["url"]),
        "environment": ask(asked["environment"]),
    }
    if asked["kill"] and main_pid():
        found["seconds_to_return"] = kill(asked["url"])
    # A restart reads its variables again.
    found["environment after a restart"] = ask(asked["environment"])
    print(json.dumps(found))


def stat(path: Path) -> dict[str, Any]:
    """Return a file's mode, owner, group and text."""
    if not path.is_file():
        return {}
    info = path.stat()
    return {
        "mode": f"{info.st_mode & 0o7777:04o}",
        "owner": pwd.getpwuid(info.st_uid).pw_name,
        "group": grp.getgrgid(info.st_gid).gr_name,
        "text": path.read_text("utf-8"),
    }


def state(unit: str) -> list[str]:
    """Return whether a unit is enabled, and whether it is active."""
    return [systemctl("is-enabled", unit), systemctl("is-active", unit)]


def main_pid() -> int:
    """Return the application's process id, 0 if it does not run."""
    return int(show(UNIT, "MainPID") or 0)


def owner(process: int) -> str:
    """Return the user that a process runs as."""
    if not process:
        return ""
    return pwd.getpwuid(os.stat(f"/proc/{process}").st_uid).pw_name


def ask(url: str) -> str:
    """Return the application's response, or the error."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return f"{answer.status} {answer.read().decode().strip()}".strip()
    except urllib.error.HTTPError as error:
        return str(error.code)
    except OSError as error:
        return str(error)


def kill(url: str) -> float | None:
    """Kill the application; return the seconds until another process answers, or None."""
    before, began = main_pid(), time.monotonic()
    os.kill(before, signal.SIGKILL)
    while time.monotonic() - began < _PATIENCE:
        if main_pid() not in (0, before) and ask(url).startswith("200"):
            return round(time.monotonic() - began, 1)
        time.sleep(0.2)
    return None


def show(unit: str, name: str) -> str:
    """Return a property of a unit."""
    return systemctl("show", "--property", name, "--value", unit)


def systemctl(*arguments: str) -> str:
    """Return systemctl's output."""
    done = subprocess.run(["systemctl", *arguments], check=False, capture_output=True, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
