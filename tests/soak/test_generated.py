"""Generated configs, a few in each run and many in one of their own; and what they came down to."""

from __future__ import annotations

import os
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from pipeline.config.schema import settings
from pipeline.paths import KeyPath, walk
from tests.rendered import SCHEMA, SMALLEST, merged
from tests.soak.forks import figure, run
from tests.soak.generated import Trial, soak
from tests.soak.kept import lost
from tests.soak.whole_config import accepted, drawn

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("cases.yml").read_text())


@pytest.mark.parametrize("seed", range(8))
def test_a_few_generated_configs(seed: int, tmp_path: Path) -> None:
    assert figure(soak(2, seed, tmp_path, thorough=False)).failures == []


@pytest.mark.once
def test_500_generated_configs(tmp_path: Path) -> None:
    found = run(soak(500, 500, tmp_path), len(os.sched_getaffinity(0)), tmp_path / "kept")
    print(f"{len(found.failures)} failures of {found.count} generated configs")
    assert found.failures == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_config_that_failed_once(case: dict[str, Any], tmp_path: Path) -> None:
    trial = Trial(tmp_path, None, lint_every=1 if case.get("lint") else 0)
    config = merged(SMALLEST, case["config"])
    assert list(trial.acceptance(config, "case", 2, Random(1))) == []
    resources = re.findall("^  ([A-Za-z0-9]+):$", (tmp_path / "case.yml").read_text(), re.MULTILINE)
    assert all(len(name) <= 255 for name in resources)


def test_a_config_is_the_same_each_time() -> None:
    assert drawn(Random("1-7")) == drawn(Random("1-7"))


def test_configs_reach_all_settings_and_bounds() -> None:
    configs = [drawn(Random(f"reach-{number}")) for number in range(100)]
    given = {_name(path) for config in configs for path, _ in walk(config)}
    named = {_name(path) for path, _ in settings(SCHEMA)}
    apart = ("extends", "custom", "overrides", "parity", "waivers")
    assert {name for name in named - given if not name.startswith(apart)} == set()
    sizes = {config.get("fleet", {}).get("max_size") for config in configs}
    assert {1, 1000} <= sizes


def _name(path: KeyPath) -> str:
    return ".".join(key for key in path if isinstance(key, str))


def test_what_is_accepted_still_says_much() -> None:
    configs = [accepted(Random(number), drawn(Random(number)))[0] for number in range(40)]
    assert None not in configs
    sizes = sorted(sum(1 for _ in walk(config)) for config in configs)
    assert sizes[20] > 40
    assert sizes[-1] > 300


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ({"a": ["it's"]}, []),
        ({"a": "cd 'it'\"'\"'s'"}, []),
        ({"a": "its"}, ['tags.team: "it\'s" is not in the template']),
    ],
)
def test_a_lost_text_is_found(template: Any, expected: list[str]) -> None:
    assert lost({"regions": ["eu-west-1"], "tags": {"team": "it's"}}, template) == expected
