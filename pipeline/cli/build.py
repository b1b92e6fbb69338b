"""Rendering and checking the environments of one run; every problem of all of them is reported."""

from __future__ import annotations

from pipeline.cli.targets import Target
from pipeline.config.schema_files import load_schema
from pipeline.output.cache import Cache
from pipeline.problem import Findings, Refused
from pipeline.project import Project
from pipeline.render.partials import PartialEnvironment
from pipeline.template.environment import Environment, render_environment


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
) -> list[str]:
    """Check every template whose text is not known to be clean; raises Findings.

    Returns a line for each finding that was waived.
    """
    jobs = [
        (environment, target.output_name)
        for environment, target in zip(environments, targets, strict=True)
        if environment.waivers or not cache.is_clean(environment.text, environment.regions)
    ]
    if not jobs:
        return []
    from pipeline.checks.checks import check_all

    verdicts = check_all(project, jobs)
    if problems := [problem for verdict in verdicts for problem in verdict.problems]:
        raise Findings(problems)
    for environment, _ in jobs:
        if not environment.waivers:
            cache.keep_clean(environment.text, environment.regions)
    return [line for verdict in verdicts for line in verdict.waived]
