"""Every pair of choices renders to a template in which cfn-lint finds nothing."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.config.schema_files import load_schema
from pipeline.diagnostic import Diagnostic
from pipeline.project import Project
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import render_config
from tests.rendered import merged, refusals
from tests.support import STACK

ROOT = Path(__file__).resolve().parents[1]
PROJECT = Project(STACK, use_cache=False)
SCHEMA = load_schema(PROJECT.schema)
CHOICES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (ROOT / "tests" / "pairs.yml").read_text(encoding="utf-8")
)
# One region of each partition.
REGIONS = ["eu-west-1", "cn-north-1", "us-gov-west-1"]
WAIVED = {"WR9403"}  # access.ssh_from_world: who asks for it waives the warning

Choice = tuple[str, int]


# A config must say where its application comes from; most choices do not.
SOURCES = {"artifact", "container", "placeholder", "baked"}


def config_of(chosen: list[Choice]) -> dict[str, Any]:
    config: dict[str, Any] = {"regions": ["eu-west-1"]}
    for name, index in chosen:
        config = merged(config, CHOICES[name][index])
    application = config.setdefault("application", {})
    if SOURCES.isdisjoint(application):
        application["baked"] = True
    return config


def issues(config: dict[str, Any]) -> list[Diagnostic]:
    return refusals(config)


def fits(chosen: list[Choice]) -> bool:
    return not issues(config_of(chosen))


def completed(start: list[Choice], missing: set[frozenset[Choice]]) -> list[Choice]:
    """Return a config with these choices and, of the others, those that cover the most pairs."""
    chosen = list(start)
    for name, fragments in CHOICES.items():
        if name not in {choice[0] for choice in chosen}:
            options: list[Choice] = [(name, index) for index in range(len(fragments))]
            options.sort(key=lambda each: -_covered(each, chosen, missing))
            chosen.append(next(each for each in [*options, (name, 0)] if fits([*chosen, each])))
    return chosen


def _covered(choice: Choice, chosen: list[Choice], missing: set[frozenset[Choice]]) -> int:
    return sum(frozenset((choice, other)) in missing for other in chosen)


def pairs() -> set[frozenset[Choice]]:
    every = [(name, index) for name, each in CHOICES.items() for index in range(len(each))]
    return {
        frozenset(pair) for pair in itertools.combinations(every, 2) if pair[0][0] != pair[1][0]
    }


def companions(pair: frozenset[Choice]) -> list[Choice] | None:
    """Return the pair, with HTTPS if it needs that; None if the two cannot go together."""
    chosen = sorted(pair)
    if fits(chosen):
        return chosen
    with_https = [*chosen, ("https", 1)]
    has_https = any(name == "https" for name, _ in chosen)
    return with_https if not has_https and fits(with_https) else None


def configs() -> list[list[Choice]]:
    missing = {pair for pair in pairs() if companions(pair)}
    found = []
    while missing:
        start = companions(min(missing, key=sorted))
        assert start is not None
        chosen = completed(start, missing)
        found.append(chosen)
        missing -= {frozenset(pair) for pair in itertools.combinations(chosen, 2)}
    return found


@pytest.fixture(scope="module")
def chosen_configs() -> list[list[Choice]]:
    return configs()


@pytest.mark.parametrize("region", REGIONS)
def test_every_choice_fits_each_partition(region: str) -> None:
    choices = [(name, index) for name, each in CHOICES.items() for index in range(len(each))]
    refused = [
        issue.text
        for choice in choices
        for issue in issues({**config_of([choice]), "regions": [region]})
        if "instance type" in issue.text
    ]
    assert refused == []


def test_every_choice_goes_with_another() -> None:
    """A choice that a newer constraint refuses would leave the pairs in silence."""
    every = [(name, index) for name, each in CHOICES.items() for index in range(len(each))]
    alone = [
        choice
        for choice in every
        if not any(companions(frozenset((choice, o))) for o in every if o[0] != choice[0])
    ]
    assert alone == []


@pytest.mark.once
def test_every_pair_lints_clean(chosen_configs: list[list[Choice]], tmp_path: Path) -> None:
    from pipeline.checks.cfn_lint import CfnLint

    linter = CfnLint(PROJECT.lint_settings, PROJECT.rules)
    partials = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)
    findings = []
    for number, chosen in enumerate(chosen_configs):
        path = tmp_path / f"pairs-{number}.yml"
        path.write_text(yaml.safe_dump(config_of(chosen)), encoding="utf-8")
        environment = render_config(partials, SCHEMA, path, path.name)
        regions = (
            REGIONS
            if not {("slack", 1), ("teams", 1), ("query_alarms", 1)} & set(chosen)
            else REGIONS[:1]
        )  # see constraints/operation.py
        found = linter.check(environment.text, regions)
        # Information does not fail a run: Spot instances and rolling updates, for example.
        findings += [
            f"{finding.rule} {finding.path} {finding.message} {dict(chosen)}"
            for finding in found
            if finding.severity != "info" and finding.rule not in WAIVED
        ]
    impossible = sum(companions(pair) is None for pair in pairs())
    print(f"{len(pairs()) - impossible} pairs of choices in {len(chosen_configs)} configs")
    print(f"{impossible} pairs cannot go together")
    assert "\n".join(findings) == ""
