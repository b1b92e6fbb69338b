"""Rendering and checking the environments of one run; the diagnostics of all are reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.cli.options import Options
from pipeline.cli.targets import Target
from pipeline.config.schema_files import load_schema
from pipeline.diagnostic import ChecksFailed, Diagnostic, InvalidInput, Waived
from pipeline.output.manifest import Manifest
from pipeline.output.progress import Progress
from pipeline.project import Project
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import Rendering, render_config

if TYPE_CHECKING:
    from pipeline.checks.waivers import Report
    from pipeline.snapshot import Snapshot


def render_all(
    project: Project, snapshot: Snapshot, targets: list[Target], progress: Progress | None = None
) -> list[Rendering]:
    """Render every target; raises InvalidInput with the diagnostics of all."""
    partials = PartialEnvironment(project.partials, project.bytecode, snapshot)
    schema = snapshot.get("schema", lambda: load_schema(project.schema))
    renderings: list[Rendering] = []
    diagnostics: list[Diagnostic] = []
    for index, target in enumerate(targets):
        if progress:
            progress.show("rendering", index, len(targets), target.name, len(diagnostics))
        try:
            renderings.append(render_config(partials, schema, target.config, target.name))
        except InvalidInput as invalid_input:
            diagnostics.extend(invalid_input.diagnostics)
    if diagnostics:
        raise InvalidInput(diagnostics)
    return renderings


def _claimed_twice(renderings: list[Rendering], unchanged: Sequence[Target]) -> list[Diagnostic]:
    """Return what several environments claim, or one in several regions."""
    several = len(renderings) + len(unchanged) > 1
    if not several and all(len(each.regions) == 1 for each in renderings):
        return []
    from pipeline.review.shared_claims import shared_claims

    return shared_claims(renderings, {each.name: each.output for each in unchanged})


def gate_all(
    targets: list[Target],
    renderings: list[Rendering],
    options: Options,
    unchanged: Sequence[Target] = (),
) -> list[Diagnostic]:
    """Hold every rendering to what its config asks of deployments and of other environments.

    What is written over an output must not interrupt the stack that the output describes.
    `unchanged` are the targets of the run that are not rendered again. Returns information, which
    fails a run only if it is strict.
    Raises ChecksFailed, or InvalidInput where another config cannot be read.
    """
    from pipeline.review.min_serving import capacity_during_deployment
    from pipeline.review.parity import check_parity
    from pipeline.review.port_change import port_change

    diagnostics = _claimed_twice(renderings, unchanged)
    for target, rendering in zip(targets, renderings, strict=True):
        diagnostics += capacity_during_deployment(rendering)
        diagnostics += check_parity(rendering, target.config)
        diagnostics += port_change(rendering, target.output) if options.writes else []
    if any(options.strict or each.severity != "info" for each in diagnostics):
        raise ChecksFailed(diagnostics)
    return diagnostics


def _findings(
    project: Project, jobs: list[tuple[Rendering, str]], reports: list[Report]
) -> list[Diagnostic]:
    """Return the findings of all reports, each at its setting's line where there is one."""
    if not any(report.diagnostics for report in reports):
        return []
    from pipeline.review.finding_settings import with_settings
    from pipeline.review.partial_text import read_partials

    texts = read_partials(project.partials)
    pairs = zip(jobs, reports, strict=True)
    return [
        each
        for (rendering, _), report in pairs
        for each in with_settings(report.diagnostics, rendering, texts)
    ]


def sheets(project: Project, snapshot: Snapshot, renderings: list[Rendering]) -> list[str]:
    """Return the review sheet of each rendering."""
    from pipeline.review.partial_text import PartialText, texts_and_macros
    from pipeline.review.sheet.page import review_sheet

    kept = snapshot.get("texts and macros", lambda: texts_and_macros(project.partials))
    texts = {name: PartialText(*found) for name, found in kept.items()}
    return [review_sheet(each, texts, project.bytecode, snapshot) for each in renderings]


def lint_all(
    project: Project,
    manifest: Manifest,
    targets: list[Target],
    renderings: list[Rendering],
    *,
    strict: bool,
    progress: Progress | None = None,
) -> tuple[list[Waived], list[Diagnostic]]:
    """Check every template whose text is not known to be clean; raises ChecksFailed.

    Returns the findings that were waived and those that are information, which fails a run only
    if it is `strict`.
    """
    jobs = _unclean(manifest, targets, renderings)
    if not jobs:
        return [], []
    reports = _reports(project, jobs, progress)
    waived = [each for report in reports for each in report.waived]
    found = _findings(project, jobs, reports)
    if any(strict or each.severity != "info" for each in found):
        raise ChecksFailed(found, waived)
    for (rendering, _), report in zip(jobs, reports, strict=True):
        if not rendering.waivers and not report.diagnostics:
            manifest.keep_clean(rendering.text, rendering.regions)
    return waived, found


def _unclean(
    manifest: Manifest, targets: list[Target], renderings: list[Rendering]
) -> list[tuple[Rendering, str]]:
    """Return the renderings to check, each with the name of its output."""
    from pipeline.checks.notes import notes
    from pipeline.checks.protections import weakened

    return [
        (rendering, target.output_name)
        for rendering, target in zip(renderings, targets, strict=True)
        if rendering.waivers
        or notes(rendering)
        or weakened(rendering, target.output_name)
        or not manifest.is_clean(rendering.text, rendering.regions)
    ]


def _reports(
    project: Project, jobs: list[tuple[Rendering, str]], progress: Progress | None
) -> list[Report]:
    """Check each rendering, and show how many findings there are so far."""
    from pipeline.checks.run import check_all

    reports: list[Report] = []
    checks = check_all(project, jobs)
    for _, name in jobs:
        if progress:
            count = sum(len(each.diagnostics) for each in reports)
            progress.show("checking", len(reports), len(jobs), name, count)
        reports.append(next(checks))
    return reports
