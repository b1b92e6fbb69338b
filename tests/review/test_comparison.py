"""Two environments side by side, word for word, from templates that are small enough to read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.review.comparison import compare_renderings
from pipeline.review.settings import setting_differences
from pipeline.template.assembly import Rendering
from tests.rendered import merged
from tests.review.support import render, with_template

Data = dict[str, Any]
LAUNCH = "AWS::EC2::LaunchTemplate"
TOPIC = "AWS::SNS::Topic"


def environment(name: str, resources: Data, **settings: Any) -> Rendering:
    rendering = with_template(render(settings), resources)
    rendering.config.name = f"config/{name}.yml"
    return rendering._replace(name=name)


def topic(name: str, **properties: Any) -> Data:
    tags = [{"Key": "environment", "Value": name}, {"Key": "team", "Value": "shop"}]
    return {"Type": TOPIC, "Properties": {"Tags": tags, **properties}}


def script(*lines: str) -> Data:
    return {"Type": LAUNCH, "Properties": {"LaunchTemplateData": {"UserData": "\n".join(lines)}}}


LEFT = environment(
    "dev",
    {
        "Topic": topic("dev", DisplayName="a"),
        "Launch": script("one", "two", "three"),
        "Gone": {"Type": TOPIC},
    },
    description="Left",
    fleet={"max_size": 3},
)
RIGHT = environment(
    "prod",
    {
        "Topic": topic("prod", DisplayName="b|c", TopicName="prod"),
        "Launch": script("one", "  2", "three", "four"),
        "New": {"Type": TOPIC},
    },
    description="Right",
    tags={"team": "b-c"},
)
TEXT = """\
config/dev.yml and config/prod.yml

SETTINGS
  tags.team
    config/dev.yml: none
    config/prod.yml: "b-c"
  fleet.max_size
    config/dev.yml: 3
    config/prod.yml: 4

RESOURCES
  Topic.DisplayName
    config/dev.yml: a
    config/prod.yml: b|c
  Topic.TopicName
    config/dev.yml: (none)
    config/prod.yml: prod
  Launch.LaunchTemplateData.UserData
    config/dev.yml: two
    config/prod.yml: 2; four
  Gone
    config/dev.yml: yes
    config/prod.yml: no
  New
    config/dev.yml: no
    config/prod.yml: yes
"""
MARKDOWN = """\
### `config/dev.yml` and `config/prod.yml`

| Settings | `config/dev.yml` | `config/prod.yml` |
|---|---|---|
| `tags.team` | `none` | `"b-c"` |
| `fleet.max_size` | `3` | `4` |

| Resources | `config/dev.yml` | `config/prod.yml` |
|---|---|---|
| `Topic.DisplayName` | `a` | `b\\|c` |
| `Topic.TopicName` | `(none)` | `prod` |
| `Launch.LaunchTemplateData.UserData` | `two` | `2; four` |
| `Gone` | `yes` | `no` |
| `New` | `no` | `yes` |
"""


@pytest.mark.parametrize(("style", "expected"), [("text", TEXT), ("markdown", MARKDOWN)])
def test_a_comparison(style: str, expected: str) -> None:
    assert compare_renderings(LEFT, RIGHT, style) == expected


def test_a_comparison_for_programs() -> None:
    found = json.loads(compare_renderings(LEFT, RIGHT, "json"))
    assert (found["left"], found["right"]) == ("config/dev.yml", "config/prod.yml")
    assert found["settings"][1] == {"name": "fleet.max_size", "left": "3", "right": "4"}
    assert found["resources"][-1] == {"name": "New", "left": "no", "right": "yes"}


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("text", "config/dev.yml and config/prod.yml\n{}They do not differ.\n"),
        ("markdown", "### `config/dev.yml` and `config/prod.yml`\n\nThey do not differ.\n"),
    ],
)
def test_what_is_of_the_environment_itself_is_no_difference(style: str, expected: str) -> None:
    left = environment("dev", {"Topic": topic("dev")}, description="Left")
    right = environment("prod", {"Topic": topic("prod")}, description="Right")
    assert compare_renderings(left, right, style) == expected.format("")


def test_another_tag_with_the_name_of_the_environment_is_a_difference() -> None:
    left, right = (
        environment(
            name, {"Topic": {"Type": TOPIC, "Properties": {"Tags": [{"Key": "a", "Value": name}]}}}
        )
        for name in ("dev", "prod")
    )
    assert "Topic.Tags[a].Value" in compare_renderings(left, right, "text")


def test_a_section_alone() -> None:
    left, right = environment("dev", {}), environment("prod", {"New": {"Type": TOPIC}})
    assert compare_renderings(left, right, "text") == (
        "config/dev.yml and config/prod.yml\n\nRESOURCES\n  New\n"
        "    config/dev.yml: no\n    config/prod.yml: yes\n"
    )
    left = environment("dev", {}, fleet={"max_size": 3})
    assert "RESOURCES" not in compare_renderings(left, environment("prod", {}), "text")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [("a", 1, 2)]),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, [("a.c", 2, 3)]),
        ({"a": 1}, {"b": 2}, [("a", 1, None), ("b", None, 2)]),
        ({"a": [1]}, {"a": [1, 2]}, [("a", [1], [1, 2])]),
        ({"a": {"b": 1}}, {"a": None}, [("a", {"b": 1}, None)]),
    ],
)
def test_settings_that_differ(left: Data, right: Data, expected: list[Any]) -> None:
    found = [(each.name, each.left, each.right) for each in setting_differences(left, right)]
    assert found == expected
    assert setting_differences(merged(left, {}), left) == []


def test_a_text_beside_one_line_is_shown_whole() -> None:
    left = environment("dev", {"Launch": script("one", "two")})
    right = environment("prod", {"Launch": script("one")})
    for pair in ((left, right), (right, left)):
        text = compare_renderings(*pair, "text")
        assert "    config/dev.yml: one two\n" in text
        assert "    config/prod.yml: one\n" in text
