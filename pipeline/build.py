"""Rendering and linting the environments of one run; every problem of all of them is reported."""

from __future__ import annotations

import os

from pipeline.cache import Cache
from pipeline.environment import Environment, render_environment
from pipeline.partials import PartialEnvironment
from pipeline.problem import Findings, Problem, Refused
from pipeline.project import Project
from pipeline.schema import load_schema
from pipeline.targets import Target

_WORTH_FORKING = 4  # templates; a fork copies the pages of a million objects as it counts them


def render_all(project: Project, targets: list[Target]) -> list[Environment]:
    """Render every target; raises Refused with the problems of all."""
    partials = PartialEnvironment(project.partials, project.bytecode)
    schema = load_schema(project.schema)
    environments, problems = [], []
    for target in targets:
        try:
            environments.append(render_environment(partials, schema, target.config, target.name))
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    return environments


def lint_all(
    project: Project, cache: Cache, targets: list[Target], environments: list[Environment]
) -> None:
    """Lint every template whose text is not known to be clean; raises Findings."""
    jobs = [
        (environment, target.output_name)
        for environment, target in zip(environments, targets, strict=True)
        if not cache.is_clean(environment.text, environment.regions)
    ]
    if not jobs:
        return
    problems = [problem for found in _lint(project, jobs) for problem in found]
    if problems:
        raise Findings(problems)
    for environment, _ in jobs:
        cache.keep_clean(environment.text, environment.regions)


def _lint(project: Project, jobs: list[tuple[Environment, str]]) -> list[list[Problem]]:
    from pipeline.lint import Linter

    linter = Linter(project.lint_settings)

    def run(job: tuple[Environment, str]) -> list[Problem]:
        environment, name = job
        return linter.check(environment.text, name, environment.template, environment.regions)

    first, *rest = jobs
    results = [run(first)]  # loads what every further template needs, before there are forks
    if len(rest) < _WORTH_FORKING or not hasattr(os, "fork"):
        return [*results, *map(run, rest)]
    from pipeline.workers import map_forked

    return [*results, *map_forked(run, rest, os.cpu_count() or 1)]
