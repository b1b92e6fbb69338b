"""Findings led back to the lines that they come from."""

from __future__ import annotations

import pytest

from pipeline.checks.finding_locations import LintMatch, is_literal, is_outdated, locate_match
from pipeline.diagnostic import Location
from pipeline.paths import KeyPath
from pipeline.render.provenance import Origin, Source
from pipeline.template.template import Template

TAG = ("Resources", "Topic", "Properties", "Tags", 0)
PARTIAL = Location("partials/alerts.yml.j2", 12)
CONFIG = Location("config/prod.yml", 5, 15)
MATCH = LintMatch((*TAG, "Value"), 90, 7, "too long", "", "error", "E3033")


def test_a_key_with_a_dot_is_part_of_the_path() -> None:
    origin = Origin(("tags", "shop.topic"), CONFIG, "environment")
    template = Template({}, {TAG: Source(PARTIAL, (origin,))})
    found = locate_match(MATCH, "output/prod.yml", template)
    assert (found.location, found.partial) == (CONFIG, PARTIAL)
    assert found.setting == ("tags", "shop.topic")
    assert not found.is_default


def test_a_default_is_at_the_config_that_leaves_it_out() -> None:
    origin = Origin(("fleet", "max_size"), Location("config/prod.yml", 1, 1), "default")
    template = Template({}, {TAG: Source(PARTIAL, (origin,))})
    found = locate_match(MATCH, "output/prod.yml", template)
    assert found.is_default
    assert "(default of fleet.max_size, partials/alerts.yml.j2:12, " in found.text


def test_what_a_partial_wrote_is_at_its_line() -> None:
    found = locate_match(MATCH, "output/prod.yml", Template({}, {TAG: Source(PARTIAL)}))
    assert (found.location, found.partial) == (PARTIAL, None)


def test_what_has_no_source_is_in_the_template() -> None:
    found = locate_match(MATCH, "output/prod.yml", Template({}, {}))
    assert found.location == Location("output/prod.yml", 90, 7)


@pytest.mark.parametrize(
    ("rule", "text", "own"),
    [
        ("I3042", "arn:aws:s3:::example", True),
        ("I3042", "example", False),
        ("E1029", "a ${b}", True),
        ("W3010", "eu-west-1a", True),
        ("E3033", "arn:aws:s3:::example", False),
    ],
)
def test_a_rule_on_a_text_of_the_config(rule: str, text: str, *, own: bool) -> None:
    origin = Origin(("tags", "a"), CONFIG, "environment")
    template = Template({}, {TAG: Source(PARTIAL, (origin,))})
    match = MATCH._replace(rule=rule, path=TAG)
    assert is_literal(match, template, {"tags": {"a": text}}) == own


@pytest.mark.parametrize(
    ("rule", "message", "outdated"),
    [
        ("E3671", "20000 is greater than the maximum of 16000", True),
        ("E3671", "2000 is less than the minimum of 3000", False),
        ("E3033", "20000 is greater than the maximum of 16000", False),
    ],
)
def test_a_limit_that_was_raised(rule: str, message: str, *, outdated: bool) -> None:
    assert is_outdated(MATCH._replace(rule=rule, message=message)) == outdated


GROUP = ("Resources", "Group")
OVERRIDE = Location("config/prod.yml", 9, 3)


@pytest.mark.parametrize(
    ("overridden", "path", "message", "is_led_back"),
    [
        ((*GROUP, "UpdatePolicy"), GROUP, "Add a policy", True),  # what an element lacks
        ((*GROUP, "Size"), (*GROUP, "Count"), "Size starts 1", True),  # named beside it
        ((*GROUP, "Size"), (*GROUP, "Count"), "SizeX starts 1", False),
        (("Resources", "Log"), (*GROUP, "Ref"), "'Log' is not one of ['A']", True),  # removed
        (("Resources", "Log", "Size"), (*GROUP, "Count"), "Size starts 1", False),
        ((*GROUP, "Size"), ("Resources",), "too many", False),  # of the whole template
    ],
)
def test_what_an_override_led_to_is_at_the_override(
    overridden: KeyPath, path: KeyPath, message: str, *, is_led_back: bool
) -> None:
    origin = Origin(("overrides", *overridden), OVERRIDE, "override")
    default = Origin(("fleet", "min_size"), CONFIG, "default")
    sources = {
        ("Resources",): Source(PARTIAL),
        GROUP: Source(PARTIAL, (default,)),
        overridden: Source(PARTIAL, (origin,)),
    }
    match = MATCH._replace(path=path, message=message)
    found = locate_match(match, "output/prod.yml", Template({}, sources))
    assert (found.location == OVERRIDE) == is_led_back
    assert found.is_default == (not is_led_back and path != ("Resources",))


def test_a_message_is_shortened() -> None:
    match = MATCH._replace(message=f"'Logs' is not one of {[*'abcdefgh', 'SystemLog']}")
    found = locate_match(match, "output/prod.yml", Template({}, {}))
    assert found.message == "'Logs' is not one of 9 names, such as SystemLog, g, h"


@pytest.mark.parametrize(
    ("message", "index"),
    [
        ("The rule group has no Misspelt; did you mean Spelt?", 1),
        ("There is no 'First', which is a rule", 0),
        ("Firstly, nothing is named", None),
    ],
)
def test_a_finding_on_a_list_is_at_the_entry_that_it_names(message: str, index: int | None) -> None:
    path: KeyPath = ("Resources", "WebACL", "Properties", "Overrides")
    entries = [{"Name": "First"}, {"Name": "Misspelt"}, {"Name": 5}]
    data = {"Resources": {"WebACL": {"Properties": {"Overrides": entries}}}}
    sources = {path: Source(PARTIAL)}
    for number in range(4):  # of the last one there is no element any more
        setting = ("alb", "waf", "counted_rules", number)
        location = Location("config/prod.yml", 20 + number, 7)
        origin = Origin(setting, location, "environment")
        element: KeyPath = (*path, number, "Name")
        sources[element] = Source(PARTIAL, (origin,))
    match = MATCH._replace(path=path, message=message)
    found = locate_match(match, "output/prod.yml", Template(data, sources))
    place = PARTIAL if index is None else Location("config/prod.yml", 20 + index, 7)
    assert found.location == place
