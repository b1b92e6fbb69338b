"""A sandboxed instance: namespaces, an overlay of this machine's `/`, and systemd as PID 1.

What it writes is kept in memory, it has its own network, and all of it ends with the process that
started it.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.deploy.boots import bridge, image
from tests.deploy.process import processes

_NAMESPACES = ("--mount", "--pid", "--net", "--uts", "--ipc", "--cgroup")
# An ordinary PATH, which root may have too, lacks the folders of some of the programs.
_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
_ENVIRONMENT = {**os.environ, "PATH": _PATH}
_PROGRAMS = (
    "unshare",
    "nsenter",
    "mount",
    "pivot_root",
    "ip",
    "systemctl",
    "journalctl",
    "curl",
    "tar",
)


@functools.cache
def unavailable() -> str:
    """Return why there can be no sandbox on this machine, or an empty string."""
    if os.geteuid() != 0:
        return "not root"
    missing = missing_programs()
    if missing or not _systemd():
        return f"not installed: {', '.join(missing or ['systemd'])}"
    if not control_groups():
        return "no writable control groups of version 2"
    tried = subprocess.run(
        ["unshare", *_NAMESPACES, "--fork", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
        capture_output=True, text=True, check=False, env=_ENVIRONMENT,
    )  # fmt: skip
    return f"no namespaces: {tried.stderr.strip()}" if tried.returncode else ""


def missing_programs() -> list[str]:
    """Return the programs that a sandbox needs and that are not installed."""
    return [name for name in _PROGRAMS if not shutil.which(name, path=_PATH)]


def _systemd() -> bool:
    return any(Path(path).exists() for path in ("/lib/systemd/systemd", "/usr/lib/systemd/systemd"))


@functools.cache
def control_groups() -> Path | None:
    """Return the folder of control groups of version 2, or None if it is not writable."""
    for line in Path("/proc/self/mountinfo").read_text("utf-8").splitlines():
        fields = line.split()
        if fields[fields.index("-") + 1] == "cgroup2" and os.access(fields[4], os.W_OK):
            return Path(fields[4])
    return None


class Sandbox:
    """A running instance, as a context manager."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.folder = processes.make_folder("instance")
        self.proof = self.folder / "proof"
        self.image = self.proof / "image"
        self.process: subprocess.Popen[bytes] | None = None
        (self.folder / "space").mkdir()
        (self.proof / "host").mkdir(parents=True)

    def __enter__(self) -> Sandbox:  # noqa: PYI034 (Self is newer than Python 3.10)
        return self

    def __exit__(self, *_: object) -> None:
        if self.process:
            processes.stop(self.process)
            self.server.shutdown()
            self.server.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, environment: dict[str, Any]) -> None:
        """Start the instance in an environment; a second start keeps the disk."""
        (self.proof / "environment.json").write_text(json.dumps(environment), encoding="utf-8")
        if self.process:
            self._start_again()
        else:
            self._boot()

    def _boot(self) -> None:
        self.server = bridge.build(self.proof / "host" / "emulator.sock", self.port)
        groups = control_groups()
        assert groups
        group = groups / self.folder.name
        group.mkdir()
        visible = [sys.prefix, sys.base_prefix, os.path.dirname(image.PYTHON)]
        script = [str(image.INSTANCE / "root.sh"), str(self.folder), image.PYTHON, *visible]
        command = ["unshare", *_NAMESPACES, "--propagation", "private", "--fork", "--kill-child"]
        with (self.folder / "log").open("wb") as log:
            whole = [*command, "bash", *script]
            self.process = processes.start(whole, log, self.folder, group, _ENVIRONMENT)

    def _start_again(self) -> None:
        """Stop every unit, and start what is enabled; the disk and PID 1 stay."""
        (self.proof / "boot.exit").unlink()
        self.stop()
        self.run("systemctl", "stop", "gateway.service")
        self.run("systemctl", "isolate", "--no-block", "multi-user.target")

    def stop(self) -> None:
        """Stop every unit, as at the end of an instance; AWS stays within reach meanwhile."""
        self.run("systemctl", "isolate", "stopped.target")
        # The target is reached before the units that it ends.
        self.run("sh", "-c", "while systemctl list-jobs | grep -q ' stop '; do sleep 0.1; done")

    def await_boot(self, seconds: float) -> int | None:
        """Wait until user data has run; return its exit status, None if it does not end."""
        deadline = time.monotonic() + seconds
        ended = self.proof / "boot.exit"
        while time.monotonic() < deadline:
            if ended.exists() and (text := ended.read_text("ascii").strip()):
                return int(text)
            assert self.process
            assert self.process.poll() is None, self.log()
            time.sleep(0.1)
        return None

    def run(self, *command: str) -> str:
        """Run a command on the instance; return its output."""
        enter = ["nsenter", "--target", str(self._init()), "--mount", "--uts", "--ipc", "--net"]
        done = subprocess.run(
            [*enter, "--pid", "--cgroup", "--root", "--wd", *command],
            capture_output=True, text=True, check=False, timeout=60, env=_ENVIRONMENT,
        )  # fmt: skip
        assert done.returncode == 0, f"{' '.join(command)}: {done.stdout} {done.stderr}"
        return done.stdout

    def _init(self) -> int:
        """Return the host's process id of the instance's PID 1, the supervisor's grandchild."""
        assert self.process
        process = self.process.pid
        for _ in range(2):
            children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
            process = int(children.split()[0])
        return process

    def calls(self) -> list[dict[str, Any]]:
        """Return the calls to AWS that were made."""
        path = self.proof / "calls.jsonl"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def console(self) -> str:
        """Return the instance's console output."""
        return self._text("console")

    def packages(self) -> list[str]:
        """Return the packages that were installed."""
        return self._text("packages").split()

    def log(self) -> str:
        """Return all logs, for failure messages."""
        log = (self.folder / "log").read_text("utf-8", "replace")
        return "\n".join([log, self._text("init.log"), self._text("gateway.log"), self.console()])

    def _text(self, name: str) -> str:
        path = self.proof / name
        return path.read_text("utf-8", "replace") if path.exists() else ""
