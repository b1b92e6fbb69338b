"""Options that do not go together, and those that do."""

from __future__ import annotations

import pytest

from pipeline.cli.arguments import parse_arguments

INIT = "--init starts an application and does nothing else: leave out the rest"
WATCH = "--watch renders files: leave out --init, --stdout, --explain and -"
EXPLAIN = "--explain takes one config, and no --check or --diff"
FILES = "--check and --diff compare files: leave out --stdout and -"
OUTPUT = "--output names a folder for files: leave out --stdout and -"
ONE = "--stdout takes one config"
AT_A_TIME = "--impact, --compare, --permissions and --why: one at a time"
REVIEW = "a review writes nothing: leave out --stdout, --explain, --check and --diff"
OF_IMPACT = "--against and --fail-on belong to --impact"
MARKDOWN = "--format markdown belongs to --impact and --compare"
TWO = "--compare takes two configs"
ONE_EACH = "--permissions and --why take one config"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        *(
            (f"--init shop {rest}", INIT)
            for rest in (
                *(
                    "a.yml",
                    "--output out",
                    "--explain Topic a.yml",
                    "--stdout",
                    "--check",
                    "--diff",
                ),
                *("--impact", "--compare", "--permissions", "--why events.json"),
            )
        ),
        *(
            (f"--watch {rest}", WATCH)
            for rest in ("--init shop", "--stdout a.yml", "--explain Topic a.yml", "-")
        ),
        ("--explain Topic a.yml b.yml", EXPLAIN),
        ("--explain Topic --check a.yml", EXPLAIN),
        ("--explain Topic --diff a.yml", EXPLAIN),
        ("--stdout --check a.yml", FILES),
        ("--diff -", FILES),
        ("--stdout --output out a.yml", OUTPUT),
        ("--output out -", OUTPUT),
        ("--stdout", ONE),
        ("--stdout a.yml b.yml", ONE),
        ("- a.yml", ONE),
        ("--impact --compare a.yml b.yml", AT_A_TIME),
        ("--permissions --why events.json a.yml", AT_A_TIME),
        ("--impact --permissions a.yml", AT_A_TIME),
        ("--impact --stdout a.yml", REVIEW),
        ("--impact -", REVIEW),
        ("--impact --explain Topic a.yml", REVIEW),
        ("--impact --check", REVIEW),
        ("--permissions --diff a.yml", REVIEW),
        ("--against HEAD", OF_IMPACT),
        ("--against HEAD --compare a.yml b.yml", OF_IMPACT),
        ("--fail-on replace", OF_IMPACT),
        ("--format markdown", MARKDOWN),
        ("--format markdown --permissions a.yml", MARKDOWN),
        *(
            (f"--format {name} {review}", f"--format {name} is for diagnostics")
            for name in ("sarif", "junit")
            for review in ("--impact", "--compare a.yml b.yml", "--permissions a.yml")
        ),
        ("--compare", TWO),
        ("--compare a.yml", TWO),
        ("--compare a.yml b.yml c.yml", TWO),
        ("--permissions", ONE_EACH),
        ("--permissions a.yml b.yml", ONE_EACH),
        ("--why events.json", ONE_EACH),
    ],
)
def test_what_does_not_go_together(
    line: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse_arguments(line.split())
    assert left.value.code == 2
    assert message in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    "line",
    [
        "",
        "a.yml b.yml",
        "--init shop",
        "--watch",
        "--watch a.yml b.yml --check",
        "--explain Topic a.yml",
        "--explain Topic --stdout a.yml",
        "--check --diff a.yml b.yml",
        "--check --output out",
        "--stdout a.yml",
        "-",
        "--output out a.yml b.yml",
        "--impact",
        "--impact a.yml b.yml",
        "--impact --against HEAD --fail-on replace --fail-on widened",
        "--impact --format markdown",
        "--compare a.yml b.yml --format markdown",
        "--impact --format json",
        "--permissions a.yml",
        "--why events.json a.yml",
        "--format sarif a.yml",
        "--format junit --check",
    ],
)
def test_what_goes_together(line: str) -> None:
    assert parse_arguments(line.split()).files == [
        each for each in line.split() if each == "-" or each.endswith(".yml")
    ]
