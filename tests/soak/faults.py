"""Every call that reads or writes fails once: a clear sentence, and the old file or the new one.

The calls are those of `os`, `open` and `fcntl`; in a fork of this process the n-th of them raises.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import io
import os
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pipeline.cli.main
from pipeline.cli.command import main
from tests.soak.figure import Soak
from tests.support import SMALL, Folder, Result, copy_project

NAME = "calls of the system that fail: explained, and the old file or the new one"
CALLS = (
    *("open", "stat", "lstat", "fstat", "write", "fsync", "ftruncate", "fchmod", "replace"),
    *("unlink", "mkdir", "listdir", "scandir", "readlink", "close", "fdopen", "getcwd"),
)
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES)
MARK = "fault.calls"


class Scenario(NamedTuple):
    """Arguments of the command, what its outputs hold before, and exit codes without a fault."""

    arguments: tuple[str, ...]
    before: str
    code: int = 0

    @property
    def writes(self) -> bool:
        """Whether the outputs are written, if they are to be."""
        return not {"--check", "--diff"} & set(self.arguments)


SCENARIOS = (
    Scenario(("--no-lint", "--no-cache"), "nothing"),
    Scenario(("--no-lint", "--no-cache"), "other"),
    Scenario(("--no-lint",), "other"),
    Scenario(("--no-lint",), "same"),
    Scenario(("--no-lint", "--check"), "same"),
    Scenario(("--no-lint", "--check"), "other", 1),
    Scenario(("--no-lint", "--diff", "config/one.yml"), "other"),
)


class Fault(NamedTuple):
    """Which call of a scenario fails, and how; none if the number is 0."""

    scenario: Scenario
    number: int = 0
    error: int = errno.EIO

    def __str__(self) -> str:
        what = " ".join(self.scenario.arguments)
        return f"{what} over {self.scenario.before}, call {self.number}: {os.strerror(self.error)}"


class _Calls:
    """Counts calls; the n-th raises, after it has been made if it closes a file."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.count = 0

    def patched(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self.fault.number:
                if name == "close":
                    call(*arguments, **options)
                file = arguments[0] if arguments and isinstance(arguments[0], (str, Path)) else None
                raise OSError(self.fault.error, os.strerror(self.fault.error), file)
            return call(*arguments, **options)

        return counted

    def patch(self) -> None:
        for name in CALLS:
            setattr(os, name, self.patched(getattr(os, name), name))
        fcntl.flock = self.patched(fcntl.flock, "flock")
        builtins.open = io.open = self.patched(io.open, "open")


def soak(count: int, seed: int, folder: Path) -> Soak:
    """Let a call fail in each scenario: every one, or `count` drawn from them."""
    place = _Place(folder)
    every = [
        Fault(scenario, number, ERRORS[(number + seed) % len(ERRORS)])
        for scenario in SCENARIOS
        for number in range(1, place.calls(scenario) + 1)
    ]
    chosen = every if count >= len(every) else random.Random(seed).sample(every, count)
    return Soak(NAME, chosen, lambda own: _Place(own).all_tried)


class _Place:
    """A project, and what it renders to."""

    def __init__(self, base: Path) -> None:
        self.base = base
        os.environ["XDG_CACHE_HOME"] = str(base / "cache")
        self.folder = copy_project(SMALL, base / "small")
        assert self.folder.run("--no-lint").code == 0
        self.new = self._outputs()
        self.old = dict.fromkeys(self.new, b"Resources: {}\n")

    def calls(self, scenario: Scenario) -> int:
        """Return how many calls a scenario makes; it has to end as expected."""
        self._prepare(scenario)
        result = self._run(Fault(scenario))
        assert result.code == scenario.code, result.err
        return int((self.base / MARK).read_text())

    def all_tried(self, faults: Sequence[Fault]) -> Iterator[str]:
        """Yield what is wrong with each run, with the fault before it."""
        for fault in faults:
            yield from (f"{fault}: {each}" for each in self.tried(fault))

    def tried(self, fault: Fault) -> Iterator[str]:
        """Run a scenario with a fault, then without, and yield what is wrong."""
        self._prepare(fault.scenario)
        result = self._run(fault)
        yield from self._wrong(fault, result)
        again = self._run(Fault(fault.scenario))
        if again.code != fault.scenario.code:
            yield f"the next run ends with {again.code}: {again.err[:300]}"
        elif fault.scenario.writes and self._outputs() != self.new:
            yield "the next run leaves something else than what is rendered"

    def _wrong(self, fault: Fault, result: Result) -> Iterator[str]:
        scenario, after = fault.scenario, self._outputs()
        old = self.new if scenario.before == "same" else self.old
        for name, text in self.new.items():
            if after.get(name) not in (
                text,
                old[name],
                None if scenario.before == "nothing" else b"",
            ):
                yield f"{name} is torn or lost"
        if result.code == scenario.code:
            if scenario.writes and {name: after.get(name) for name in self.new} != self.new:
                yield "ends well, and what is rendered is not written"
        elif result.code != 2:
            yield f"exit code {result.code}: {result.err[-500:]!r}"
        elif os.strerror(fault.error) not in result.err:
            yield f"the sentence lacks the reason: {result.err[-300:]!r}"

    def _prepare(self, scenario: Scenario) -> None:
        texts = {"nothing": {}, "other": self.old, "same": self.new}[scenario.before]
        for path in (self.folder.root / "output").iterdir():
            path.unlink()
        for name, text in texts.items():
            self.folder.write(name, text)

    def _outputs(self) -> dict[str, bytes]:
        return {f"output/{each.name}": each.read_bytes() for each in self._output.iterdir()}

    @property
    def _output(self) -> Path:
        return self.folder.root / "output"

    def _run(self, fault: Fault) -> Result:
        """Run the command in a fork, with its outermost handler of errors."""
        process = os.fork()
        if not process:
            os._exit(_in_fork(fault, self.folder, self.base))
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        out, err = ((self.base / name).read_text("utf-8") for name in ("out", "err"))
        return Result(code, out, err)


def _in_fork(fault: Fault, folder: Folder, base: Path) -> int:
    code = 99
    with (base / "out").open("w") as out, (base / "err").open("w") as err:
        sys.stdout, sys.stderr = out, err
        os.chdir(folder.root)
        calls = _Calls(fault)
        real_open = io.open
        calls.patch()
        vars(pipeline.cli.main)["_run_command"] = lambda: main(
            [*fault.scenario.arguments], folder.root
        )
        code = pipeline.cli.main.run()
        with real_open(base / MARK, "w") as mark:
            mark.write(str(calls.count))
    return code
