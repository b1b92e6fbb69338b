"""The reviews: what is said of a rendering, and an exit code."""

from __future__ import annotations

import functools
import sys

from pipeline.cli.build import render_all
from pipeline.cli.options import Options
from pipeline.cli.targets import Target, find_targets
from pipeline.config.schema import Schema
from pipeline.config.schema_files import load_schema
from pipeline.diagnostic import ChecksFailed
from pipeline.output.progress import Progress
from pipeline.output.report import report
from pipeline.project import Project
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import Rendering


def review(project: Project, options: Options) -> int:
    """Print the review that the options ask for; return the exit code. Raises DiagnosticError."""
    targets = find_targets(project, options)
    with Progress() as progress:
        renderings = render_all(project, targets, progress)
    if options.impact:
        return _impact(project, options, targets, renderings)
    if options.compare:
        from pipeline.review.comparison import compare_renderings

        sys.stdout.write(compare_renderings(renderings[0], renderings[1], options.format))
    elif options.permissions:
        from pipeline.review.deployer.role_template import deployment_permissions, unknown_actions

        sys.stdout.write(deployment_permissions(renderings[0]))
        for type_ in unknown_actions(renderings[0]):
            sys.stderr.write(
                f"not known: the actions of {type_}; add them to the printed policies\n"
            )
    elif options.why is not None:
        from pipeline.review.failure import explain_events

        sys.stdout.write(explain_events(options.why, renderings[0], project.partials))
    return 0


def _impact(
    project: Project, options: Options, targets: list[Target], renderings: list[Rendering]
) -> int:
    from pipeline.review.attribution import Earlier
    from pipeline.review.baseline import read_baseline
    from pipeline.review.baseline_config import baseline_config
    from pipeline.review.gates import forbidden
    from pipeline.review.impact import impact
    from pipeline.review.impact_formats import FORMATS

    @functools.cache  # once a run, and only where a template changes
    def loaded() -> tuple[Schema, PartialEnvironment]:
        return load_schema(project.schema), PartialEnvironment(project.partials, project.bytecode)

    def earlier(target: Target) -> Earlier | None:
        if target.config is None:
            return None
        schema, partials = loaded()
        config = baseline_config(
            target.config, target.name, target.output, options.against, project.schema, schema
        )
        return Earlier(config, partials) if config else None

    found = []
    for target, rendering in zip(targets, renderings, strict=True):
        name, before = read_baseline(target.output, options.against)
        known = functools.partial(earlier, target)
        found.append(impact(rendering, before, name, project.partials, known))
    style = options.format if options.format in FORMATS else "text"
    sys.stdout.write(FORMATS[style](found))
    failures = [each for one in found for each in forbidden(one, options.fail_on)]
    if failures:
        style = "github" if options.format == "github" else "text"
        report(failures, style, project.root)
    return ChecksFailed.code if failures else 0
