"""All checks on the templates of one run, as one list of problems."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from typing import NamedTuple

from pipeline.checks.finding import fold, locate_finding
from pipeline.checks.lint import Linter
from pipeline.checks.opinion import SecondOpinion
from pipeline.checks.waivers import waive
from pipeline.problem import Problem
from pipeline.project import Project
from pipeline.template.environment import Environment

_WORTH_FORKING = 4  # templates; a fork copies the pages of a million objects as it counts them


class Verdict(NamedTuple):
    """What the checks say of one template, and what they would say without its waivers."""

    problems: list[Problem]
    waived: list[str]


def check_all(project: Project, jobs: list[tuple[Environment, str]]) -> list[Verdict]:
    """Return the verdict on each environment's template; a job names the template's file too."""
    linter = Linter(project.lint_settings, project.rules)
    opinion = None
    with contextlib.suppress(ImportError):
        opinion = SecondOpinion()

    def run(job: tuple[Environment, str]) -> Verdict:
        environment, name = job
        findings = linter.check(environment.text, environment.regions)
        findings += opinion.check(environment.text) if opinion else []
        template = environment.template
        problems = [locate_finding(finding, name, template) for finding in fold(findings)]
        today = dt.datetime.now(tz=dt.timezone.utc).date()
        return Verdict(*waive(problems, environment.config, environment.waivers, today))

    first, *rest = jobs
    verdicts = [run(first)]  # loads what every further template needs, before there are forks
    if len(rest) < _WORTH_FORKING or not hasattr(os, "fork"):
        return [*verdicts, *map(run, rest)]
    from pipeline.cli.workers import map_forked

    return [*verdicts, *map_forked(run, rest, os.cpu_count() or 1)]
