"""The sections of a cfn-init config; unsupported ones are rejected.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-init.html
"""

from __future__ import annotations

import grp
import json
import logging
import os
import pwd
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Data = dict[str, Any]
_SECTIONS = ("packages", "groups", "users", "sources", "files", "commands", "services")
_KNOWN = ("packages", "files", "commands", "services")
log = logging.getLogger("cfn-init")


class UnsupportedError(Exception):
    """Metadata that this stand-in does not support."""


def allow(where: str, found: Iterable[str], known: Iterable[str]) -> None:
    """Reject unknown keys."""
    if unknown := set(found) - set(known):
        raise UnsupportedError(f"{where}: {', '.join(sorted(unknown))}")


def apply(config: Data) -> None:
    """Apply a config, in the documented order."""
    allow("a config", config, _SECTIONS)
    allow("a section that these tests do not support", config, _KNOWN)
    install(config.get("packages", {}))
    changed = {path for path, each in config.get("files", {}).items() if write(path, each)}
    for name in sorted(config.get("commands", {})):
        command(name, config["commands"][name])
    for manager, services in config.get("services", {}).items():
        allow("services", [manager], ["systemd"])
        for name, each in services.items():
            service(name, each, changed)


def install(packages: Data) -> None:
    """Install packages with yum, the only supported manager."""
    allow("packages", packages, ["yum"])
    for name, versions in packages.get("yum", {}).items():
        wanted = [f"{name}-{version}" for version in versions] or [name]
        try:
            run(["dnf", "-y", "install", *wanted])
        except UnsupportedError as error:
            # As in cfn-init, dnf's output is in the log and not in the error.
            log.error("Yum failed. Output: %s", error)  # noqa: TRY400 (without a traceback)
            message = "Could not successfully install yum packages (return code 1)"
            raise UnsupportedError(message) from None


def write(path: str, each: Data) -> bool:
    """Write a file; return whether it changed."""
    allow(f"file {path}", each, ["content", "mode", "owner", "group"])
    content = each["content"]
    text = content if isinstance(content, str) else json.dumps(as_text(content), indent=4)
    target, mode = Path(path), each.get("mode", "000644")
    if not mode.isdigit() or len(mode) not in (4, 6) or mode[:-4] not in ("", "00"):
        raise UnsupportedError(f"file {path}: mode {mode}")
    before = target.read_text("utf-8") if target.exists() else None
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    target.chmod(int(mode, 8))
    user = pwd.getpwnam(each.get("owner", "root")).pw_uid
    os.chown(target, user, grp.getgrnam(each.get("group", "root")).gr_gid)
    log.info("wrote %s", path)
    return before != text


def as_text(content: Any) -> Any:
    """Return data as CloudFormation returns it: numbers and booleans are text."""
    if isinstance(content, dict):
        return {key: as_text(value) for key, value in content.items()}
    if isinstance(content, list):
        return [as_text(value) for value in content]
    return str(content).lower() if isinstance(content, bool) else str(content)


def command(name: str, each: Data) -> None:
    """Run a command if its test succeeds."""
    allow(f"command {name}", each, ["command", "env", "cwd", "test", "ignoreErrors"])
    env, cwd = each.get("env") or dict(os.environ), each.get("cwd") or "/"
    if test := each.get("test"):
        tried = subprocess.run(test, shell=True, check=False, env=env, cwd=cwd)
        if tried.returncode:
            log.info("command %s: not needed", name)
            return
    words = each["command"]
    note([f"Command {name}"])
    done = subprocess.run(
        words,
        shell=isinstance(words, str),
        check=False,
        capture_output=True,
        text=True,
        env=env,
        cwd=cwd,
    )
    keep_output(done)
    if not done.returncode:
        log.info("Command %s succeeded", name)
        return
    log.error("Command %s (%s) failed", name, words)
    if str(each.get("ignoreErrors", "false")).lower() != "true":
        raise UnsupportedError(f"Command {name} failed")


def keep_output(done: subprocess.CompletedProcess[str]) -> None:
    """Write what a command printed, once it has ended."""
    output = [f"\t{line}" for line in f"{done.stdout}{done.stderr}".splitlines()]
    note([f"{'Command Output':-^60}", *output, "-" * 60])
    if done.returncode:
        note([f"Exited with error code {done.returncode}"], "ERROR")


def note(lines: list[str], level: str = "INFO") -> None:
    """Write lines into cfn-init's log of commands, which has what no other log has.

    As in a log that a user of parallelcluster has shown:
    https://github.com/aws/aws-parallelcluster/issues/4952
    """
    with Path("/var/log/cfn-init-cmd.log").open("a", encoding="utf-8") as file:
        file.writelines(f"2026-11-26 10:00:00,000 P4242 [{level}] {line}\n" for line in lines)


def service(name: str, each: Data, changed: set[str]) -> None:
    """Enable and start a service; restart it if one of its files changed."""
    allow(f"service {name}", each, ["enabled", "ensureRunning", "files"])
    unit = f"{name}.service"
    if "enabled" in each:
        run(["systemctl", "enable" if truth(each["enabled"]) else "disable", unit])
    if "ensureRunning" not in each:
        return
    if not truth(each["ensureRunning"]):
        run(["systemctl", "stop", unit])
    elif changed & set(each.get("files", [])):
        run(["systemctl", "restart", unit])
    elif subprocess.run(["systemctl", "is-active", "-q", unit], check=False).returncode:
        run(["systemctl", "start", unit])


def truth(value: object) -> bool:
    """Read a boolean, which CloudFormation may return as text."""
    return str(value).lower() == "true"


def run(arguments: list[str]) -> None:
    """Run a program that must succeed."""
    done = subprocess.run(arguments, check=False, capture_output=True, text=True)
    log.info("%s: %s", " ".join(arguments), done.returncode)
    if done.returncode:
        raise UnsupportedError(f"{' '.join(arguments)}: {done.stderr.strip()}")
