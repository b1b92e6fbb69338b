"""What the options ask for together."""

from __future__ import annotations

import pytest

from pipeline.cli.arguments import parse_arguments

PROPERTIES = ("reviews", "prints", "takes_one", "compares", "writes", "for_people")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", "writes for_people"),
        ("config/prod.yml", "writes for_people"),
        ("--check", "compares for_people"),
        ("--diff", "compares for_people"),
        ("--stdout config/prod.yml", "prints takes_one for_people"),
        ("-", "prints takes_one for_people"),
        ("--impact", "reviews for_people"),
        ("--compare a.yml b.yml", "reviews takes_one for_people"),
        ("--permissions a.yml", "reviews takes_one for_people"),
        ("--why= a.yml", "reviews takes_one for_people"),
        ("--explain fleet a.yml", "takes_one writes for_people"),
        ("--format github", "writes for_people"),
        ("--format json", "writes"),
        ("--format sarif --check", "compares"),
    ],
)
def test_what_is_asked_for(arguments: str, expected: str) -> None:
    options = parse_arguments(arguments.split())
    assert {each for each in PROPERTIES if getattr(options, each)} == {*expected.split()}
