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
    format: str
    explain: str | None

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
        help="trust nothing that an earlier run found out",
    )
    add(
        "--format",
        choices=("text", "json", "sarif", "junit", "github"),
        default=_default_format(),
        help="how problems are shown (default: text, or github in GitHub Actions)",
    )
    add(
        "--explain",
        metavar="PATH",
        help="say where a value of the template comes from, such as AutoScalingGroup.MinSize",
    )
    add("--version", action="version", version=f"ec2-web-stack {VERSION}")
    options = Options(**vars(parser.parse_args(arguments)))
    if diagnostic := _contradiction(options):
        parser.error(diagnostic)
    return options


def _default_format() -> str:
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _contradiction(options: Options) -> str:
    if options.explain and (len(options.files) != 1 or options.check or options.diff):
        return "--explain takes one config, and no --check or --diff"
    writes_no_file = options.prints
    if writes_no_file and (options.check or options.diff):
        return "--check and --diff compare files: leave out --stdout and -"
    if writes_no_file and options.output:
        return "--output names a folder for files: leave out --stdout and -"
    if writes_no_file and len(options.files) != 1:
        return "--stdout takes one config"
    return ""
