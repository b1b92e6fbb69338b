"""Nothing outlives the tests: no process, mount, control group or file, however they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.deploy import leashed, sandbox
from tests.deploy.emulator import Emulator
from tests.deploy.subject import ROOT

_OWNER = """
import sys, time
from tests.deploy import emulator, leashed, sandbox, image
running = emulator.start()
print(running.folder, flush=True)
with sandbox.Sandbox({"network": "none", "metadata_delay": 0, "metadata": {}, "instance": "",
                      "target_group": {"health_port": 1, "path": "/", "timeout": 1, "arn": ""}},
                     running.port) as box:
    image.make(box.image, "#!/bin/bash\\nsleep 600\\n")
    if not sandbox.lacking():
        box.boot()
    print(box.folder, flush=True)
    time.sleep(2)
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_an_owner_that_is_stopped(number: signal.Signals) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", _OWNER],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout
    folders = [Path(owner.stdout.readline().strip()) for _ in range(2)]
    assert owner.stdout.readline() == "ready\n", owner.communicate()
    assert all(folder.is_dir() for folder in folders)
    owner.send_signal(number)
    owner.communicate(timeout=30)
    assert _gone(folders), [_traces(folder) for folder in folders]


def test_nothing_is_left_of_an_owner_on_a_leash(folder: Path) -> None:
    with (folder / "owner").open("wb") as output:
        process = leashed.start([sys.executable, "-c", _OWNER], output)
    deadline = time.monotonic() + 60
    while "ready" not in (said := (folder / "owner").read_text("utf-8")):
        assert time.monotonic() < deadline, said
        time.sleep(0.1)
    leashed.stop(process)
    folders = [Path(line) for line in said.splitlines() if line.startswith("/")]
    assert len(folders) == 2
    assert _gone(folders), [_traces(each) for each in folders]


def _gone(folders: list[Path]) -> bool:
    for _ in range(200):
        if not any(_traces(folder) for folder in folders):
            return True
        time.sleep(0.05)
    return False


def _traces(folder: Path) -> list[str]:
    """Return what is left: files, control groups, mounts, and processes that know the folder."""
    groups = sandbox.control_groups()
    found = [
        str(path)
        for path in (folder, groups / folder.name if groups else None)
        if path and path.exists()
    ]
    if folder.name in Path("/proc/self/mountinfo").read_text("utf-8"):
        found.append("a mount")
    return found + [f"process {process}" for process in _processes(folder.name)]


def _processes(name: str) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if name.encode() in command and process.name != str(os.getpid()):
            found.append(process.name)
    return found


def test_a_leash_hands_on_how_its_command_ended() -> None:
    process = leashed.start(["sh", "-c", "exit 7"], subprocess.DEVNULL)
    assert process.wait(timeout=20) == 7


def test_the_emulator_listens_on_loopback_only(emulator: Emulator) -> None:
    listening = [each for each in _listeners() if each[1] in _sockets(emulator.process.pid)]
    assert listening
    assert {address for address, _ in listening} == {f"0100007F:{emulator.port:04X}"}


def _listeners() -> list[tuple[str, str]]:
    """Return the local address and the inode of every socket of this machine that listens."""
    found = []
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text("ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A":
                found.append((fields[1], fields[9]))
    return found


def _sockets(leash: int) -> set[str]:
    """Return the inodes of the sockets of a leash's command and its children."""
    found: set[str] = set()
    waiting = [leash]
    while waiting:
        process = waiting.pop()
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
        waiting += [int(child) for child in children]
        for descriptor in Path(f"/proc/{process}/fd").iterdir():
            try:
                target = str(descriptor.readlink())
            except OSError:
                continue
            if target.startswith("socket:["):
                found.add(target[8:-1])
    return found
