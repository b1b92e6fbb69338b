"""One template on standard output, or where one of its values comes from."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.cli.build import gate_all, lint_all, render_all
from pipeline.cli.options import Options
from pipeline.cli.targets import Target
from pipeline.cli.versions import REQUIREMENTS, check_versions
from pipeline.output.manifest import Manifest
from pipeline.output.report import report, report_waived
from pipeline.project import Project


def print_template(project: Project, options: Options) -> int:
    """Print what the options ask for; return the exit code. Raises DiagnosticError."""
    name = options.files[0]
    config = None if name == "-" else Path(name)
    target = Target(config, "<stdin>" if name == "-" else name, Path(), "<stdout>")
    check_versions(project.root / REQUIREMENTS)
    manifest = Manifest(project)
    renderings = render_all(project, manifest.snapshot(), [target])
    if options.explain is not None:
        from pipeline.review.explain.answer import explain

        sys.stdout.write(explain(renderings[0], project, options.explain))
        return 0
    gate_all([target], renderings, options)
    if options.lint:
        waived, notes = lint_all(project, manifest, [target], renderings, strict=options.strict)
        report_waived(waived)
        report(notes, "text", project.root)
    sys.stdout.write(renderings[0].text)
    return 0
