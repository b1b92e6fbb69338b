"""Each change of an alarm is noticed by a story."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from tests.rendered import merged, read_cases
from tests.stories.story import differences, read_site, stories

Data = dict[str, Any]
MUTATIONS: list[Data] = read_cases(Path(__file__).with_name("mutations.yml"))
STORIES = {story.name: story for story in stories()}


def mutated(template: Data, mutation: Data) -> Data:
    """Return the template with one alarm changed; fails where the change changes nothing."""
    changed = copy.deepcopy(template)
    resource = changed["Resources"][mutation["alarm"]]
    properties = merged(resource["Properties"], mutation.get("set", {}))
    resource["Properties"] = {key: each for key, each in properties.items() if each is not None}
    for key, name in (("expression", "Expression"), ("metric", "MetricName")):
        if key in mutation:
            old, new = mutation[key]
            _replace(resource["Properties"], name, old, new)
    assert changed != template
    return changed


def _replace(value: Any, name: str, old: str, new: str) -> None:
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, (dict, list)):
            _replace(item, name, old, new)
    if isinstance(value, dict) and isinstance(value.get(name), str):
        value[name] = value[name].replace(old, new)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: f"{each['alarm']}-{each['story']}")
def test_mutation_is_noticed(mutation: Data) -> None:
    story, site = STORIES[mutation["story"]], mutation["site"]
    assert list(differences(story, site)) == []
    assert list(differences(story, site, mutated(read_site(site).template, mutation)))


def test_every_alarm_is_mutated() -> None:
    alarms = {
        name
        for site in ("small", "medium", "night")
        for name, each in read_site(site).template["Resources"].items()
        if each["Type"].startswith("AWS::CloudWatch::") and "Scale" not in name
    }
    latency = {name for name in alarms if name.startswith("SLOLatency")}
    others = {"ConnectionErrorsAlarm", "SLOAvailabilitySlowShortAlarm"} | latency
    assert alarms - {each["alarm"] for each in MUTATIONS} == others
