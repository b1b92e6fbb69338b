"""A pytest plugin that runs the collected tests once for each mutant, each in a fork.

Tests are collected once; a fork gets the mutant's code into the function that runs, and stops at
the first test that fails.
"""

from __future__ import annotations

import functools
import gc
import os
import resource
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType

import pytest
import yaml

from tests.mutation.mutants import Mutant, mutants
from tests.support import ROOT

REASONS = Path(__file__).with_name("survivors.yml")
TARGETS = ("pipeline/config", "pipeline/template/merge.py", "pipeline/template/overrides.py")
ENOUGH = {"pipeline/config/constraints": "tests/config"}  # where the tests of a folder suffice
NOT_CODE = ("settings_types.py",)
LIMIT = 0.95  # share of the mutants that a test must notice
SECONDS = 120  # of CPU time for the tests of one mutant; one that loops is noticed
STEP = int(os.environ.get("MUTATION_STEP", "1"))  # every n-th mutant, for a quick look


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run all tests as they are, then for each mutant; fail for survivors without a reason."""
    if not _passes(session, session.items) or os.waitpid(_start(session, None), 0)[1]:
        pytest.exit("the tests fail without any mutant", 2)
    reasons: dict[str, str] = yaml.safe_load(REASONS.read_text(encoding="utf-8")) or {}
    found = list(_numbered())[::STEP]
    with_workers = _survivors(session, found)
    unexplained = [mutant.name for mutant in with_workers if mutant.name not in reasons]
    killed = len(found) - len(with_workers)
    for mutant in with_workers:
        print(f"survived: {mutant.name}: {reasons.get(mutant.name, 'NO REASON')}")
    stale = set(reasons) - {mutant.name for mutant in with_workers} if STEP == 1 else set()
    for name in sorted(stale):
        print(f"not a survivor any more: {name}")
    print(f"{len(found)} mutants, {killed} killed, {killed / len(found):.1%}")
    session.testsfailed = len(unexplained) + len(stale) + (killed < LIMIT * len(found))
    return True


def _numbered() -> Iterator[Mutant]:
    """Yield the mutants of all targets; those that read alike get a number."""
    seen: dict[str, int] = {}
    for path in _files():
        for mutant in mutants(path, str(path.relative_to(ROOT))):
            number = seen[mutant.name] = seen.get(mutant.name, 0) + 1
            change = f"{mutant.change} ({number})" if number > 1 else mutant.change
            yield mutant._replace(change=change)


def _files() -> list[Path]:
    folders = [ROOT / target for target in TARGETS]
    files = [file for path in folders for file in ([path] if path.suffix else path.rglob("*.py"))]
    return sorted(file for file in files if file.name not in NOT_CODE)


def _survivors(session: pytest.Session, found: list[Mutant]) -> list[Mutant]:
    """Return the mutants that no test notices, in order; as many forks at once as cores."""
    running: dict[int, Mutant] = {}
    survived: list[Mutant] = []
    queue = iter(found)
    cores = os.cpu_count() or 1
    while True:
        while len(running) < cores and (mutant := next(queue, None)):
            running[_start(session, mutant)] = mutant
        if not running:
            return sorted(survived, key=found.index)
        process, status = os.wait()
        mutant = running.pop(process)
        if status == 0:
            survived.append(mutant)


def _start(session: pytest.Session, mutant: Mutant | None) -> int:
    """Fork, and run the tests on the mutant; the exit status is 0 if all pass."""
    process = os.fork()
    if process:
        return process
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    status = 1
    try:
        if mutant:
            for function in _functions()[mutant.file, mutant.function]:
                function.__code__ = mutant.code
        status = 0 if _passes(session, _chosen(session.items, mutant)) else 1
    finally:
        os._exit(status)


@functools.cache
def _functions() -> dict[tuple[str, tuple[str, int]], list[FunctionType]]:
    """Return the functions of the project by file, name and line, however they are wrapped."""
    found: dict[tuple[str, tuple[str, int]], list[FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(str(ROOT)):
            code = each.__code__
            file = str(Path(code.co_filename).relative_to(ROOT))
            found.setdefault((file, (code.co_name, code.co_firstlineno)), []).append(each)
    return found


def _chosen(items: list[pytest.Item], mutant: Mutant | None) -> list[pytest.Item]:
    """Return the tests for a mutant: those of its module first, which usually notice it."""
    if mutant is None:
        return items
    folder = str(Path(mutant.file).parent)
    enough = [item for item in items if item.nodeid.startswith(ENOUGH.get(folder, ""))]
    own = f"test_{Path(mutant.file).stem}.py"
    return sorted(enough, key=lambda item: item.path.name != own)


def _passes(session: pytest.Session, items: list[pytest.Item]) -> bool:
    """Run tests until one fails; return whether all passed."""
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return False
    return True
