"""The review that says what an update does: --impact."""

from __future__ import annotations

import functools
import sys

from pipeline.cli.build import gate_all, lint_all
from pipeline.cli.options import Options
from pipeline.cli.orphans import orphans
from pipeline.cli.targets import Target
from pipeline.config.schema import Schema
from pipeline.config.schema_files import load_schema
from pipeline.diagnostic import ChecksFailed, Diagnostic
from pipeline.output.manifest import Manifest
from pipeline.output.report import report
from pipeline.project import Project, command
from pipeline.render.jinja import PartialEnvironment
from pipeline.review.attribution import Earlier
from pipeline.review.baseline import read_baseline
from pipeline.review.baseline_config import baseline_config
from pipeline.review.gates import forbidden
from pipeline.review.git import has_changed
from pipeline.review.gone import gone
from pipeline.review.impact import impact
from pipeline.review.impact_formats import FORMATS
from pipeline.review.region_changes import RegionChanges, region_changes
from pipeline.review.uncommitted import uncommitted
from pipeline.template.assembly import Rendering


def show_impact(
    project: Project, options: Options, targets: list[Target], renderings: list[Rendering]
) -> int:
    """Print the impact of each rendering on its baseline; return the exit code.

    It is 1 where an effect is forbidden, or `render.py` refuses a template that changes. Raises
    DiagnosticError for a baseline that cannot be read.
    """
    known = _EarlierConfigs(project, options.against)
    start = command(project.root)
    found, changed = [], []
    for target, rendering in zip(targets, renderings, strict=True):
        name, before = read_baseline(target.output, options.against)
        of_target = functools.partial(known.earlier, target)
        one = impact(rendering, before, name, project.partials, of_target)
        one = one._replace(regions=known.regions(target, rendering), command=start)
        found.append(one)
        changed += [] if one.is_empty else [(target, rendering)]
    sys.stdout.write(FORMATS[options.format if options.format in FORMATS else "text"](found))
    failures = [each for one in found for each in forbidden(one, options.fail_on)]
    notes = _gone(project, options, targets, [each.name for each in found if each.is_new])
    notes += [] if options.against else uncommitted(target.output for target in targets)
    if failures or notes:
        style = "github" if options.format == "github" else "text"
        report([*failures, *notes], style, project.root)
    accepted = not options.lint or not changed or _is_accepted(project, options, changed)
    return 0 if accepted and not failures else ChecksFailed.code


def _gone(
    project: Project, options: Options, targets: list[Target], new: list[str]
) -> list[Diagnostic]:
    """Return information on templates whose config is gone, and on those gone since a commit."""
    templates: list[Diagnostic] = []
    if not options.files:
        found = orphans(project, options, targets)
        templates = [each for each in found if each.location.file.endswith(".yml")]
    since = gone(project.root, options.against, new) if options.against else []
    since = since if new or not options.files else []
    return [*(each._replace(severity="info") for each in templates), *since]


class _EarlierConfigs:
    """What baselines were rendered from; the schema and the partials are read where it is asked."""

    def __init__(self, project: Project, against: str | None) -> None:
        self._project = project
        self._against = against

    @functools.cached_property
    def _loaded(self) -> tuple[Schema, PartialEnvironment]:
        project = self._project
        return load_schema(project.schema), PartialEnvironment(project.partials, project.bytecode)

    def earlier(self, target: Target) -> Earlier | None:
        """Return what the baseline of a target was rendered from, None where it is not known."""
        if target.config is None:
            return None
        schema, partials = self._loaded
        path = self._project.schema
        config = baseline_config(
            target.config, target.name, target.output, self._against, path, schema
        )
        return Earlier(config, partials) if config else None

    def regions(self, target: Target, rendering: Rendering) -> RegionChanges:
        """Return what follows in regions that the config no longer names, or names anew."""
        commit = self._against or "HEAD"
        if target.config is None or not has_changed(target.config.parent, commit):
            return ()
        before = self.earlier(target)
        return region_changes(before.config, rendering) if before else ()


def _is_accepted(
    project: Project, options: Options, changed: list[tuple[Target, Rendering]]
) -> bool:
    """Whether `render.py` writes what changes; else its findings are reported."""
    targets = [target for target, _ in changed]
    renderings = [rendering for _, rendering in changed]
    sys.stdout.flush()
    manifest = Manifest(project)
    try:
        gate_all(targets, renderings, options)
        lint_all(project, manifest, targets, renderings, strict=options.strict)
    except ChecksFailed as failed:
        style = "github" if options.format == "github" else "text"
        report(failed.diagnostics, style, project.root, failed.waived)
        sys.stderr.write("render.py refuses this template: there is no update before it is right\n")
        return False
    finally:
        manifest.save()
    return True
