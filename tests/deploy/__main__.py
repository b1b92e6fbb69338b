"""Deploy, boot and break stacks: `python -m tests.deploy [CONFIG...] [PYTEST OPTION...]`.

A config is a file, or a folder with those of an application: `shop` or `shop/config`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.diagnostic import InvalidInput
from tests.deploy.process import processes
from tests.deploy.stack import config_under_test

HERE = Path(__file__).parent
_TAKE_A_VALUE = ("-c", "-k", "-m", "-n", "-o", "-p", "-W")  # options of pytest


def main(arguments: list[str]) -> int:
    """Run the tests on the configs named, or on all; return pytest's exit status.

    However this process ends, every process and file of the run is removed.
    """
    named = list(_named(arguments))
    found = {each: config_under_test.named(Path(each)) for each in named}
    paths = [path for each in found.values() for path in each]
    empty = [each for each in named if not found[each] and (Path(each).is_dir() or not paths)]
    unusable = [f"{each}: error: no environment's config" for each in empty]
    if refusals := [*unusable, *_refusals(paths or config_under_test.paths())]:
        sys.stderr.write("\n".join(refusals) + "\n")
        return 2
    options = [each for each in arguments if each not in named]
    chosen = [f"--config-under-test={path.resolve()}" for path in paths]
    return _run(["-p", "no:cacheprovider", str(HERE), *chosen, *options])


def _named(arguments: list[str]) -> Iterator[str]:
    """Yield the arguments that name configs: not an option's value, nor a folder of these tests."""
    for before, each in zip(["", *arguments], arguments):  # noqa: B905 (one has no one after it)
        path = Path(each)
        is_folder = path.is_dir() and HERE not in (path.resolve(), *path.resolve().parents)
        if before not in _TAKE_A_VALUE and (is_folder or path.suffix in (".yml", ".yaml")):
            yield each


def _refusals(paths: list[Path]) -> Iterator[str]:
    """Yield the messages of `render.py` about configs that cannot be rendered."""
    for path in paths:
        try:
            config_under_test.read(path)
        except InvalidInput as refused:
            yield str(refused)


def handle_signals() -> None:
    """End on SIGTERM and SIGHUP as on SIGINT, unless the parent ignores them, as `nohup` does."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def _run(options: list[str]) -> int:
    handle_signals()
    folder, parent = processes.make_folder("run"), os.getppid()
    environment = {**os.environ, "TMPDIR": str(folder)}
    command = [sys.executable, "-m", "pytest", *options]
    process = processes.start(command, None, folder, None, environment)
    try:
        return _wait(process, parent)
    except KeyboardInterrupt:
        processes.stop(process)
        sys.stderr.write("interrupted: all processes were stopped, all files removed\n")
        return 128 + signal.SIGINT


def _wait(process: subprocess.Popen[bytes], parent: int) -> int:
    """Wait for the process; raise KeyboardInterrupt if the parent is killed, as tox may be."""
    while os.getppid() == parent:
        try:
            return process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
