"""A little of each long run, always the same, and that the runs notice what they look for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli import command
from pipeline.paths import walk
from tests.soak import crashes, faults, forks
from tests.soak.figure import Figure, Module, Soak, Tried
from tests.soak.lines import code_lines
from tests.soak.mutants import CHANGES, mutant
from tests.soak.samples import without
from tests.soak.table import row, table
from tests.support import Folder


@pytest.mark.parametrize(("module", "count"), [(crashes, 10), (faults, 6)])
def test_a_little_of_a_long_run(
    module: Module, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")  # a long run may set it
    found = forks.figure(module.soak(count, 1, tmp_path))
    assert (found.count, found.failures) == (count, [])


def _of_sevens(_: Path) -> Tried:
    return lambda numbers: [f"{each} has a seven" for each in numbers if "7" in str(each)]


def test_a_run_in_pieces_comes_to_what_a_whole_one_does(tmp_path: Path) -> None:
    soak = Soak("sevens", range(40), _of_sevens, together=3, allowed=0.1)
    whole = forks.run(soak, 2, tmp_path / "whole")
    assert whole.failures == forks.figure(soak).failures
    assert (whole.count, whole.target, whole.failures) == (
        40,
        4,
        [f"{each} has a seven" for each in (7, 17, 27, 37)],
    )
    lines = (tmp_path / "whole").read_text().splitlines()
    (tmp_path / "piece").write_text("\n".join([*lines[3:9], lines[1][:9]]) + "\n")
    assert forks.run(soak, 1, tmp_path / "piece") == whole
    corrected = replace(soak, place=lambda _: lambda _: ())
    assert forks.run(corrected, 1, tmp_path / "piece").failures == []
    some = forks.run(soak, 1, tmp_path / "some", minutes=0)
    assert (some.count, some.wanted, some.reached) == (3, 40, False)


def test_mutants_are_the_same_for_a_seed() -> None:
    configs = [b"regions: [eu-west-1]\nfleet:\n  min_size: 2\n", b"extends: _shared.yml\n"]
    first, again, other = ([mutant(configs, seed, n) for n in range(300)] for seed in (5, 5, 6))
    assert first == again != other
    assert {change.__name__.strip("_") for change in CHANGES} <= {
        word for name, _ in first for word in name.partition("(")[2].strip(")").split(", ")
    }


def test_a_crash_is_noticed(stack: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    config = b"regions: [eu-west-1]\napplication: {baked: true}\n"
    assert list(crashes.tried(stack, config)) == []
    assert list(crashes.tried(stack, b"regions: [nowhere]\n")) == []
    monkeypatch.setattr(command, "find_targets", lambda *_: vars()["x"])
    [found] = crashes.tried(stack, config)
    assert "KeyError" in found


def test_a_node_is_deleted_and_the_rest_stays() -> None:
    data = {"a": [{"b": 1}, 2], "c": {"d": 3}}
    found = [without(data, path) for path, _ in walk(data) if path]
    assert found == [
        {"c": {"d": 3}},
        {"a": [2], "c": {"d": 3}},
        {"a": [{}, 2], "c": {"d": 3}},
        {"a": [{"b": 1}], "c": {"d": 3}},
        {"a": [{"b": 1}, 2]},
        {"a": [{"b": 1}, 2], "c": {}},
    ]
    assert data == {"a": [{"b": 1}, 2], "c": {"d": 3}}


def test_comments_are_no_lines_of_code(small: Folder) -> None:
    small.write("partials/x.yml.j2", "{# one\n two #}\nA: 1\n\n# three\nB: 2 {# four #}\n")
    found = [each.line for each in code_lines(small.root / "partials") if "x.yml" in each.file]
    assert found == [3, 6]


def test_a_figure_takes_the_place_of_its_former_row() -> None:
    one, two = Figure("one", 1000, []), Figure("two of them", 20, ["a", "b"], 1, 7.4, 30)
    before = table([one, two], "2026-01-01", "run")
    again = table([two], "2026-02-02", "run", before)
    assert again.splitlines()[3:] == [row(one, "2026-01-01"), row(two, "2026-02-02")]
    assert again.splitlines()[4].split() == [
        *("2026-02-02", "20", "30", "2", "1", "7", "two", "of", "them"),
    ]
    assert (one.reached, two.reached) == (True, False)
