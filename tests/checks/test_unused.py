"""A setting that is written and has no effect is noted at its line; deleting it changes nothing."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from pipeline.checks.notes import _is_meant, notes
from pipeline.config import unused
from pipeline.config.unused import Unused
from pipeline.diagnostic import Location
from pipeline.paths import KeyPath
from pipeline.render.alarm_table import ALARMS, USERS_AFFECTED
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import Rendering, render_config
from tests.rendered import PROJECT, SCHEMA, Data

CASES: list[Data] = yaml.safe_load(Path(__file__).with_name("unused.yml").read_text("utf-8"))
START = "regions: [eu-west-1]\napplication: {baked: true}\n"


def _render(folder: Path, config: str) -> Rendering:
    (folder / "dev.yml").write_text(config, encoding="utf-8")
    partials = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)
    return render_config(partials, SCHEMA, folder / "dev.yml", "dev.yml")


def _noted(folder: Path, config: str) -> list[str]:
    return [each.text for each in notes(_render(folder, config))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["noted"].split(": ")[1])
def test_it_is_noted_and_deleting_it_changes_nothing(case: Data, tmp_path: Path) -> None:
    rendering = _render(tmp_path, START + case["config"])
    found = notes(rendering)
    place, setting, message = case["noted"].split(": ", 2)
    expected = f"dev.yml:{place}: info: {setting}: {message} [N0003]\n    hint: {case['hint']}"
    assert [each.text for each in found] == [expected]
    data = yaml.safe_load(START + case["config"])
    inside, *path = reversed(found[0].setting)
    parent = data
    for key in reversed(path):
        parent = parent[key]
    del parent[inside]
    assert _render(tmp_path, yaml.safe_dump(data)).text == rendering.text


@pytest.mark.parametrize(
    "config",
    [
        "alarms: {unusual_requests: {enabled: false, periods: 4}}\n",  # switched off, and kept
        "alb: {maintenance: {enabled: false, message: Back at five.}}\n",
        "alb: {waf: {count_only: false}}\nfleet: {on_demand_base: 0}\n",  # off itself
        "scaling: {policy: none, target_tracking: {cpu: null}}\n",
    ],
)
def test_what_is_off_is_not(config: str, tmp_path: Path) -> None:
    assert _noted(tmp_path, START + config) == []


def test_what_environments_share_is_not(tmp_path: Path) -> None:
    shared = f"{START}deployment: {{rolling: {{batch_size: 2}}}}\n"
    (tmp_path / "_shared.yml").write_text(shared, encoding="utf-8")
    assert _noted(tmp_path, "extends: _shared.yml\ndeployment: {strategy: refresh}\n") == []


def test_images_of_regions_that_other_environments_have_are_not(tmp_path: Path) -> None:
    images = "{eu-west-1: ami-0123456789abcdef0, us-east-1: ami-0123456789abcdef1}"
    shared = f"{START}fleet: {{images: {images}}}\n"
    (tmp_path / "_shared.yml").write_text(shared, encoding="utf-8")
    assert _noted(tmp_path, "extends: _shared.yml\n") == []
    assert _noted(tmp_path, "extends: _shared.yml\nregions: [us-east-1]\n") == []


def test_what_is_off_in_the_same_shared_file_is(tmp_path: Path) -> None:
    shared = f"{START}deployment: {{strategy: refresh, rolling: {{batch_size: 2}}}}\n"
    (tmp_path / "_shared.yml").write_text(shared, encoding="utf-8")
    [found] = _noted(tmp_path, "extends: _shared.yml\n")
    assert found.startswith("_shared.yml:3:55: info: deployment.rolling.batch_size: has no effect")


def test_the_alarms_that_the_one_on_users_joins() -> None:
    settings = {each.setting for each in ALARMS if each.parent == USERS_AFFECTED}
    assert set(unused._OF_USERS) == {f"alarms.{each}.enabled" for each in settings}  # noqa: SLF001


SIZE, SWITCH, SECOND = ("a", "size"), ("a", "enabled"), ("b", "enabled")
KIND = ("a", "kind")


@pytest.mark.parametrize(
    ("written", "others", "expected"),
    [
        ({}, (SWITCH,), False),
        # A section that the same config switches off keeps its settings for later.
        ({SIZE: "prod.yml", SWITCH: "prod.yml"}, (SWITCH,), False),
        ({SIZE: "prod.yml", SWITCH: "base.yml"}, (SWITCH,), False),
        ({SIZE: "prod.yml"}, (SWITCH,), True),
        ({SIZE: "prod.yml", KIND: "prod.yml"}, (KIND,), True),
        ({SIZE: "prod.yml", SWITCH: "prod.yml", SECOND: "prod.yml"}, (SWITCH, SECOND), True),
        # What files share may be for another environment, unless the same file decides it.
        ({SIZE: "base.yml"}, (KIND,), False),
        ({SIZE: "base.yml", KIND: "prod.yml"}, (KIND,), False),
        ({SIZE: "base.yml", KIND: "base.yml"}, (KIND,), True),
        ({SIZE: "base.yml", SECOND: "base.yml"}, (KIND, SECOND), True),
    ],
)
def test_a_setting_is_meant_for_the_environment_that_writes_it(
    written: dict[KeyPath, str], others: tuple[KeyPath, ...], *, expected: bool
) -> None:
    locations = {path: Location(file, 1, 1) for path, file in written.items()}
    config: Any = SimpleNamespace(name="prod.yml", locations=locations)
    assert _is_meant(config, SIZE, Unused(SIZE, "", others, "")) is expected
