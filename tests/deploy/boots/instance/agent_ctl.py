"""Stand-in for amazon-cloudwatch-agent-ctl: takes a configuration if it is valid."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from tests.deploy.boots.instance.agent_config import UnsupportedError, validate

KEPT = Path("/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.d")


def main() -> int:
    """Fetch a configuration; reject undocumented options."""
    parser = argparse.ArgumentParser(prog="amazon-cloudwatch-agent-ctl", allow_abbrev=False)
    parser.add_argument("-a", choices=["fetch-config", "append-config"], required=True)
    parser.add_argument("-m", choices=["ec2"], required=True)
    parser.add_argument("-c", required=True)
    parser.add_argument("-s", action="store_true")
    asked = parser.parse_args()
    path = Path(asked.c.removeprefix("file:"))
    if not asked.c.startswith("file:") or not path.is_file():
        sys.stderr.write(f"{asked.c}: no such configuration\n")
        return 1
    try:
        validate(json.loads(path.read_text("utf-8")))
    except (UnsupportedError, ValueError, KeyError) as error:
        sys.stderr.write(f"configuration validation failed: {error}\n")
        return 1
    KEPT.mkdir(parents=True, exist_ok=True)
    if asked.a == "fetch-config":
        for old in KEPT.iterdir():
            old.unlink()
    (KEPT / path.name).write_text(path.read_text("utf-8"), encoding="utf-8")
    unit = "amazon-cloudwatch-agent.service"
    return subprocess.run(["systemctl", "restart", unit], check=False).returncode if asked.s else 0


if __name__ == "__main__":
    sys.exit(main())
