"""The command: targets in, files or diffs out, diagnostics to standard error, an exit code back."""

from __future__ import annotations

import os
import shlex
import sys
import time
from pathlib import Path
from typing import NamedTuple

from pipeline.cli.arguments import Options, parse_arguments
from pipeline.cli.targets import Target, find_targets, output_folder
from pipeline.cli.versions import REQUIREMENTS, check_versions
from pipeline.diagnostic import ChecksFailed, Diagnostic, DiagnosticError, Location, Waived
from pipeline.output.cache import Cache, digest
from pipeline.output.report import note_size, report, report_waived, summary
from pipeline.output.writing import check_writable, unified_diff, write_output
from pipeline.project import Project
from pipeline.reading import read_output


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
    project = Project(root, options.cache and not _distrusts_cache(options))
    try:
        if options.reviews:
            from pipeline.cli.review import review

            return review(project, options)
        if options.prints or options.explain:
            _print(project, options)
            return 0
        results = _run(project, options)
    except DiagnosticError as error:
        report(error.diagnostics, options.format, error.waived)
        return error.code
    return _conclude(options, results, time.monotonic() - started)


def _distrusts_cache(options: Options) -> bool:
    """Whether this run has to find everything out itself: a check in CI, whose word decides."""
    return options.check and os.environ.get("CI", "").lower() not in ("", "0", "false")


def _conclude(options: Options, results: Results, seconds: float) -> int:
    """Report the results; return the exit code."""
    failures = [_stale(options, *stale) for stale in results.stale] if options.check else []
    report_waived(results.waived)
    if failures or results.notes or not options.for_people:
        report([*failures, *results.notes], options.format, results.waived)
    counts = {
        "stale" if options.compares else "written": len(
            {target for target, _ in results.stale} or results.written
        ),
        "unchanged": len(results.unchanged),
    }
    summary(counts, seconds)
    return 1 if failures else 0


def _run(project: Project, options: Options) -> Results:
    targets = find_targets(project, options)
    cache = Cache(project)
    results = Results([], [], [], [], [])
    todo: list[Target] = []
    for target in targets:
        current = _is_current(cache, target, options)
        (results.unchanged if current else todo).append(target)
    if todo:
        _render(project, cache, options, todo, results)
    if options.check and not options.files and (orphans := _orphans(project, options, targets)):
        raise ChecksFailed(orphans, results.waived)
    return results


def _is_current(cache: Cache, target: Target, options: Options) -> bool:
    config = target.config
    return config is not None and cache.is_current(config, target.output, linted=options.lint)


def _render(
    project: Project, cache: Cache, options: Options, targets: list[Target], results: Results
) -> None:
    if not options.compares:
        for target in targets:
            check_writable(target.output)
            check_writable(target.sheet)
    check_versions(project.root / REQUIREMENTS)
    from pipeline.checks.image_age import image_age
    from pipeline.cli.build import gate_all, lint_all, render_all, sheets

    renderings = render_all(project, targets)
    gate_all(targets, renderings)
    results.notes.extend(note for each in renderings for note in image_age(each.config))
    if options.lint:
        waived, notes = lint_all(project, cache, targets, renderings, strict=options.strict)
        results.waived.extend(waived)
        results.notes.extend(notes)
    pages = sheets(project, renderings)
    for target, rendering, page in zip(targets, renderings, pages, strict=True):
        text = rendering.text
        is_current = _deliver(options, target, {target.output: text, target.sheet: page}, results)
        # What is shown of an environment has to be shown again.
        silent = not rendering.depends_on_date and not any(
            each.severity == "info" and each.rule for each in results.notes
        )
        if is_current and target.config and silent:
            files = {**rendering.config.files, target.sheet: digest(page)}
            cache.keep_output(target.config, files, target.output, text, linted=options.lint)
    cache.save()


def _deliver(options: Options, target: Target, texts: dict[Path, str], results: Results) -> bool:
    """Write a target's files, or compare them; return whether they hold these texts now."""
    if not options.compares:
        note_size(target.output_name, texts[target.output])
        written = [write_output(path, text) for path, text in texts.items()]
        (results.written if any(written) else results.unchanged).append(target)
        return True
    stale = [path for path, text in texts.items() if not _is_same(options, path, text)]
    results.stale.extend((target, path) for path in stale)
    if not stale:
        results.unchanged.append(target)
    return not stale


def _is_same(options: Options, path: Path, text: str) -> bool:
    """Whether a file holds a text; shows the difference where people ask for it."""
    before = read_output(path)
    if before != text and (options.diff or options.for_people):
        sys.stdout.write(unified_diff(before, text, str(path)))
    return before == text


def _stale(options: Options, target: Target, path: Path) -> Diagnostic:
    folder = f" --output {shlex.quote(options.output)}" if options.output else ""
    hint = f"python render.py{folder} {shlex.quote(target.name)}"
    message = "stale: not what its config renders to"
    return Diagnostic(Location(str(path)), message, hint)


def _print(project: Project, options: Options) -> None:
    from pipeline.cli.build import gate_all, lint_all, render_all

    name = options.files[0]
    config = None if name == "-" else Path(name)
    target = Target(config, "<stdin>" if name == "-" else name, Path(), "<stdout>")
    check_versions(project.root / REQUIREMENTS)
    renderings = render_all(project, [target])
    if options.explain:
        from pipeline.cli.explain import explain
        from pipeline.config.schema_files import load_schema

        sys.stdout.write(explain(renderings[0], load_schema(project.schema), options.explain))
        return
    gate_all([target], renderings)
    if options.lint:
        waived, notes = lint_all(
            project, Cache(project), [target], renderings, strict=options.strict
        )
        report_waived(waived)
        report(notes, "text")
    sys.stdout.write(renderings[0].text)


def _orphans(project: Project, options: Options, targets: list[Target]) -> list[Diagnostic]:
    expected = {path.absolute() for target in targets for path in (target.output, target.sheet)}
    folder = output_folder(project, options)
    found = sorted([*folder.glob("*.yml"), *folder.glob("[a-z]*.md")])  # a README is no sheet
    hint = "delete it, or bring its config back"
    return [
        Diagnostic(Location(str(path)), "no config renders to this file", hint)
        for path in found
        if path.absolute() not in expected
    ]
