"""Prove configs on something that runs: `python -m tests.deploy [CONFIG.yml...] [OPTION...]`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.diagnostic import InvalidInput
from tests.deploy import leashed, subject

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Run the tests on the configs named, or on all; return pytest's exit status.

    All that they start and write goes when this process does, however it ends.
    """
    files = [each for each in arguments if each.endswith((".yml", ".yaml"))]
    if refusals := list(_refusals([Path(file) for file in files] or subject.paths())):
        sys.stderr.write("\n".join(refusals) + "\n")
        return 2
    options = [each for each in arguments if each not in files]
    chosen = [f"--subject={Path(file).resolve()}" for file in files]
    return _run(["-p", "no:cacheprovider", str(HERE), *chosen, *options])


def _refusals(paths: list[Path]) -> Iterator[str]:
    """Yield what is wrong with configs, as `render.py` says it; no stack can be made of them."""
    for path in paths:
        try:
            subject.read(path)
        except InvalidInput as refused:
            yield str(refused)


def _run(options: list[str]) -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    folder, parent = leashed.make_folder("run"), os.getppid()
    environment = {**os.environ, "TMPDIR": str(folder)}
    command = [sys.executable, "-m", "pytest", *options]
    process = leashed.start(command, None, folder, None, environment)
    try:
        return _wait(process, parent)
    except KeyboardInterrupt:
        leashed.stop(process)
        sys.stderr.write("interrupted: what was started has been stopped and removed\n")
        return 128 + signal.SIGINT


def _wait(process: subprocess.Popen[bytes], parent: int) -> int:
    """Wait for the end; who asked may be killed, and tox does not hand that on."""
    while os.getppid() == parent:
        try:
            return process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
