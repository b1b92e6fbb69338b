"""The reviews: what is said of a rendering, and an exit code."""

from __future__ import annotations

import sys

from pipeline.cli.build import render_all
from pipeline.cli.options import Options
from pipeline.cli.targets import find_targets
from pipeline.output.manifest import Manifest
from pipeline.output.progress import Progress
from pipeline.project import Project


def review(project: Project, options: Options) -> int:
    """Print the review that the options ask for; return the exit code. Raises DiagnosticError."""
    targets = find_targets(project, options)
    with Progress() as progress:
        renderings = render_all(project, Manifest(project).snapshot(), targets, progress)
    if options.impact:
        from pipeline.cli.impact import show_impact

        return show_impact(project, options, targets, renderings)
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
