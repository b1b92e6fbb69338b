"""The command line."""

from __future__ import annotations

import argparse
import os
from typing import NamedTuple

from pipeline import VERSION

EXAMPLES = """\
examples:
  python render.py                      render every environment in config/
  python render.py config/prod.yml      render one into output/prod.yml
  python render.py --check              fail if output/ is not what config/ renders to
  python render.py --diff config/prod.yml    show what would change, write nothing
  python render.py --stdout - < prod.yml     read standard input, write standard output
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
  0 fine   1 stale output or findings   2 wrong usage, config or partial
  3 a bug in this program               130 interrupted
"""


class Options(NamedTuple):
    """What the command line asks for."""

    files: list[str]
    output: str | None
    check: bool
    diff: bool
    stdout: bool
    lint: bool
    cache: bool
    strict: bool
    format: str
    explain: str | None
    impact: bool
    against: str | None
    fail_on: list[str]
    compare: bool
    permissions: bool
    why: str | None

    @property
    def reviews(self) -> bool:
        """Whether a review is asked for, and nothing is written."""
        return self.impact or self.compare or self.permissions or self.why is not None

    @property
    def prints(self) -> bool:
        """Whether the template goes to standard output instead of a file."""
        return self.stdout or "-" in self.files

    @property
    def compares(self) -> bool:
        """Whether the outputs are compared with what would be written, and nothing is written."""
        return self.check or self.diff

    @property
    def for_people(self) -> bool:
        """Whether people read what is shown; otherwise standard output holds one document."""
        return self.format in ("text", "github")


def parse_arguments(arguments: list[str]) -> Options:
    """Return the options; prints and exits for --help, --version and wrong usage."""
    parser = argparse.ArgumentParser(
        prog="render.py",
        description="Render an environment's config into a checked CloudFormation template.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_rendering(parser)
    _add_reviews(parser)
    options = _whole(Options(**vars(parser.parse_args(arguments))))
    if diagnostic := _contradiction(options):
        parser.error(diagnostic)
    return options


def _add_rendering(parser: argparse.ArgumentParser) -> None:
    """Add what is rendered, where to, and how results are shown."""
    add = parser.add_argument
    add(
        "files",
        nargs="*",
        metavar="FILE",
        help="configs to render, - for standard input; all in config/ if none",
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
    add("--output", metavar="DIR", help="folder to write to (default: output/ of this project)")
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
    add(
        "--explain",
        metavar="PATH",
        nargs="?",
        const="",
        help="say where a value comes from (AutoScalingGroup.MinSize), or what a setting feeds "
        "(fleet.min_size); without PATH: print the template with each line's source",
    )
    add("--version", action="version", version=f"ec2-web-stack {VERSION}")


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
        help="what --impact compares with (default: the committed output)",
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


def _whole(options: Options) -> Options:
    """Return the options; after --explain alone stands no path, but the config."""
    if options.explain and not options.files:
        return options._replace(files=[options.explain], explain="")
    return options


def _default_format() -> str:
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _contradiction(options: Options) -> str:
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
