"""The tests leave no process, mount, control group or file behind, however they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.deploy.boots import sandbox
from tests.deploy.process import processes
from tests.deploy.stack.config_under_test import ROOT
from tests.deploy.stack.emulator import Emulator

_SMALL = str(ROOT / "tests" / "shop" / "config" / "dev.yml")
# Tests that take a while: boots, or updates where boots are skipped.
_LONG = "test_lifecycle_step" if sandbox.unavailable() else "an_instance_boots"
_PARENT = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"


@pytest.mark.parametrize(
    ("number", "who"),
    [
        (signal.SIGINT, "itself"),
        (signal.SIGTERM, "itself"),
        (signal.SIGKILL, "itself"),
        (signal.SIGKILL, "its parent"),  # as when tox is killed
    ],
)
def test_nothing_is_left_of_a_run_that_is_stopped(
    number: signal.Signals, who: str, folder: Path
) -> None:
    own = folder / f"{who.replace(' ', '-')}-{number.name}"
    own.mkdir()
    command = [sys.executable, "-m", "tests.deploy", _SMALL, "-k", _LONG]
    parent = [sys.executable, "-c", _PARENT] if who == "its parent" else []
    with (own.parent / f"{own.name}.log").open("wb") as log:
        run = subprocess.Popen(
            [*parent, *command], cwd=ROOT, env={**os.environ, "TMPDIR": str(own)},
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    groups = _until_something_runs(run, own)
    run.send_signal(number)
    assert run.wait(timeout=30) != 0
    assert _cleaned_up(own, groups), _traces(own, groups)


def _until_something_runs(run: subprocess.Popen[bytes], own: Path) -> list[Path]:
    """Wait until the run has something to clean up; return its control groups."""
    last = "emulator-*/deployed" if sandbox.unavailable() else "instance-*/proof/gateway.log"
    deadline = time.monotonic() + 120
    while not any(own.glob(f"deploy-proof-run-*/deploy-proof-{last}")):
        assert run.poll() is None, own.with_suffix(".log").read_text("utf-8")
        assert time.monotonic() < deadline
        time.sleep(0.05)
    known = sandbox.control_groups()
    names = [path.name for path in own.glob("deploy-proof-run-*/deploy-proof-instance-*")]
    return [known / name for name in names] if known else []


def _cleaned_up(own: Path, groups: list[Path]) -> bool:
    for _ in range(200):
        if not _traces(own, groups):
            return True
        time.sleep(0.05)
    return False


def _traces(own: Path, groups: list[Path]) -> list[str]:
    """Return what is left: files, control groups, mounts and processes."""
    found = [str(path) for path in (*own.iterdir(), *groups) if path.exists()]
    if own.name in Path("/proc/self/mountinfo").read_text("utf-8"):
        found.append("a mount")
    return found + [f"process {process}" for process in _processes(str(own))]


def _processes(name: str) -> list[str]:
    """Return the processes whose command or environment names a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if name.encode() in known:
            found.append(process.name)
    return found


@pytest.mark.parametrize(
    ("inherited", "wanted"), [("SIG_DFL", "default_int_handler"), ("SIG_IGN", "SIG_IGN")]
)
def test_a_signal_that_the_parent_ignores_stays_ignored(inherited: str, wanted: str) -> None:
    code = (
        "import signal; from tests.deploy import __main__\n"
        f"signal.signal(signal.SIGHUP, signal.{inherited}); __main__.handle_signals()\n"
        f"assert signal.getsignal(signal.SIGHUP) == signal.{wanted}"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_supervisor_returns_the_exit_status() -> None:
    process = processes.start(["sh", "-c", "exit 7"], subprocess.DEVNULL)
    assert process.wait(timeout=20) == 7


def test_the_emulator_listens_on_loopback_only(emulator: Emulator) -> None:
    listening = [each for each in _listeners() if each[1] in _sockets(emulator.process.pid)]
    assert listening
    assert {address for address, _ in listening} == {f"0100007F:{emulator.port:04X}"}


def _listeners() -> list[tuple[str, str]]:
    """Return the local address and the inode of every listening socket of this machine."""
    found = []
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text("ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A":
                found.append((fields[1], fields[9]))
    return found


def _sockets(supervisor: int) -> set[str]:
    """Return the inodes of the sockets of a supervisor's command and its children."""
    found: set[str] = set()
    waiting = [supervisor]
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
