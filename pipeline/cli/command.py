"""The command: targets in, files or diffs out, diagnostics to standard error, an exit code back."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.cli.arguments import parse_arguments
from pipeline.cli.options import Options
from pipeline.cli.targets import Target, find_targets, leave_out_shared
from pipeline.cli.versions import REQUIREMENTS, check_versions
from pipeline.diagnostic import ChecksFailed, Diagnostic, DiagnosticError, Waived
from pipeline.output.file_digests import digest
from pipeline.output.manifest import Manifest
from pipeline.output.report import note_shared, note_size, report, report_waived, summary
from pipeline.output.writing import check_writable, remove_leftover, write_output
from pipeline.project import Project

if TYPE_CHECKING:
    from pipeline.template.assembly import Rendering


class Results(NamedTuple):
    """What became of each target, which findings were waived, and what else there is to say.

    `stale` names the files of a target that are.
    """

    written: list[Target]
    unchanged: list[Target]
    stale: list[tuple[Target, Path]]
    waived: list[Waived]
    notes: list[Diagnostic]


def main(arguments: list[str], root: Path) -> int:
    """Run the command in the project at `root`; return the exit code."""
    started = time.monotonic()
    options = parse_arguments(arguments)
    shared = leave_out_shared(options)
    if options.watch:
        from pipeline.cli.watch import watch

        return watch(Project(root), [each for each in arguments if each != "--watch"])
    note_shared(shared)
    project = Project(root, options.cache and not _distrusts_cache(options))
    nothing = bool(shared) and not options.files
    try:
        if not nothing and (instead := _instead(options)):
            return instead(project, options)
        results = Results([], [], [], [], []) if nothing else _run(project, options)
    except DiagnosticError as error:
        report(error.diagnostics, options.format, root, error.waived)
        return error.code
    return _conclude(project, options, results, time.monotonic() - started)


def _instead(options: Options) -> Callable[[Project, Options], int] | None:
    """Return what is asked for instead of rendering into files, None if nothing is."""
    if options.init is not None:
        from pipeline.cli.start import start

        return start
    if options.reviews:
        from pipeline.cli.review import review

        return review
    if options.prints or options.explain is not None:
        from pipeline.cli.printing import print_template

        return print_template
    return None


def _distrusts_cache(options: Options) -> bool:
    """Whether this run has to find everything out itself: a check in CI, whose word decides."""
    return options.check and os.environ.get("CI", "").lower() not in ("", "0", "false")


def _conclude(project: Project, options: Options, results: Results, seconds: float) -> int:
    """Report the results; return the exit code."""
    failures = _failures(project, options, results) if results.stale and options.check else []
    report_waived(results.waived)
    if failures or results.notes or not options.for_people:
        report([*failures, *results.notes], options.format, project.root, results.waived)
    changed = [target for target, _ in results.stale] or results.written
    outputs = {
        "stale" if options.compares else "written": changed,
        "unchanged": results.unchanged,
    }
    named = {word: [each.output_name for each in found] for word, found in outputs.items()}
    summary({word: list(dict.fromkeys(names)) for word, names in named.items()}, seconds)
    return 1 if failures else 0


def _failures(project: Project, options: Options, results: Results) -> list[Diagnostic]:
    from pipeline.cli.stale import stale

    return [stale(project, options, target, path) for target, path in results.stale]


def _run(project: Project, options: Options) -> Results:
    targets = find_targets(project, options)
    manifest = Manifest(project)
    results = Results([], [], [], [], [])
    todo: list[Target] = []
    for target in targets:
        current = _is_current(manifest, target, options)
        (results.unchanged if current else todo).append(target)
        if current and not options.compares:
            remove_leftover(target.output)
            remove_leftover(target.sheet)
    if todo:
        _render(project, manifest, options, todo, results)
    manifest.save()
    if options.check and not options.files:
        from pipeline.cli.orphans import orphans, unread

        if found := [*orphans(project, options, targets), *unread(project, options)]:
            raise ChecksFailed(found, results.waived)
    return results


def _is_current(manifest: Manifest, target: Target, options: Options) -> bool:
    config = target.config
    return config is not None and manifest.is_current(config, target.output, linted=options.lint)


def _render(
    project: Project, manifest: Manifest, options: Options, targets: list[Target], results: Results
) -> None:
    if not options.compares:
        for target in targets:
            check_writable(target.output)
            check_writable(target.sheet)
    snapshot = manifest.snapshot()
    snapshot.get("versions as locked", lambda: check_versions(project.root / REQUIREMENTS))
    from pipeline.cli.build import gate_all, lint_all, render_all, sheets
    from pipeline.output.progress import Progress

    with Progress() as progress:
        renderings = render_all(project, snapshot, targets, progress)
        results.notes.extend(gate_all(targets, renderings, options, results.unchanged))
        results.notes.extend(_dated(renderings))
        if options.lint:
            waived, notes = lint_all(
                project, manifest, targets, renderings, strict=options.strict, progress=progress
            )
            results.waived.extend(waived)
            results.notes.extend(notes)
        pages = sheets(project, snapshot, renderings)
    for target, rendering, page in zip(targets, renderings, pages, strict=True):
        text = rendering.text
        is_current = _deliver(options, target, {target.output: text, target.sheet: page}, results)
        # What is shown of an environment has to be shown again.
        silent = not rendering.depends_on_date and not any(
            each.severity == "info" and each.rule for each in results.notes
        )
        if is_current and target.config and silent:
            files = {**rendering.config.files, target.sheet: digest(page)}
            manifest.keep_output(target.config, files, target.output, text, linted=options.lint)


def _dated(renderings: "list[Rendering]") -> Iterator[Diagnostic]:
    """Yield information that is another one on another day."""
    dated = [each.config for each in renderings if each.depends_on_date]
    if dated:
        from pipeline.checks.image_age import image_age

        for config in dated:
            yield from image_age(config)


def _deliver(options: Options, target: Target, texts: dict[Path, str], results: Results) -> bool:
    """Write a target's files, or compare them; return whether they hold these texts now."""
    if not options.compares:
        note_size(target.output_name, texts[target.output])
        written = [write_output(path, text) for path, text in texts.items()]
        (results.written if any(written) else results.unchanged).append(target)
        return True
    from pipeline.cli.stale import is_same

    stale = [path for path, text in texts.items() if not is_same(options, path, text)]
    results.stale.extend((target, path) for path in stale)
    if not stale:
        results.unchanged.append(target)
    return not stale
