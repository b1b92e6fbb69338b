"""Shapes that are refused before a document is composed, and slips in YAML, each at its place."""

from __future__ import annotations

import pytest
import yaml

from pipeline.diagnostic import InvalidInput
from pipeline.yaml_source.events import MAX_DEPTH, MAX_NODES, check_shape, compose, compose_checked


def refusals(text: str) -> list[str]:
    """Return what is refused in a text, of which `overrides` may hold short forms."""
    try:
        check_shape(text, "c.yml", {"overrides"})
    except InvalidInput as error:
        return [f"{each.location}: {each.message}; {each.hint}" for each in error.diagnostics]
    return []


REPEAT, SHARE = "repeat the value", "share settings between environments with 'extends'"
DELETE = "delete it; a string that begins with '!' is written in quotes"
FORMS = "CloudFormation's short forms are !Ref, !GetAtt, !Sub, ..."
CONFLICT = "keep the lines of one side or of both, and delete the markers"
CLOSE = "close it, at the end of its line if it is to end there"
COLON = "quote the value if it holds ': ', and check the indentation"
START = "found character that cannot start any token, while scanning for the next token"
END_OF_MAP = "did not find expected ',' or '}', while parsing a flow mapping"
LINE_BEFORE = "check the indentation and the quotes on this line and the one before"
SECOND = "one file holds one config: delete what follows '---'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: [c, {d: e}]\n", []),
        ("", []),
        ("---\na: 1\n...\n", []),
        ("a: &x 1\nb: *x\n", [
            f"c.yml:1:4: anchor '&x' is not allowed; {SHARE}",
            f"c.yml:2:4: alias '*x' is not allowed; {REPEAT}",
        ]),
        ("a: !Ref b\n", [f"c.yml:1:4: tag '!Ref' is not allowed; {DELETE}"]),
        ("a: !!str b\n", [f"c.yml:1:4: tag 'tag:yaml.org,2002:str' is not allowed; {DELETE}"]),
        ("a: {b: !Sub c}\n", [f"c.yml:1:8: tag '!Sub' is not allowed; {DELETE}"]),
        ("overrides: {a: {b: [!Ref c, !GetAtt d.e]}}\n", []),
        ("overrides: !Sub a\n", []),
        ("overrides: {a: !Rex b}\n", [
            f"c.yml:1:16: tag '!Rex' is not an intrinsic function's; {FORMS}"
        ]),
        # Only below the key itself: not beside it, and not in it.
        ("overrides: {a: b}\nc: !Ref d\n", [f"c.yml:2:4: tag '!Ref' is not allowed; {DELETE}"]),
        ("a: {overrides: !Ref b}\n", [f"c.yml:1:16: tag '!Ref' is not allowed; {DELETE}"]),
        ("a: overrides\n!Ref b: c\n", [f"c.yml:2:1: tag '!Ref' is not allowed; {DELETE}"]),
        ("overrides: {a: !Ref b}\n!Ref c: d\n", [
            f"c.yml:2:1: tag '!Ref' is not allowed; {DELETE}"
        ]),
        ("a: overrides\nb: !Ref c\n", [f"c.yml:2:4: tag '!Ref' is not allowed; {DELETE}"]),
        ("a: [1, 2, 3]\noverrides: {b: !Ref c}\n", []),
        ("a: 1\n---\nb: 2\n", [f"c.yml:2:1: a second document; {SECOND}"]),
        ("<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n", [
            f"c.yml:1:1: not YAML: a merge conflict of Git; {CONFLICT}"
        ]),
        ("a: 1\nb:\n<<<<<<< HEAD\n  c: 1\n", [
            f"c.yml:3:1: not YAML: a merge conflict of Git; {CONFLICT}"
        ]),
        ('a: "b\nc: d\n', [f"c.yml:1:4: not YAML: the quote is not closed; {CLOSE}"]),
        ("a: 'b\nc: d'\ne: f: g\n", [
            f"c.yml:3:5: not YAML: mapping values are not allowed in this context; {COLON}"
        ]),
        # A quote after the place where parsing stops is not the reason.
        ("a: {b\nc]\nd: 'e\n", [
            f"c.yml:2:2: not YAML: {END_OF_MAP}; {LINE_BEFORE}"
        ]),
        ("a: 'b\nc: 'd'\n", [f"c.yml:1:4: not YAML: the quote is not closed; {CLOSE}"]),
        # Nor is one that is closed on the line before.
        ("a: ['b', 'c\n  d']\ne: f: g\n", [
            f"c.yml:3:5: not YAML: mapping values are not allowed in this context; {COLON}"
        ]),
        ("a: 'b' c\n", [
            "c.yml:1:8: not YAML: did not find expected key, while parsing a block mapping; "
            + LINE_BEFORE
        ]),
        ("a: @b\n", [
            f"c.yml:1:4: not YAML: {START}; quote the value"
        ]),
        ("a:\n\tb: 1\n", [
            f"c.yml:2:1: not YAML: {START}; indent with spaces, never tabs"
        ]),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, expected: list[str]) -> None:
    assert refusals(text) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (MAX_DEPTH, []),
        (
            MAX_DEPTH + 1,
            ["c.yml:1:21: nested deeper than 20 levels; a config is a few levels deep"],
        ),
        (100_000, ["c.yml:1:21: nested deeper than 20 levels; a config is a few levels deep"]),
    ],
)
def test_depth(count: int, expected: list[str]) -> None:
    assert refusals("[" * count + "]" * count) == expected


def test_values_side_by_side_are_not_deep() -> None:
    assert refusals("a: [[], [], {}]\nb: " + "[" * 18 + "]" * 18) == []


@pytest.mark.parametrize("count", [MAX_NODES - 1, MAX_NODES])
def test_count(count: int) -> None:
    found = refusals(f"[{', '.join('a' * count)}]")
    expected = "c.yml:1:29999: more than 10,000 values; split the config, or use fewer entries"
    assert found == ([expected] if count == MAX_NODES else [])


def test_an_error_is_reported_after_what_was_seen_before_it() -> None:
    assert [each.partition(";")[0] for each in refusals("a: &x 1\nb: 'c\n")] == [
        "c.yml:1:4: anchor '&x' is not allowed",
        "c.yml:2:4: not YAML: the quote is not closed",
    ]


def test_nodes_have_no_types_of_their_own() -> None:
    root = compose_checked("a: 1\nb: [yes]\n", "c.yml", "overrides")
    with pytest.raises(InvalidInput, match="anchor '&x' is not allowed"):
        compose_checked("a: &x 1\n", "c.yml", "overrides")
    assert isinstance(root, yaml.MappingNode)
    tags = [value.tag.rpartition(":")[2] for _, value in root.value]
    assert tags == ["str", "seq"]
    assert compose("", "c.yml") is None
    with pytest.raises(InvalidInput, match="the quote is not closed"):
        compose("a: 'b\n", "c.yml")
