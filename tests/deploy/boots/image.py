"""The disk of a sandboxed instance before it boots."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

INSTANCE = Path(__file__).with_name("instance")
_PACKAGE = "tests.deploy.boots.instance"
USER_DATA = "var/lib/cloud/instance/user-data.txt"
# The application's user may have no access to a virtual environment, so use its base Python.
PYTHON = os.path.realpath(sys.executable)
_INTERPRETER = """#!/bin/sh
for word in "$@"; do case $word in /opt/application/*) exec "$word" ;; esac; done
"""
_INTERPRETERS = ("bash", "sh", "env", "python3", "python")
# What packages of Amazon Linux 2023 add to its image.
_BROUGHT = {
    "nodejs22": "usr/bin/node",
    "java-21-amazon-corretto-headless": "usr/bin/java",
}
_HOSTS = """127.0.0.1 localhost ip-10-0-0-7
127.0.0.1 aws proxy.example.com
"""

_GATEWAY = """
[Unit]
Description=Instance metadata service and AWS endpoint
DefaultDependencies=no
IgnoreOnIsolate=yes
After=local-fs.target
[Service]
Environment=PYTHONPATH=/opt/proof
ExecStart=/opt/proof/python -m tests.deploy.boots.instance.gateway
StandardOutput=append:/proof/gateway.log
StandardError=append:/proof/gateway.log
"""
_BOOT = f"""
[Unit]
Description=User data, as cloud-init runs it
Wants=gateway.service
After=gateway.service multi-user.target
[Service]
Type=oneshot
Environment=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
ExecStartPre=/bin/bash -c 'until 2>/dev/null >/dev/tcp/127.0.0.1/4566; do sleep 0.05; done'
ExecStart=/bin/bash -c 'set -o pipefail; \\
  bash /opt/proof/tests/deploy/boots/instance/cloud_init.sh /{USER_DATA} 2>&1 \\
  | tee -a /var/log/cloud-init-output.log >>/dev/console'
ExecStopPost=/bin/sh -c 'echo $EXIT_STATUS >/proof/boot.exit'
TimeoutStartSec=infinity
"""
_STOPPED = """
[Unit]
Description=A stopped instance
Requires=basic.target
AllowIsolate=yes
"""
_SERVICE = """
[Unit]
Description=A stand-in
[Service]
Environment=PYTHONPATH=/opt/proof
ExecStart={program}
Restart=on-failure
[Install]
WantedBy=multi-user.target
"""
_ROTATION = """
[Service]
Type=oneshot
ExecStart=/bin/true
"""
# As the package of Amazon Linux 2023 has it, which rsyslog needs.
_ROTATION_TIMER = """
[Timer]
OnCalendar=daily
AccuracySec=1h
Persistent=true
[Install]
WantedBy=timers.target
"""
_AGENT = "opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl"
_HELPERS = {"opt/aws/bin/cfn-init": "cfn_init", "opt/aws/bin/cfn-signal": "cfn_signal"}


def make(root: Path, user_data: str, *, helpers: bool = True) -> None:
    """Write the files of an instance; `helpers` are CloudFormation's, as on Amazon's images."""
    own = root / "opt/proof" / _PACKAGE.replace(".", "/")
    shutil.copytree(INSTANCE, own, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "opt/proof/python").symlink_to(PYTHON)
    _write(root / USER_DATA, user_data, 0o700)
    _write(root / "usr/bin/dnf", _script("dnf"), 0o755)
    _write(root / "usr/local/bin/aws", _cli(), 0o755)
    _write(root / "etc/hosts", _HOSTS)
    units = root / "etc/systemd/system"
    _write(units / "gateway.service", _GATEWAY)
    _write(units / "boot.service", _BOOT)
    _write(units / "stopped.target", _STOPPED)
    wanted = units / "multi-user.target.wants"
    wanted.mkdir(parents=True)
    (wanted / "boot.service").symlink_to("../boot.service")
    _packages(root / "opt/proof/packages")
    if helpers:
        _helpers(root)


def add_application(root: Path, command: str, text: bytes) -> None:
    """Write the application at the path that the config's command runs."""
    words = command.split()
    own = next((word for word in words if word.startswith("/opt/application/")), words[0])
    _write(root / own.lstrip("/"), text.decode(), 0o755)


def add_container(root: Path, text: bytes) -> None:
    """Write the container image's program for the stand-in for Docker."""
    _write(root / "opt/proof/container/start", text.decode(), 0o755)


def add_interpreter(root: Path, command: str) -> None:
    """Write a stand-in for the interpreter in the config's command, which runs the application."""
    path = command.split(maxsplit=1)[0]
    if not path.startswith("/opt/application/") and Path(path).name not in _INTERPRETERS:
        _write(root / path.lstrip("/"), _INTERPRETER, 0o755)


def _packages(folder: Path) -> None:
    units = "usr/lib/systemd/system"
    _helpers(folder / "aws-cfn-bootstrap")
    _write(folder / "rsyslog" / units / "logrotate.service", _ROTATION)
    _write(folder / "rsyslog" / units / "logrotate.timer", _ROTATION_TIMER)
    service = _SERVICE.format(program=_module("rsyslogd"))
    _write(folder / "rsyslog" / units / "rsyslog.service", service)
    agent = folder / "amazon-cloudwatch-agent"
    _write(agent / _AGENT, _script("agent_ctl"), 0o755)
    service = _SERVICE.format(program=_module("agent"))
    _write(agent / units / "amazon-cloudwatch-agent.service", service)
    _write(folder / "docker/usr/bin/docker", _script("docker"), 0o755)
    service = _SERVICE.format(program="/bin/sleep infinity")
    _write(folder / "docker" / units / "docker.service", service)
    for name, path in _BROUGHT.items():
        _write(folder / name / path, _INTERPRETER, 0o755)


def _helpers(root: Path) -> None:
    for path, script in _HELPERS.items():
        _write(root / path, _script(script), 0o755)


def _module(name: str) -> str:
    return f"/opt/proof/python -m {_PACKAGE}.{name}"


def _script(name: str) -> str:
    run = f"PROOF_CALLER={name} PYTHONPATH=/opt/proof exec /opt/proof/python -m {_PACKAGE}.{name}"
    return f'#!/bin/sh\n{run} "$@"\n'


def _cli() -> str:
    """Return a script that runs the real AWS CLI with the instance's gateway as endpoint."""
    cli = Path(sys.executable).with_name("aws")
    return f'#!/bin/sh\nAWS_ENDPOINT_URL=http://aws:4566 exec {sys.executable} {cli} "$@"\n'


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
