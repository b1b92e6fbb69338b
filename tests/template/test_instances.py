"""What a partial adds to the instances: which parts it may have, and the line of each value."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.diagnostic import InvalidInput, Location
from pipeline.render.provenance import Origin, Source, Sources, origin_of
from pipeline.template.fragment import Fragment
from pipeline.template.instances import no_additions, take_additions

PARTS = "Packages, LogFiles, Statements, Environment, Init, DependsOn"
HINT = f"Instances holds {PARTS}; see docs/partials.md"


def fragment(content: Any, name: str = "own.yml.j2") -> Fragment:
    """Return a fragment with a section of this content, each part of it on a line of its own."""
    sources: Sources = {("Instances",): Source(Location(name, 1))}
    for line, part in enumerate(content if isinstance(content, dict) else (), start=2):
        sources["Instances", part] = Source(Location(name, line))
        inner = content[part] if isinstance(content[part], dict) else {}
        sources |= {("Instances", part, key): Source(Location(name, 9)) for key in inner}
    return Fragment(name, {"Instances": content, "Resources": {}}, sources)


def test_partials_add_up_and_nothing_stands_twice() -> None:
    added = {"Packages": ["git", "jq"], "DependsOn": ["Queue"], "Environment": {"URL": "x"}}
    one = fragment(added)
    two = fragment({"Packages": ["jq", "htop"], "Init": {"a": {"b": "c"}}, "LogFiles": [{"f": 1}]})
    assert take_additions([one, two, Fragment("none", {}, {})]) == {
        "added_packages": ["git", "jq", "htop"],
        "added_log_files": [{"f": 1}],
        "added_statements": [],
        "added_environment": {"URL": "x"},
        "added_init": {"a": {"b": "c"}},
        "added_dependencies": ["Queue"],
    }
    assert one.data == {"Resources": {}}
    assert take_additions([]) == no_additions()


def test_values_know_their_line() -> None:
    made = fragment({"LogFiles": ["a"], "Packages": ["git"]})
    setting = Origin(("custom", "package"), Location("config/prod.yml", 7, 3), "environment")
    made.sources["Instances", "Packages", 0] = Source(Location("own.yml.j2", 3), (setting,))
    added = take_additions([made])
    [file], [package] = added["added_log_files"], added["added_packages"]
    assert origin_of(package) == setting
    assert origin_of(file) == Origin(
        ("Instances", "LogFiles", 0), Location("own.yml.j2", 2), "partial"
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (["git"], ["own.yml.j2:1: Instances: not a map"]),
        ({"Package": []}, ["own.yml.j2:2: Instances.Package: not a part of the section"]),
        (
            {"Packages": "git", "Init": ["a"]},
            [
                "own.yml.j2:2: Instances.Packages: not a list",
                "own.yml.j2:3: Instances.Init: not a map",
            ],
        ),
    ],
)
def test_what_the_section_cannot_hold(content: Any, expected: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        take_additions([fragment(content)])
    found = refused.value.diagnostics
    assert [f"{each.location}: {each.message}" for each in found] == expected
    assert {each.hint for each in found} == {HINT}


def test_two_partials_make_no_entry_of_one_name() -> None:
    one, two = fragment({"Init": {"a": {}}}), fragment({"Init": {"a": {}, "b": {}}}, "two.yml.j2")
    with pytest.raises(InvalidInput) as refused:
        take_additions([one, two])
    [found] = refused.value.diagnostics
    assert found.message == "Instances.Init.a: made by two partials"
    assert found.location == Location("two.yml.j2", 9)
