"""Every mistake is found where it was made; cfn-lint itself takes the sound templates."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.rules import Rules
from cfnlint.runner import Runner
from cfnlint.runner.template.runner import run_template_by_file_path

from .corpus import SOUND, Mistake, mistakes
from .planted import pairs

CASES = list(mistakes())
Found = list[tuple[str, list["str | int"], str]]
PLAIN = Path(__file__).with_name("plain.cfnlintrc")


@pytest.fixture(scope="session")
def lint() -> Callable[[Path], set[str]]:
    """Run cfn-lint's own rules, loaded once."""
    config = ConfigMixIn(["--config-file", str(PLAIN), "--regions", "us-east-1"])
    own = Runner(config).rules

    def lint_file(path: Path) -> set[str]:
        found = run_template_by_file_path(str(path), config, own, ignore_bad_template=False)
        return {match.rule.id for match in found}

    return lint_file


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.name)
def test_cfn_lint_is_content_with_a_sound_template(
    path: Path, lint: Callable[[Path], set[str]]
) -> None:
    # one template is about launch configurations, which are in maintenance
    expected = {"W3697"} if path.name == "classic.json" else set()
    assert lint(path) == expected


@pytest.mark.parametrize("mistake", CASES, ids=lambda mistake: mistake.name)
def test_mistake_is_found_where_it_is(
    mistake: Mistake, run_on_data: Callable[[dict[str, Any]], Found]
) -> None:
    found = run_on_data(mistake.template())
    there = [rule for rule, path, _ in found if mistake.is_at(path)]
    assert mistake.rule in there, found


@pytest.mark.once
def test_each_rule_alone_finds_a_mistake(
    rules: Rules, run_on_data: Callable[[dict[str, Any]], Found]
) -> None:
    """Take any rule away and a mistake goes unseen."""
    # IR9923 is no rule about templates: it lists what a waiver accepts, as test_waivers.py shows.
    numbers = {name[1:] for name in rules} - {"R9923"}
    planted: dict[str, list[Callable[[], dict[str, Any]]]] = {number: [] for number in numbers}
    for case in CASES:
        planted[case.rule[1:]].append(case.template)
    for pair in pairs():
        planted[pair.body["rule"][1:]].append(partial(pair.template, "wrong"))

    def is_alone(number: str, template: dict[str, Any]) -> bool:
        found = {rule[1:] for rule, _, _ in run_on_data(template)}
        return found - {"R9920"} == {number} - {"R9920"} and number in found

    unseen = [n for n, made in planted.items() if not any(is_alone(n, make()) for make in made)]
    assert unseen == []


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= 120
    assert len(SOUND) >= 6
