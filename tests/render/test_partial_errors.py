"""What went wrong in a partial, in words: what Jinja says, the line, and what would be right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest

from pipeline.render.partial_errors import explain

VALUES: dict[str, Any] = {
    "fleet": {"min_size": 2, "max_size": 4},
    "alarms": {"latency": {"seconds": 1}},
    "custom": {"team": "web"},
    "name": "shop",
}
WITHOUT_CUSTOM = {key: value for key, value in VALUES.items() if key != "custom"}
SECTIONS = "a partial sees alarms, custom, fleet, name"


def _said(text: str, folder: Path, values: dict[str, Any]) -> list[str]:
    """Return the diagnostic of a partial with this text."""
    (folder / "own.yml.j2").write_text(text, encoding="utf-8")
    loader = jinja2.FileSystemLoader(folder)
    environment = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined)  # noqa: S701
    environment.filters = {"logical_id": str, "shell": str}
    try:
        environment.get_template("own.yml.j2").render(values)
    except (jinja2.TemplateError, RecursionError) as error:
        found = explain(folder, "own.yml.j2", error, values, environment.filters)
        return [str(found.location), found.message, found.hint]
    return []


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("{{ flet }}", 1, "'flet' is undefined", "did you mean 'fleet'?"),
        ("a\n{{ max_size }}", 2, "'max_size' is undefined", "did you mean 'fleet.max_size'?"),
        ("{{ seconds }}", 1, "'seconds' is undefined", "did you mean 'alarms.latency.seconds'?"),
        ("{{ max_sise }}", 1, "'max_sise' is undefined", "did you mean 'max_size'?"),
        ("{{ qqq }}", 1, "'qqq' is undefined", SECTIONS),
        (
            "{{ fleet.max_sise }}",
            1,
            "the map has no attribute 'max_sise'",
            "did you mean 'max_size'?",
        ),
        (
            "{{ custom.qqq }}",
            1,
            "custom.qqq is not set in the config",
            "set custom.qqq in the config, or test for it: {% if custom.qqq is defined %}",
        ),
        (
            "{{ custom.latency.seconds }}",  # a section has the name, too
            1,
            "custom.latency is not set in the config",
            "set custom.latency in the config, or test for it: {% if custom.latency is defined %}",
        ),
        (
            "{{ custom.fleet }}",
            1,
            "custom.fleet is not set in the config",
            "set custom.fleet in the config, or test for it: {% if custom.fleet is defined %}",
        ),
        ("{{ custom.teem }}", 1, "custom.teem is not set in the config", "did you mean 'team'?"),
        (
            "{% set all = custom %}{{ all.min_size }}",  # of a map by another name
            1,
            "the map has no attribute 'min_size'",
            "did you mean 'max_size'?",
        ),
        (
            "{{ alarms.latency.second }}",
            1,
            "the map has no attribute 'second'",
            "did you mean 'seconds'?",
        ),
        (
            "{{ alarms.latency.max_size }}",  # no word of another map that is the same
            1,
            "the map has no attribute 'max_size'",
            "did you mean 'min_size'?",
        ),
        ("{{ name | logical }}", 1, "No filter named 'logical'.", "did you mean 'logical_id'?"),
        ("{{ name | qqq }}", 1, "No filter named 'qqq'.", "the filters are logical_id, shell"),
        (
            "{% include 'other.yml.j2' %}",
            1,
            "no file other.yml.j2 in the folder of partials",
            "",
        ),
        ("a\nb\n{% if %}", 3, "Expected an expression, got 'end of statement block'", ""),
    ],
)
def test_an_error(text: str, line: int, message: str, hint: str, tmp_path: Path) -> None:
    folder = tmp_path / "partials"
    folder.mkdir()
    location = f"partials/own.yml.j2:{line}"
    assert _said(text, folder, VALUES) == [location, message, hint]


def test_a_map_without_values_of_a_team(tmp_path: Path) -> None:
    [_, message, hint] = _said("{{ fleet.qqq }}", tmp_path, WITHOUT_CUSTOM)
    assert (message, hint) == ("the map has no attribute 'qqq'", "")


def test_an_error_in_what_a_partial_includes(tmp_path: Path) -> None:
    (tmp_path / "_macros.yml.j2").write_text("a\n{{ flet }}\n", encoding="utf-8")
    [location, *_] = _said("\n\n{% include '_macros.yml.j2' %}", tmp_path, VALUES)
    assert location == f"{tmp_path.name}/_macros.yml.j2:2"


def test_a_syntax_error_in_what_a_partial_includes(tmp_path: Path) -> None:
    (tmp_path / "_macros.yml.j2").write_text("a\nb\n{% if %}\n", encoding="utf-8")
    [location, *_] = _said("\n{% include '_macros.yml.j2' %}", tmp_path, VALUES)
    assert location == f"{tmp_path.name}/_macros.yml.j2:3"


def test_errors_that_say_little(tmp_path: Path) -> None:
    """A syntax error without a file, a partial that is not there, and an error without words."""
    for error, line, message in (
        (jinja2.TemplateSyntaxError("wrong", 7), 7, "wrong"),
        (
            jinja2.TemplateNotFound("own.yml.j2"),
            1,
            "no file own.yml.j2 in the folder of partials",
        ),
        (ValueError(), 1, "ValueError"),
        (ValueError("no number"), 1, "no number"),
    ):
        found = explain(tmp_path, "own.yml.j2", error, VALUES, [])
        assert str(found.location) == f"{tmp_path.name}/own.yml.j2:{line}"
        assert (found.message, found.hint) == (message, "")


def test_a_partial_that_includes_itself(tmp_path: Path) -> None:
    [location, message, hint] = _said("a\n{% include 'own.yml.j2' %}", tmp_path, VALUES)
    assert (location, message, hint) == (f"{tmp_path.name}/own.yml.j2:1", "includes itself", "")
