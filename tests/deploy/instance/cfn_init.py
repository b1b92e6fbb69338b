"""Stands in for cfn-init, as far as its documentation goes and templates here use it.

What it does not know it refuses: a template must not rest on something that was never tried.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-init.html
"""

from __future__ import annotations

import argparse
import grp
import json
import logging
import os
import pwd
import subprocess
import sys
import urllib.error
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.deploy.instance.aws_call import query

Data = dict[str, Any]
_SECTIONS = ("packages", "groups", "users", "sources", "files", "commands", "services")
_KNOWN = ("packages", "files", "commands", "services")
log = logging.getLogger("cfn-init")


class RefusedError(Exception):
    """Metadata that this does not know."""


def allow(where: str, found: Iterable[str], known: Iterable[str]) -> None:
    """Refuse keys that are not known."""
    if unknown := set(found) - set(known):
        raise RefusedError(f"{where}: {', '.join(sorted(unknown))}")


def read_metadata(stack: str, resource: str, region: str) -> Data:
    """Return the resource's AWS::CloudFormation::Init metadata, as CloudFormation resolved it."""
    text = query(
        "cloudformation", "DescribeStackResource", "2010-05-15", region,
        StackName=stack, LogicalResourceId=resource,
    )  # fmt: skip
    found = next(
        (each.text for each in ET.fromstring(text).iter() if each.tag.endswith("}Metadata")), None
    )
    metadata = json.loads(found or "{}")
    if "AWS::CloudFormation::Init" not in metadata:
        raise RefusedError(f"{resource} has no metadata for cfn-init")
    return dict(metadata["AWS::CloudFormation::Init"])


def configs(metadata: Data, name: str) -> list[str]:
    """Return the names of the configs in a config set, sets in it unfolded."""
    sets = metadata.get("configSets", {"default": ["config"]})
    if name not in sets:
        raise RefusedError(f"no config set is named {name}")
    members = sets[name] if isinstance(sets[name], list) else [sets[name]]
    names: list[str] = []
    for member in members:
        names += configs(metadata, member["ConfigSet"]) if isinstance(member, dict) else [member]
    return names


def apply(config: Data) -> None:
    """Do what a config says, in the order that is documented."""
    allow("a config", config, _SECTIONS)
    allow("a section that these tests do not act out", config, _KNOWN)
    install(config.get("packages", {}))
    changed = {path for path, each in config.get("files", {}).items() if write(path, each)}
    for name in sorted(config.get("commands", {})):
        command(name, config["commands"][name])
    for manager, services in config.get("services", {}).items():
        allow("services", [manager], ["systemd"])
        for name, each in services.items():
            service(name, each, changed)


def install(packages: Data) -> None:
    """Install packages of the one manager that is used here."""
    allow("packages", packages, ["yum"])
    for name, versions in packages.get("yum", {}).items():
        wanted = [f"{name}-{version}" for version in versions] or [name]
        run(["dnf", "-y", "install", *wanted])


def write(path: str, each: Data) -> bool:
    """Write a file; tell whether it is not as it was."""
    allow(f"file {path}", each, ["content", "mode", "owner", "group"])
    content = each["content"]
    text = content if isinstance(content, str) else json.dumps(as_text(content), indent=4)
    target, mode = Path(path), each.get("mode", "000644")
    if not mode.isdigit() or len(mode) not in (4, 6) or mode[:-4] not in ("", "00"):
        raise RefusedError(f"file {path}: mode {mode}")
    before = target.read_text("utf-8") if target.exists() else None
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    target.chmod(int(mode, 8))
    user = pwd.getpwnam(each.get("owner", "root")).pw_uid
    os.chown(target, user, grp.getgrnam(each.get("group", "root")).gr_gid)
    log.info("wrote %s", path)
    return before != text


def as_text(content: Any) -> Any:
    """Return data as CloudFormation hands it on: numbers and booleans are text."""
    if isinstance(content, dict):
        return {key: as_text(value) for key, value in content.items()}
    if isinstance(content, list):
        return [as_text(value) for value in content]
    return str(content).lower() if isinstance(content, bool) else str(content)


def command(name: str, each: Data) -> None:
    """Run a command, if its test says so."""
    allow(f"command {name}", each, ["command", "env", "cwd", "test", "ignoreErrors"])
    env, cwd = each.get("env") or dict(os.environ), each.get("cwd") or "/"
    if test := each.get("test"):
        tried = subprocess.run(test, shell=True, check=False, env=env, cwd=cwd)
        if tried.returncode:
            log.info("command %s: not needed", name)
            return
    words = each["command"]
    done = subprocess.run(
        words,
        shell=isinstance(words, str),
        check=False,
        capture_output=True,
        text=True,
        env=env,
        cwd=cwd,
    )
    log.info(
        "command %s: %s %s %s", name, done.returncode, done.stdout.strip(), done.stderr.strip()
    )
    if done.returncode and str(each.get("ignoreErrors", "false")).lower() != "true":
        raise RefusedError(f"command {name} failed: {done.stderr.strip()}")


def service(name: str, each: Data, changed: set[str]) -> None:
    """Enable and start a service; restart it if a file of its changed."""
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
    """Read a boolean, which CloudFormation may hand on as text."""
    return str(value).lower() == "true"


def run(arguments: list[str]) -> None:
    """Run a program that must succeed."""
    done = subprocess.run(arguments, check=False, capture_output=True, text=True)
    log.info("%s: %s", " ".join(arguments), done.returncode)
    if done.returncode:
        raise RefusedError(f"{' '.join(arguments)}: {done.stderr.strip()}")


def main() -> int:
    """Do what the metadata says; refuse options that are not documented."""
    parser = argparse.ArgumentParser(prog="cfn-init", allow_abbrev=False)
    parser.add_argument("-s", "--stack", required=True)
    parser.add_argument("-r", "--resource", required=True)
    parser.add_argument("-c", "--configsets", default="default")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("-v", "--verbose", action="store_true")
    asked = parser.parse_args()
    form = "%(asctime)s [%(levelname)s] %(message)s"
    logging.basicConfig(filename="/var/log/cfn-init.log", level=logging.INFO, format=form)
    try:
        metadata = read_metadata(asked.stack, asked.resource, asked.region)
        for name in asked.configsets.split(","):
            for config in configs(metadata, name):
                log.info("config %s", config)
                apply(metadata[config])
    except (
        RefusedError,
        OSError,
        KeyError,
        urllib.error.URLError,
        subprocess.SubprocessError,
    ) as error:
        log.error("%s", error)  # noqa: TRY400 (as cfn-init, in one line)
        sys.stderr.write(f"Error occurred during build: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
