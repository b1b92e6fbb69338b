"""All checks on the templates of one run, as one list of problems."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from typing import NamedTuple

from pipeline.checks.cfn_lint import CfnLint
from pipeline.checks.cfn_validate import CloudFormationValidate
from pipeline.checks.findings import fold, locate_match
from pipeline.checks.protections import weakened
from pipeline.checks.waivers import waive
from pipeline.diagnostic import Diagnostic
from pipeline.project import Project
from pipeline.template.rendering import Rendering

_WORTH_FORKING = 4  # templates; a fork copies the pages of a million objects as it counts them


class Verdict(NamedTuple):
    """What the checks say of one template, and what they would say without its waivers."""

    diagnostics: list[Diagnostic]
    waived: list[str]


def check_all(project: Project, jobs: list[tuple[Rendering, str]]) -> list[Verdict]:
    """Return the verdict on each environment's template; a job names the template's file too."""
    linter = CfnLint(project.lint_settings, project.rules)
    opinion = None
    with contextlib.suppress(ImportError):
        opinion = CloudFormationValidate()

    def run(job: tuple[Rendering, str]) -> Verdict:
        rendering, name = job
        matches = linter.check(rendering.text, rendering.regions)
        matches += opinion.check(rendering.text) if opinion else []
        template = rendering.template
        diagnostics = [locate_match(match, name, template) for match in fold(matches)]
        diagnostics += weakened(rendering, name)
        today = dt.datetime.now(tz=dt.timezone.utc).date()
        return Verdict(*waive(diagnostics, rendering.config, rendering.waivers, today))

    first, *rest = jobs
    verdicts = [run(first)]  # loads what every further template needs, before there are forks
    if len(rest) < _WORTH_FORKING or not hasattr(os, "fork"):
        return [*verdicts, *map(run, rest)]
    from pipeline.cli.workers import map_forked

    return [*verdicts, *map_forked(run, rest, os.cpu_count() or 1)]
