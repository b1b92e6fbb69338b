"""The command line."""

from __future__ import annotations

import argparse
import functools
import os
import sys

from pipeline.cli.options import Options

EXAMPLES = """\
examples:
  python render.py --init shop          start an application in shop/
  python render.py                      render every environment of every application
  python render.py config/prod.yml      render one into output/prod.yml
  python render.py shop/config/prod.yml      one of another application, into shop/output/
  python render.py --check              fail if output/ is not what config/ renders to
  python render.py --diff config/prod.yml    show what would change, write nothing
  python render.py --stdout - < one.yml      read standard input; extends: from this folder
  python render.py --explain AutoScalingGroup.MinSize config/prod.yml
                                        which line of which file made this value
  python render.py --explain fleet.min_size config/prod.yml
                                        what this setting feeds
  python render.py --explain config/prod.yml
                                        the template with the source of each line
  python render.py --impact config/prod.yml
                                        what deploying this would do to the stack
  python render.py --impact --against origin/main --format markdown
                                        the same for a pull request, of every environment

exit codes:
  0 success   1 stale output or findings   2 wrong usage, config or partial
  3 a bug in this program               130 interrupted
"""


def parse_arguments(arguments: list[str]) -> Options:
    """Return the options; prints and exits for --help, --version and wrong usage."""
    parser = argparse.ArgumentParser(
        prog="render.py",
        description="Render an environment's config into a checked CloudFormation template.",
        epilog=EXAMPLES,
        formatter_class=functools.partial(argparse.RawDescriptionHelpFormatter, width=80),
        allow_abbrev=False,
    )
    _add_rendering(parser)
    _add_others(parser)
    _add_reviews(parser)
    # Each option above makes a formatter, and the width of the terminal takes a module of 2 ms.
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    options, unknown = parser.parse_known_args(arguments, Options())
    if unknown:
        from pipeline.cli.unknown_options import unrecognized

        parser.error(unrecognized(parser, unknown))
    if options.explain and not options.files:  # no path stands there, but the config
        if not options.explain.endswith((".yml", ".yaml", "-")):
            command = f"python render.py --explain {options.explain} config/prod.yml"
            parser.error(f"--explain {options.explain} needs a config: {command}")
        options.files, options.explain = [options.explain], ""
    from pipeline.cli.contradictions import contradiction

    if diagnostic := contradiction(options):
        parser.error(diagnostic)
    return options


class _Version(argparse.Action):
    """Prints the versions; they are looked up on demand only."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from pipeline.cli.versions import version_line

        sys.stdout.write(version_line() + "\n")
        parser.exit()


class _Completion(argparse.Action):
    """Prints a shell's completion of the options of this parser."""

    def __call__(
        self, parser: argparse.ArgumentParser, _: object, values: object, *__: object
    ) -> None:
        from pipeline.cli.completion import completion

        sys.stdout.write(completion(parser, str(values)))
        parser.exit()


def _add_rendering(parser: argparse.ArgumentParser) -> None:
    """Add what is rendered, where to, and how results are shown."""
    add = parser.add_argument
    add(
        "files",
        nargs="*",
        metavar="FILE",
        help="configs to render, or folders of them; - for standard input; all of all applications "
        "if none",
    )
    add(
        "--check",
        action="store_true",
        help="write nothing; fail and show the diff if the output is stale",
    )
    add("--diff", action="store_true", help="write nothing; show what would change as a diff")
    add(
        "--stdout",
        action="store_true",
        help="write the template to standard output instead of a file",
    )
    add(
        "--output",
        metavar="DIR",
        help="folder to write to (default: output/ beside the config's folder)",
    )
    add("--no-lint", dest="lint", action="store_false", help="skip cfn-lint")
    add(
        "--no-cache",
        dest="cache",
        action="store_false",
        help="ignore the cache",
    )
    add("--strict", action="store_true", help="fail for information, too, which is else shown")
    add(
        "--format",
        choices=("text", "json", "sarif", "junit", "github", "markdown"),
        default=_default_format(),
        help="how results are shown (default: text, or github in GitHub Actions)",
    )


def _add_others(parser: argparse.ArgumentParser) -> None:
    """Add what the command does beside rendering once."""
    add = parser.add_argument
    add(
        "--explain",
        metavar="PATH",
        nargs="?",
        const="",
        help="say where a value comes from (AutoScalingGroup.MinSize), or what a setting feeds "
        "(fleet.min_size); without PATH: print the template with each line's source",
    )
    add(
        "--init",
        metavar="NAME",
        nargs="?",
        const=".",
        help="start an application in a folder of this name (default: in config/)",
    )
    add("--watch", action="store_true", help="render again whenever a file changes; end with ^C")
    add(
        "--completion",
        metavar="SHELL",
        choices=("bash", "zsh"),
        action=_Completion,
        help="print what completes these options in bash or zsh; see docs/command.md",
    )
    add("--version", action=_Version, nargs=0, help="show this version and cfn-lint's")


def _add_reviews(parser: argparse.ArgumentParser) -> None:
    """Add what is asked about a rendering; see docs/review.md."""
    add = parser.add_argument_group("review, which writes nothing").add_argument
    add(
        "--impact",
        action="store_true",
        help="say what updating the stack would replace, interrupt, open and refuse, and why",
    )
    add(
        "--against",
        metavar="FILE|COMMIT",
        help="what --impact compares with (default: the output as it lies there)",
    )
    add(
        "--fail-on",
        action="append",
        choices=("replace", "interruption", "widened"),
        default=[],
        help="exit with 1 where --impact finds this; may be given several times",
    )
    add("--compare", action="store_true", help="show where two configs differ, side by side")
    add(
        "--permissions",
        action="store_true",
        help="print the IAM policy that deploying the stack takes, and a role for GitHub Actions",
    )
    add(
        "--why",
        metavar="EVENTS",
        help="say why a deployment failed, from what describe-stack-events printed (- for stdin)",
    )


def _default_format() -> str:
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
