"""The command's --impact: what render.py refuses has none that ever happens."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.cli import impact as command
from pipeline.diagnostic import ChecksFailed, Diagnostic, Location
from tests.support import Folder

REFUSED = "render.py refuses this template: there is no update before it is right"


@pytest.fixture
def changed(small: Folder, monkeypatch: pytest.MonkeyPatch) -> tuple[Folder, list[str]]:
    """Return a project with one changed environment of two, and the names that were checked."""
    for name in ("one", "two"):
        small.write(f"config/{name}.yml", "regions: [eu-west-1]\n")
    assert small.run("--no-lint").code == 0
    small.write("config/one.yml", "regions: [eu-west-1]\ndescription: another\n")
    checked: list[str] = []

    def lint_all(_: Any, __: Any, targets: Any, *___: Any, **____: Any) -> None:
        checked.extend(target.name for target in targets)
        finding = Diagnostic(Location("config/one.yml", 2, 1), "not a topic", rule="E1019")
        raise ChecksFailed([finding])

    monkeypatch.setattr(command, "lint_all", lint_all)
    return small, checked


def test_a_template_that_is_refused_has_its_findings_below_the_impact(
    changed: tuple[Folder, list[str]],
) -> None:
    small, checked = changed
    result = small.run("--impact")
    assert (result.code, checked) == (1, ["config/one.yml"])
    assert "1 no interruption" in result.out
    assert "config/one.yml:2:1: error: not a topic [E1019]" in result.err
    assert result.err.splitlines()[-1] == REFUSED


def test_without_lint_or_without_a_change_nothing_is_checked(
    changed: tuple[Folder, list[str]],
) -> None:
    small, checked = changed
    assert small.run("--no-lint", "--impact").code == 0
    assert small.run("--impact", "config/two.yml").code == 0
    assert checked == []
