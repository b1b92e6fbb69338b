"""What an option asks for in place of rendering, by the function that does it."""

from __future__ import annotations

import pytest

from pipeline.cli.arguments import parse_arguments
from pipeline.cli.command import _distrusts_cache, _instead


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", None),
        ("--check", None),
        ("--diff", None),
        ("config/prod.yml", None),
        ("--init shop", "start"),
        ("--impact", "review"),
        ("--compare config/dev.yml config/prod.yml", "review"),
        ("--permissions config/prod.yml", "review"),
        ("--stdout config/prod.yml", "print_template"),
        ("--explain fleet.min_size config/prod.yml", "print_template"),
        ("--explain config/prod.yml", "print_template"),
    ],
)
def test_what_is_asked_for(arguments: str, expected: str | None) -> None:
    found = _instead(parse_arguments(arguments.split()))
    assert (found and found.__name__) == expected


@pytest.mark.parametrize(
    ("arguments", "variable", "expected"),
    [
        ("--check", "true", True),
        ("--check", "1", True),
        ("--check", "", False),
        ("--check", "false", False),
        ("--check", "0", False),
        ("", "true", False),
    ],
)
def test_a_check_in_ci_asks_no_cache(
    arguments: str, variable: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", variable)
    assert _distrusts_cache(parse_arguments(arguments.split())) is expected
