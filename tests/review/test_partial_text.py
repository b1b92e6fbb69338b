"""Which expressions of a partial decide about a line, and which lines make an element."""

from __future__ import annotations

import pytest

from pipeline.review.partial_text import PartialText, _calls, calls_in, members, names

TEXT = """\
{% macro topic(id, receivers) %}
  {{ id }}:
    Type: AWS::SNS::Topic
{% if receivers %}
    Properties: {Count: {{ receivers }}}
{% endif %}
{% endmacro %}
Resources:
{% if alerts.email -%}
  AlertTopic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: {{ alerts.name }}-{{ name }}
{% elif alerts.hook %}
      - TopicName: hook
{% else %}
      TopicName: none
{% endif %}
{% for action in scaling.schedule %}
  {{ action.name }}ScheduledAction:
    Properties: {Zone: {{ action.zone }}}
{% endfor %}
  {{ topic("TicketTopic",
    tickets.email) }}
  Plain:
    Type: AWS::SNS::Topic
Outputs:
  Name: {Value: {{ alerts.name }}}
"""
PARTIAL = PartialText(TEXT)
ALERTS = "alerts.email"


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(TEXT.split("\n"), 1) if text in line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  AlertTopic:", [ALERTS]),
        ("DisplayName", ["alerts.name", "name", ALERTS]),
        ("TopicName: hook", [f"{ALERTS} alerts.hook"]),
        ("TopicName: none", [f"{ALERTS} alerts.hook "]),
        ("Zone:", ["action.zone", "action in scaling.schedule"]),
        ("Count:", ["receivers", "receivers", "topic(id, receivers)"]),
        ('topic("TicketTopic"', [' topic("TicketTopic",\n    tickets.email) ']),
        ("    tickets.email", [' topic("TicketTopic",\n    tickets.email) ']),
        ("  Plain:", []),
    ],
)
def test_what_decides_about_a_line(text: str, expected: list[str]) -> None:
    assert list(PARTIAL.expressions(line_of(text))) == expected


@pytest.mark.parametrize("number", [0, -1, len(TEXT.split("\n")) + 1])
def test_a_line_that_is_not_there_has_no_expressions(number: int) -> None:
    assert list(PARTIAL.expressions(number)) == []
    assert PARTIAL.around(number) == ()
    assert PARTIAL.values(number) == []


def test_the_first_and_the_last_line_count() -> None:
    partial = PartialText("a: {{ b }}\n{% if c %}\nd: {{ e }}")
    assert (partial.values(1), partial.values(3)) == (["b"], ["e"])
    assert (partial.around(1), partial.around(3)) == ((), ("c",))
    assert list(partial.expressions(3)) == ["e", "c"]


def test_a_tag_that_closes_nothing_is_passed_over() -> None:
    partial = PartialText("{% endif %}\n{% else %}\n{% if a %}\n{% set b = 1 %}\n{% endif %}\nc: d")
    assert [partial.around(number) for number in range(1, 7)] == [(), (), (), ("a",), ("a",), ()]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AlertTopic", ["  AlertTopic:"]),
        ("NightScheduledAction", ["  {{ action.name }}ScheduledAction:"]),
        ("ScheduledAction", []),
        ("TicketTopic", ['  {{ topic("TicketTopic",']),
        ("Topic", []),
        ("Name", []),
        ("", []),
    ],
)
def test_which_lines_make_an_element(name: str, expected: list[str]) -> None:
    lines = TEXT.split("\n")
    assert [lines[number - 1] for number in PARTIAL.definitions(name)] == expected


def test_a_block_ends_at_the_next_heading_or_section() -> None:
    assert PARTIAL.block(line_of("  AlertTopic:")) == [
        "alerts.name", "name", "alerts.hook", "", "", "action in scaling.schedule",
    ]  # fmt: skip
    assert PARTIAL.block(line_of("  Plain:")) == []
    last = PartialText("  A:\n    B: {{ c }}\n    D: {{ e }}")
    assert last.block(1) == ["c", "e"]


def test_the_lines_that_write_a_key() -> None:
    number = line_of("  AlertTopic:")
    assert list(PARTIAL.keys_below(number, "TopicName")) == [
        line_of("TopicName: hook"), line_of("TopicName: none"),
    ]  # fmt: skip
    assert list(PARTIAL.keys_below(number, "Type")) == [number + 1]
    assert list(PARTIAL.keys_below(number, "Zone")) == []


def test_the_expressions_of_macros_by_their_names() -> None:
    assert PARTIAL.called_in({"topic"})[:2] == ["topic(id, receivers)", "id"]
    assert PARTIAL.called_in({"other"}) == []
    assert PartialText("  A:\n    B: {{ c }}").called_in({"c"}) == []


@pytest.mark.parametrize(
    ("written", "start", "expected"),
    [
        ("DisplayName: shop-prod", 1, (["alerts.name", "name"], [ALERTS])),
        ("- TopicName: hook", 1, ([], [f"{ALERTS} alerts.hook"])),
        ("TopicName: none", 1, ([], [f"{ALERTS} alerts.hook "])),
        ("AlertTopic:", 11, None),
        ("Nothing: of the kind", 1, None),
    ],
)
def test_the_line_that_wrote_a_text(
    written: str, start: int, expected: tuple[list[str], list[str]] | None
) -> None:
    assert PARTIAL.settings_of_line(written, start) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ a }}", []),
        ("{{ a(\n  b) }}\n", [(1, 2, " a(\n  b) ")]),
        ("x\n{{ a(\n  b,\n  c) }}\n{{ d }}\n", [(2, 4, " a(\n  b,\n  c) ")]),
    ],
)
def test_the_lines_of_an_expression_of_several(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert list(_calls(text)) == expected


def test_names_members_and_calls_of_an_expression() -> None:
    expression = '"KeyName" in left_open and macro(alb.https, "text.x") or a1'
    assert members(expression) == [("KeyName", "left_open")]
    assert names(expression) == ["and", "macro", "alb.https", "or", "a1"]
    assert calls_in([expression, "b(c())"]) == {"macro", "b", "c"}


def test_lines_that_a_partial_does_not_have() -> None:
    one = PartialText("x: {% if a %}{{ b }}{% endif %}")
    assert (list(one.expressions(1)), one.values(1)) == (["b"], ["b"])
    for number in (-1, 0, 2):
        assert list(one.expressions(number)) == one.values(number) == []
        assert one.around(number) == ()
