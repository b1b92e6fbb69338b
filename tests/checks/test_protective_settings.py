"""What a setting protects is protected in every resource that it renders into."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipeline.checks.elements import mentions
from pipeline.checks.protections import weakened
from pipeline.config.schema import settings
from pipeline.paths import dotted
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import Rendering, render_config
from pipeline.template.template import Template
from tests.rendered import PROJECT, SCHEMA, Data, maximal_configs, merged, read_cases
from tests.support import ROOT

CASES: Data = read_cases(ROOT / "tests" / "protective_settings.yml")
PROMISE = re.compile(
    r"encrypt|protect|mask|\bkept\b (for|in|are)|are kept|refuse|blocks it|mitigation|boundary"
    r"|Authentication|Security|KMS|browsers|header X-|Replacement keeps|Days that"
    r"|match a rule to a log"
)
PARTIALS = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)


def _rendering(path: Path, config: Data) -> Rendering:
    path.write_text(yaml.safe_dump({"regions": ["eu-west-1"], **config}), encoding="utf-8")
    return render_config(PARTIALS, SCHEMA, path, path.name)


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory) -> Rendering:
    return _rendering(tmp_path_factory.mktemp("protected") / "case.yml", _config())


@functools.cache
def _config() -> Data:
    return merged(maximal_configs()[0], CASES["base"])


def _taken_back(on: Data, off: Data) -> Iterator[tuple[str, Data]]:
    """Yield each resource that lost something, and the resources with this loss alone."""
    for name, resource in on.items():
        rest = {key: each for key, each in on.items() if key != name}
        if name not in off and not (mentions(rest, name) or f"${{{name}}}" in str(rest)):
            yield name, rest
        elif name in off and off[name] != resource:
            yield name, {**on, name: off[name]}


@pytest.mark.parametrize("setting", CASES["cases"])
def test_a_loss_is_found_in_each_resource(
    setting: str, protected: Rendering, tmp_path: Path
) -> None:
    case = CASES["cases"][setting]
    other = _rendering(tmp_path / "case.yml", merged(_config(), case["without"]))
    data = protected.template.data
    silent, losses = [], list(_taken_back(data["Resources"], other.template.data["Resources"]))
    for name, resources in losses:
        template = Template({**data, "Resources": resources}, protected.template.sources)
        if not weakened(protected._replace(template=template), "output/case.yml"):
            silent.append(name)
    assert losses
    assert silent == case.get("but", [])


def test_every_setting_that_promises_a_protection_has_a_case() -> None:
    promising = {
        dotted(path)
        for path, schema in settings(SCHEMA)
        if "properties" not in schema and PROMISE.search(schema.get("description", ""))
    }
    assert promising - CASES["cases"].keys() - CASES["others"].keys() == set()
    known = {dotted(path) for path, _ in settings(SCHEMA)} | {"alb.rules.sign_in"}
    assert CASES["cases"].keys() | CASES["others"].keys() <= known
