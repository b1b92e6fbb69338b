"""All checks on the templates of one run."""

from __future__ import annotations

import datetime as dt
import errno
import os
import signal
from collections.abc import Iterator, Sequence

from pipeline.checks.cfn_lint import CfnLint
from pipeline.checks.finding_locations import (
    is_given,
    is_literal,
    is_outdated,
    locate_match,
)
from pipeline.checks.notes import notes
from pipeline.checks.protections import weakened
from pipeline.checks.waivers import Report, waive
from pipeline.diagnostic import Diagnostic, Location
from pipeline.project import Project
from pipeline.template.assembly import Rendering

Job = tuple[Rendering, str]

_WORTH_FORKING = 4  # templates; a fork copies the pages of a million objects as it counts them


class _Checker:
    """cfn-lint with its rules loaded, and the templates to check; inherited by forks."""

    def __init__(self, linter: CfnLint, jobs: Sequence[Job]) -> None:
        self.linter = linter
        self.jobs = jobs

    def check(self, index: int) -> Report:
        rendering, name = self.jobs[index]
        matches = self.linter.check(rendering.text, rendering.regions)
        template = rendering.template
        settings = rendering.config.settings
        matches = [
            match
            for match in matches
            if not is_given(match, template)
            and not is_literal(match, template, settings)
            and not is_outdated(match)
        ]
        found = [locate_match(match, name, template) for match in matches]
        found += weakened(rendering, name) + notes(rendering)
        diagnostics = [_in_a_file(each, rendering.config.name) for each in found]
        today = dt.datetime.now(tz=dt.timezone.utc).date()
        return waive(diagnostics, rendering.config, rendering.waivers, today)


def _in_a_file(diagnostic: Diagnostic, config: str) -> Diagnostic:
    """Return a diagnostic at its config where it would be in a text that is only printed."""
    if not diagnostic.location.file.startswith("<std"):
        return diagnostic
    return diagnostic._replace(location=Location(config, 1, 1))


_checker: _Checker


def check_all(project: Project, jobs: Sequence[Job]) -> Iterator[Report]:
    """Yield the report on each rendering's template, in order; a job names the template's file."""
    global _checker  # noqa: PLW0603 (what is pickled for a fork is a number, what it uses is not)
    _checker = _Checker(CfnLint(project.lint_settings, project.rules), jobs)
    yield _check(0)  # loads what every further template needs, before there are forks
    rest = range(1, len(jobs))
    if len(rest) < _WORTH_FORKING or not hasattr(os, "fork"):
        yield from map(_check, rest)
        return
    yield from _check_forked(rest)


def _check_forked(indices: Sequence[int]) -> Iterator[Report]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # Forks inherit rules that took most of a second to load.
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(os.cpu_count(), context, _start)
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        yield from pool.map(_check, indices)
    except BrokenProcessPool:
        text = "a process was ended: is there too little memory? Render fewer configs at once"
        raise OSError(errno.ENOMEM, text, "checks of the templates") from None
    finally:
        pool.shutdown(cancel_futures=True)
        signal.signal(signal.SIGTERM, before)


def _start() -> None:
    """Leave an interrupt to the parent, in each fork."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _terminated(number: int, _: object) -> None:
    """End the forks, too, which would wait for more to check."""
    from multiprocessing import active_children

    for child in active_children():
        child.terminate()
    raise SystemExit(128 + number)


def _check(index: int) -> Report:
    return _checker.check(index)
