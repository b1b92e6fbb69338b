"""Options that do not go together."""

from __future__ import annotations

from pipeline.cli.options import Options


def contradiction(options: Options) -> str:
    """Return what is wrong with the options, empty if nothing is."""
    if options.init is not None and _does_more(options):
        return "--init starts an application and does nothing else: leave out the rest"
    if options.watch and _cannot_watch(options):
        return "--watch renders files: leave out --init, --stdout, --explain and -"
    if problem := _review_contradiction(options):
        return problem
    explains = options.explain is not None
    if explains and (len(options.files) != 1 or options.check or options.diff):
        return "--explain takes one config, and no --check or --diff"
    writes_no_file = options.prints
    if writes_no_file and (options.check or options.diff):
        return "--check and --diff compare files: leave out --stdout and -"
    if writes_no_file and options.output:
        return "--output names a folder for files: leave out --stdout and -"
    if writes_no_file and len(options.files) != 1:
        return "--stdout takes one config"
    return ""


def _review_contradiction(options: Options) -> str:
    asked = [options.impact, options.compare, options.permissions, options.why is not None]
    if sum(asked) > 1:
        return "--impact, --compare, --permissions and --why: one at a time"
    if options.reviews and (options.prints or options.explain is not None or options.compares):
        return "a review writes nothing: leave out --stdout, --explain, --check and --diff"
    if (options.against or options.fail_on) and not options.impact:
        return "--against and --fail-on belong to --impact"
    if options.format == "markdown" and not (options.impact or options.compare):
        return "--format markdown belongs to --impact and --compare"
    if options.reviews and options.format in ("sarif", "junit"):
        return f"--format {options.format} is for diagnostics"
    if options.compare and len(options.files) != 2:
        return "--compare takes two configs"
    if (options.permissions or options.why is not None) and len(options.files) != 1:
        return "--permissions and --why take one config"
    return ""


def _cannot_watch(options: Options) -> bool:
    once = (options.init is not None, options.prints, options.explain is not None)
    return any(once) or "-" in options.files


def _does_more(options: Options) -> bool:
    asked = (options.files, options.output, options.explain is not None, options.prints)
    return any(asked) or options.compares or options.reviews
