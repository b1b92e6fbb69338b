"""Run long tests over generated input and print a table: `python -m tests.soak crashes faults`."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
from importlib import import_module
from math import inf
from pathlib import Path
from typing import Any

from tests.soak import forks, table
from tests.soak.figure import Figure, Module
from tests.soak.state import state

COMMAND = "tox run -e soak"
# How many cases a module of this package tries: the figures that bench/soak.txt is to have.
COUNTS = {
    "generated": 10_000,
    "crashes": 10_000,
    "faults": 10_000,  # every call, about 1,900
    "injection": 300,  # values, each in all of the settings of text, about 160
    "kills": 1_000,
    "pairs_of_runs": 200,
    "determinism": 1_000,
    "nodes": 10_000,  # every node, about 3,300
    "lines": 10_000,  # every line of a partial, about 2,700
}
_SHOWN = 20  # failures of a figure


def main() -> int:
    """Run what is asked for; the exit code is 0 if every figure reaches its target."""
    options = _arguments()
    figures: list[Figure] = []
    for name in options.names or COUNTS:
        figures.append(_run(name, options))
        if options.write:
            table.write(figures[-1:], _today(), COMMAND)
    print(table.table(figures, _today(), COMMAND), end="")
    return int(not all(figure.reached for figure in figures))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*COUNTS, []], help="only these")
    parser.add_argument("--count", type=int, help="so many cases of each")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other cases")
    parser.add_argument("--write", action="store_true", help="put the figures into bench/soak.txt")
    cores = len(os.sched_getaffinity(0))
    parser.add_argument("--jobs", type=int, default=cores, help="processes, as many as cores")
    parser.add_argument(
        "--keep", type=Path, help="a folder: a run goes on there, with what has not passed"
    )
    parser.add_argument("--minutes", type=float, default=inf, help="begin nothing after so many")
    return parser.parse_args()


def _run(name: str, options: argparse.Namespace) -> Figure:
    module: Module | Any = import_module(f"tests.soak.{name}")
    count = options.count or COUNTS[name]
    with tempfile.TemporaryDirectory() as folder:
        keep = options.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        soak = module.soak(count, options.seed, Path(folder))
        kept = keep / f"{name}-{count}-{options.seed}-{state()}.jsonl"
        figure = forks.run(soak, options.jobs, kept, options.minutes)
    for failure in figure.failures[:_SHOWN]:
        print(f"{figure.name}: {failure}", file=sys.stderr)
    return figure


def _today() -> str:
    return dt.datetime.now(tz=dt.timezone.utc).date().isoformat()


if __name__ == "__main__":
    sys.exit(main())
