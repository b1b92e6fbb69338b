"""Which settings are behind an element: those that it shows, else those that its partial asks."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.diagnostic import Location
from pipeline.paths import KeyPath
from pipeline.render.provenance import Origin, Source
from pipeline.review.causes import Causes
from pipeline.review.deciding import Deciding
from pipeline.review.partial_text import PartialText
from pipeline.template.template import Template
from tests.review.support import render

NAME = "partials/own.yml.j2"
MACROS = "{% macro labels(owner) %}\nOwner: {{ custom }}\n{% endmacro %}\n"
TEXT = """\
Resources:
{% if alb.waf.managed_rules %}
  Acl:
    Type: AWS::WAFv2::WebACL
    Properties:
      Name: {{ alb.idle_timeout }}
    DeletionPolicy: {{ encryption.key }}
{% endif %}
{% if dashboard.enabled and fleet.max_size %}
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: fixed
      TopicName: {{ fleet.max_size }}
      Tags: {{ labels(network.zones) }}
{% if alb.idle_timeout > 60 %}
      FifoTopic: false
{% endif %}
{% endif %}
  Plain:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: fixed
"""
LINES = TEXT.split("\n")


def line(text: str) -> int:
    return LINES.index(text) + 1


def at(text: str, *origins: Origin) -> Source:
    return Source(Location(NAME, line(text)), origins)


def causes() -> Causes:
    """Return the causes of a template that this partial made."""
    rendering = render({"alb": {"idle_timeout": 61}, "dashboard": {"enabled": True}})
    size = Origin(("fleet", "max_size"), rendering.config.location(("fleet", "max_size")), "base")
    zones = Origin(("network", "zones"), Location("config/prod.yml"), "default")
    properties = {"DisplayName": "fixed", "TopicName": 4, "Tags": []}
    properties |= {"FifoTopic": False, "Name": "4 5"}
    topic: KeyPath = ("Resources", "Topic")
    data: dict[str, Any] = {
        "Resources": {
            "Topic": {"Type": "AWS::SNS::Topic", "Properties": properties},
            "Plain": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "fixed"}},
        }
    }
    sources = {
        topic: at("  Topic:"),
        (*topic, "Properties", "DisplayName"): at("      DisplayName: fixed"),
        (*topic, "Properties", "TopicName"): at("      TopicName: {{ fleet.max_size }}", size),
        (*topic, "Properties", "Tags"): at("      Tags: {{ labels(network.zones) }}", zones),
        (*topic, "Properties", "FifoTopic"): at("      FifoTopic: false"),
        (*topic, "Properties", "Name"): at("      DisplayName: fixed", size)._replace(
            is_composed=True
        ),
        ("Resources", "Plain"): at("  Plain:"),
    }
    texts = {"own.yml.j2": PartialText(TEXT), "_macros.yml.j2": PartialText(MACROS)}
    return Causes(rendering._replace(template=Template(data, sources)), texts)


@pytest.mark.parametrize(
    ("path", "setting", "is_written"),
    [
        (("Topic", "Properties", "TopicName"), "fleet.max_size", True),
        (("Topic", "Properties", "Tags"), "network.zones", False),
        # Shown by nothing: the settings that its line's conditions ask, the nearest first.
        (("Topic", "Properties", "DisplayName"), "dashboard.enabled", True),
        (("Topic", "Properties", "FifoTopic"), "alb.idle_timeout", True),
        (("Topic",), "fleet.max_size", True),  # the first that anything in it shows
        # What is gone was made where the partial makes it.
        (("Acl",), "alb.waf.managed_rules", False),
        (("Acl", "Properties", "Name"), "alb.idle_timeout", True),
        (("Acl", "DeletionPolicy"), "encryption.key", False),
    ],
)
def test_the_likeliest_setting(path: KeyPath, setting: str, is_written: bool) -> None:
    found = causes().of(("Resources", *path))
    assert found.setting == setting
    assert found.is_default is not is_written
    assert bool(found.location.line) is is_written


def test_without_a_setting_it_is_the_line_of_the_partial() -> None:
    known = causes()
    for path in (("Resources", "Plain"), ("Resources", "Plain", "Properties", "DisplayName")):
        for found in (known.of(path), known.certain(path)):
            assert found.text == f"{NAME}:{line('  Plain:')}"
    for path in (("Resources", "Nowhere"), ("Outputs", "Name")):
        assert known.of(path).text == known.certain(path).text == ""


@pytest.mark.parametrize(
    ("path", "setting"),
    [
        (("Topic", "Properties", "TopicName"), "fleet.max_size"),
        (("Topic", "Properties", "Tags"), "network.zones"),
        (("Topic",), ""),  # one of two that are written
        (("Topic", "Properties", "DisplayName"), ""),
        (("Topic", "Properties", "Name"), ""),  # a text with a computed value in it
        (("Acl",), ""),  # its setting is not written
    ],
)
def test_the_only_setting_that_can_be(path: KeyPath, setting: str) -> None:
    assert causes().certain(("Resources", *path)).setting == setting


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("Topic",), ["dashboard.enabled", "fleet.max_size"]),
        (("Topic", "Properties", "TopicName"), ["dashboard.enabled", "fleet.max_size"]),
        (("Plain",), []),
        (("Nowhere",), []),
    ],
)
def test_what_a_partial_asks_before_it_writes(path: KeyPath, expected: list[str]) -> None:
    assert causes().asked(("Resources", *path)) == expected


def test_a_partial_that_is_not_known_asks_nothing() -> None:
    known = causes()
    known.texts = {}
    assert known.asked(("Resources", "Topic")) == []
    assert known.text(None) is None
    found = known.of(("Resources", "Topic", "Properties", "DisplayName"))
    assert found.text == f"{NAME}:{line('      DisplayName: fixed')}"


def test_the_settings_behind_a_resource_and_its_properties() -> None:
    known = causes()
    deciding = Deciding(known._rendering, known)  # noqa: SLF001
    expected = ["network.zones", "alb.idle_timeout", "fleet.max_size", "custom"]
    assert deciding.resource("Topic") == expected
    assert deciding.properties("Topic", ["Tags"]) == ["network.zones"]
    assert deciding.properties("Topic", ["TopicName", "DisplayName"]) == ["fleet.max_size"]
    assert deciding.resource("Nowhere") == []
