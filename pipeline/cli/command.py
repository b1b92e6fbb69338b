"""The command: targets in, files or diffs out, problems to standard error, an exit code back."""

from __future__ import annotations

import shlex
import sys
import time
from pathlib import Path

from pipeline.cli.arguments import Options, parse_arguments
from pipeline.cli.targets import Target, find_targets, output_folder
from pipeline.diagnostic import ChecksFailed, Diagnostic, InvalidInput, Location
from pipeline.output.cache import Cache
from pipeline.output.report import note_size, report, report_waived, summary
from pipeline.output.writing import check_writable, read_output, unified_diff, write_output
from pipeline.project import Project


def main(arguments: list[str], root: Path) -> int:
    """Run the command in the project at `root`; return the exit code."""
    started = time.monotonic()
    options = parse_arguments(arguments)
    project = Project(root, options.cache)
    try:
        counts = _run(project, options)
    except InvalidInput as invalid_input:
        report(invalid_input.diagnostics, options.format)
        return invalid_input.code
    if not options.prints and not options.explain:
        if not options.for_people and not counts.get("stale"):
            report([], options.format)
        summary(counts, time.monotonic() - started)
    return 1 if counts.get("stale") and options.check else 0


def _run(project: Project, options: Options) -> dict[str, int]:
    if options.prints or options.explain:
        return _print(project, options)
    targets = find_targets(project, options)
    cache = Cache(project)
    counts = dict.fromkeys(("stale" if _compares(options) else "written", "unchanged"), 0)
    todo = [target for target in targets if not _is_current(cache, target, options)]
    counts["unchanged"] = len(targets) - len(todo)
    if todo:
        for name, number in _render(project, cache, options, todo).items():
            counts[name] += number
    if options.check and not options.files and (orphans := _orphans(project, options, targets)):
        raise ChecksFailed(orphans)
    return counts


def _compares(options: Options) -> bool:
    return options.check or options.diff


def _is_current(cache: Cache, target: Target, options: Options) -> bool:
    config = target.config
    return config is not None and cache.is_current(config, target.output, linted=options.lint)


def _render(
    project: Project, cache: Cache, options: Options, targets: list[Target]
) -> dict[str, int]:
    if not _compares(options):
        for target in targets:
            check_writable(target.output)
    from pipeline.cli.build import lint_all, render_all

    renderings = render_all(project, targets)
    waived = lint_all(project, cache, targets, renderings) if options.lint else []
    counts: dict[str, int] = {}
    stale: list[Diagnostic] = []
    for target, rendering in zip(targets, renderings, strict=True):
        outcome = _deliver(options, target, rendering.text)
        counts[outcome] = counts.get(outcome, 0) + 1
        if outcome != "stale" and target.config and not rendering.waivers:
            files, text = rendering.config.files, rendering.text
            cache.keep_output(target.config, files, target.output, text, linted=options.lint)
        if outcome == "stale" and options.check:
            stale.append(_stale(options, target))
    cache.save()
    report_waived(waived)
    if stale:
        report(stale, options.format)
    return counts


def _deliver(options: Options, target: Target, text: str) -> str:
    if not _compares(options):
        note_size(target.output_name, text)
        return "written" if write_output(target.output, text) else "unchanged"
    before = read_output(target.output)
    if before == text:
        return "unchanged"
    if options.diff or options.for_people:
        sys.stdout.write(unified_diff(before, text, target.output_name))
    return "stale"


def _stale(options: Options, target: Target) -> Diagnostic:
    folder = f" --output {shlex.quote(options.output)}" if options.output else ""
    hint = f"python render.py{folder} {shlex.quote(target.name)}"
    return Diagnostic(Location(target.output_name), "stale: not what its config renders to", hint)


def _print(project: Project, options: Options) -> dict[str, int]:
    from pipeline.cli.build import lint_all, render_all

    name = options.files[0]
    config = None if name == "-" else Path(name)
    target = Target(config, "<stdin>" if name == "-" else name, Path(), "<stdout>")
    renderings = render_all(project, [target])
    if options.explain:
        from pipeline.cli.explain import explain
        from pipeline.config.schema import load_schema

        sys.stdout.write(explain(renderings[0], load_schema(project.schema), options.explain))
        return {}
    if options.lint:
        report_waived(lint_all(project, Cache(project), [target], renderings))
    sys.stdout.write(renderings[0].text)
    return {}


def _orphans(project: Project, options: Options, targets: list[Target]) -> list[Diagnostic]:
    expected = {target.output.absolute() for target in targets}
    found = sorted(output_folder(project, options).glob("*.yml"))
    hint = "delete it, or bring its config back"
    return [
        Diagnostic(Location(str(path)), "no config renders to this file", hint)
        for path in found
        if path.absolute() not in expected
    ]
