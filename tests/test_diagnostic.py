"""The record that every step reports with: how it shows names and values, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.diagnostic import (
    ChecksFailed,
    Diagnostic,
    InvalidInput,
    Location,
    did_you_mean,
    in_order,
    most_like,
    printable,
    shorten,
)

HERE = Location("config/prod.yml", 7, 5)
PLAIN = Diagnostic(HERE, "wrong")
PARTIAL = Diagnostic(Location("partials/_update_policy.j2", 5), "Spot", element=("Resources", "A"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a"),
        ("", ""),
        ("ä 中", "ä 中"),
        ("a\nb", r"a\nb"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\u202eb", r"a\u202eb"),
        ("tab\t'", r"tab\t'"),
    ],
)
def test_characters_that_a_terminal_obeys(text: str, expected: str) -> None:
    assert printable(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 57 + "..."),
        ("a" * 57 + "bcde", "a" * 57 + "..."),
        ("\n" * 30, r"\n" * 30),
        ("\n" * 31, (r"\n" * 31)[:57] + "..."),
    ],
)
def test_a_long_value(text: str, expected: str) -> None:
    assert shorten(text) == expected


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("flet", ["fleet", "float"], "fleet"),
        ("fleet", ["fleet"], "fleet"),
        ("qqq", ["fleet"], ""),
        ("flet", [], ""),
        (80, ["8080", "81"], "8080"),
    ],
)
def test_the_most_similar_word(word: Any, known: list[str], expected: str) -> None:
    assert most_like(word, iter(known)) == expected
    assert did_you_mean(word, known) == (f"did you mean '{expected}'?" if expected else "")


def test_how_similar_a_word_has_to_be() -> None:
    assert (most_like("flxx", ["fleet"], 0.9), most_like("flxx", ["fleet"], 0.4)) == ("", "fleet")


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (HERE, "config/prod.yml:7:5"),
        (Location("a.yml", 7), "a.yml:7"),
        (Location("a.yml"), "a.yml"),
        (Location("a\n.yml", 1, 1), r"a\n.yml:1:1"),
    ],
)
def test_a_location(location: Location, expected: str) -> None:
    assert str(location) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "config/prod.yml:7:5: error: wrong"),
        ({"severity": "info", "rule": "N1"}, "config/prod.yml:7:5: info: wrong [N1]"),
        ({"hint": "change it"}, "config/prod.yml:7:5: error: wrong\n    hint: change it"),
        (
            {"partial": Location("p.j2", 3), "element": ("Resources", "A", 0)},
            "config/prod.yml:7:5: error: wrong (p.j2:3, Resources.A[0])",
        ),
        ({"setting": ("fleet", "size")}, "config/prod.yml:7:5: error: wrong"),
        (
            {"setting": ("fleet", "size"), "is_default": True, "rule": "E1"},
            "config/prod.yml:7:5: error: wrong [E1] (default of fleet.size)",
        ),
    ],
)
def test_a_diagnostic_in_words(change: dict[str, Any], expected: str) -> None:
    assert PLAIN._replace(**change).text == expected


def test_the_order_of_a_file_and_each_once() -> None:
    first = Diagnostic(Location("config/prod.yml", 7, 4), "z")
    other = Diagnostic(Location("config/a.yml", 99), "z")
    found = in_order([PLAIN, first, PLAIN._replace(message="a\x07"), other, PLAIN])
    assert [(str(each.location), each.message) for each in found] == [
        ("config/a.yml:99", "z"),
        ("config/prod.yml:7:4", "z"),
        ("config/prod.yml:7:5", r"a\x07"),
        ("config/prod.yml:7:5", "wrong"),
    ]
    assert len(in_order([PLAIN, PLAIN._replace(rule="E1")])) == 2


def test_an_error_says_all_of_its_diagnostics() -> None:
    error = InvalidInput([PLAIN, Diagnostic(Location("a.yml"), "x")])
    assert str(error) == "a.yml: error: x\nconfig/prod.yml:7:5: error: wrong"
    assert (error.code, error.waived, ChecksFailed([]).code) == (2, [], 1)


@pytest.mark.parametrize(
    ("configs", "trail"),
    [
        (["config/b.yml", "config/a.yml"], "config/a.yml, config/b.yml, Resources.A"),
        (["config/a.yml", "config/a.yml"], "config/a.yml, Resources.A"),
        ([f"config/{each}.yml" for each in "abcde"], "config/c.yml and 2 more, Resources.A"),
    ],
)
def test_a_finding_at_a_partial_names_the_configs_that_have_it(
    configs: list[str], trail: str
) -> None:
    [found] = in_order(PARTIAL._replace(configs=(each,)) for each in configs)
    assert found.configs == tuple(sorted(set(configs)))
    assert found.text.endswith(f"{trail})")


def test_a_finding_of_one_config_stays_beside_that_of_another() -> None:
    found = in_order([PARTIAL, PARTIAL._replace(location=Location("config/a.yml", 2))])
    assert [each.location.file for each in found] == ["config/a.yml", "partials/_update_policy.j2"]
