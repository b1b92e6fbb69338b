"""From a change of the config to its effect on the stack, and back to the config's line."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from pipeline.paths import ancestors, dotted
from pipeline.review.attribution import Earlier
from pipeline.review.changed_settings import changed_settings
from pipeline.review.impact import Impact, impact
from pipeline.template.assembly import Rendering
from tests.rendered import merged
from tests.review.support import PARTIALS, PROJECT, load, render

Data = dict[str, Any]
_FILE = load("config_changes.yml")
CHANGES: list[Data] = _FILE["changes"]
CAUSES: list[Data] = _FILE["causes"]
UNKNOWN: list[Data] = _FILE["unknown"]


def impact_of(before: Rendering, after: Rendering, *, knows_config: bool) -> Impact:
    known = Earlier(before.config, PARTIALS) if knows_config else None
    return impact(after, before.template.data, "output/prod.yml", PROJECT.partials, lambda: known)


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: f"{case['setting']}-{case['resource']}")
def test_config_change_has_its_effect_and_its_line(case: Data) -> None:
    before, after = render(), render(case["set"])
    found = impact_of(before, after, knows_config=True)
    [item] = [each for each in found.items if each.change.name == case["resource"]]
    assert item.change.heading == case["effect"]
    assert item.cause.setting.split("[")[0] == case["setting"]
    assert item.cause.location.file == "config/prod.yml"
    assert item.cause.location.line > 0
    without = impact_of(before, after, knows_config=False)
    [guess] = [each.cause for each in without.items if each.change.name == case["resource"]]
    assert guess.setting.split("[")[0] in ("", case["setting"])  # rather none than a wrong one


def _named(setting: str) -> str:
    return setting.partition("[")[0]


@pytest.mark.parametrize("case", UNKNOWN, ids=lambda case: str(case["set"]))
def test_without_the_config_before_no_other_setting_is_named(case: Data) -> None:
    start = case.get("before", {})
    one, other = render(start), render(merged(start, case["set"]))
    for before, after in ((one, other), (other, one)):
        found = impact_of(before, after, knows_config=False)
        changed = changed_settings(before.config, after.config)
        parents = {_named(dotted(each)) for each in ancestors(changed) | {*changed}}
        causes = [cause for item in found.items for _, cause in item.properties]
        causes += [item.cause for item in found.items]
        causes += [cause for _, cause in (*found.access, *found.notes, *found.refused)]
        assert {_named(each.setting) for each in causes} - {""} <= parents


@pytest.mark.parametrize("case", CAUSES, ids=lambda case: str(case["set"]))
def test_each_change_is_led_to_the_setting_that_differs(case: Data) -> None:
    start = case.get("before", {})
    before, after = render(start), render(merged(start, case["set"]))
    found = impact_of(before, after, knows_config=True)
    causes = {
        f"{item.change.name}.{each.label}" if each else item.change.name: cause
        for item in found.items
        for each, cause in [(None, item.cause), *item.properties]
    }
    named = {key: causes[key].text.partition(" ")[2] for key in case.get("causes", {})}
    assert named == case.get("causes", {})
    if "all" in case:
        every = [*causes.values(), *(cause for _, cause in (*found.access, *found.notes))]
        assert {each.text.partition(" ")[2] for each in every} == {case["all"]}


@pytest.mark.parametrize(
    ("setting", "words", "changed"),
    [
        ("fleet.max_size", "shrinks to 3 instances", {"fleet": {"max_size": 3}}),
        ("fleet.min_size", "grows to 3 instances", {"fleet": {"min_size": 3}}),
        (
            "deployment.rolling.batch_size",
            "follows the previous update policy",
            {"deployment": {"rolling": {"batch_size": 2}}},
        ),
    ],
)
def test_what_follows_is_led_to_its_own_property(setting: str, words: str, changed: Data) -> None:
    rolled = {"application": {"environment": {"LOG_LEVEL": "debug"}}}
    found = impact_of(render(), render(merged(rolled, changed)), knows_config=True)
    causes = [cause.setting for note, cause in found.notes if words in note.text]
    assert causes == [setting]


def test_a_change_of_a_partial_is_at_the_partial() -> None:
    before, after = render(), render({"fleet": {"max_size": 8}})
    before = before._replace(template=copy.deepcopy(before.template))
    before.template.data["Resources"]["TargetGroup"]["Properties"]["HealthCheckPath"] = "/other"
    found = impact_of(before, after, knows_config=True)
    causes = {item.change.name: item.cause for item in found.items}
    assert causes["AutoScalingGroup"].setting == "fleet.max_size"
    assert causes["TargetGroup"].setting == ""
    assert causes["TargetGroup"].location.file == "partials/targets.yml.j2"


def test_without_a_change_of_settings_no_setting_is_a_cause() -> None:
    before, after = render(), render()
    before.template.data["Resources"]["TargetGroup"]["Properties"]["Port"] = 3001
    found = impact_of(before, after, knows_config=True)
    assert found.items
    assert {item.cause.setting for item in found.items} == {""}


def test_there_are_at_least_twenty() -> None:
    assert len(CHANGES) >= 20


def test_an_export_that_changes_is_led_to_its_setting() -> None:
    before, after = (
        render({"exports": True}),
        render({"exports": True, "alb": {"scheme": "internal"}}),
    )
    found = impact_of(before, after, knows_config=True)
    causes = {cause.setting for note, cause in found.refused if note.text.startswith("export ")}
    assert causes == {"alb.scheme"}


def test_openings_of_one_group_are_led_to_their_own_settings() -> None:
    change = {"alb": {"clients": {"cidrs": ["203.0.113.0/24"]}}, "application": {"port": 8080}}
    found = impact_of(render(), render(change), knows_config=True)
    causes = {
        each.grant.text: cause.setting.partition("[")[0]
        for each, cause in found.access
        if each.grant.resource == "LoadBalancerSecurityGroup" and each.words == "opened"
    }
    assert causes == {
        "tcp 80 from 203.0.113.0/24": "alb.clients.cidrs",
        "tcp 443 from 203.0.113.0/24": "alb.clients.cidrs",
        "tcp 8080 to 0.0.0.0/0": "application.port",
    }
