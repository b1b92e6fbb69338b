"""A string is written so that YAML reads it back as that string, in quotes only where it must."""

from __future__ import annotations

import pytest
import yaml

from pipeline.template.scalar_style import STRING, in_line, literal


@pytest.mark.parametrize(
    ("text", "block", "flow"),
    [
        ("a", "a", "a"),
        ("a b", "a b", "a b"),
        ("a/b_c.d", "a/b_c.d", "a/b_c.d"),
        ("a-b", "a-b", "a-b"),
        ("a:b", "a:b", "'a:b'"),
        ("a: b", "'a: b'", "'a: b'"),
        ("a:", "'a:'", "'a:'"),
        ("a #b", "'a #b'", "'a #b'"),
        ("a#b", "a#b", "a#b"),
        ("#a", "'#a'", "'#a'"),
        ("a, b", "a, b", "'a, b'"),
        ("a[0]", "a[0]", "'a[0]'"),
        ("{a}", "'{a}'", "'{a}'"),
        ("${A}", "${A}", "'${A}'"),
        ("- a", "'- a'", "'- a'"),
        ("*", "'*'", "'*'"),
        ("!a", "'!a'", "'!a'"),
        ("@a", "'@a'", "'@a'"),
        (" a", "' a'", "' a'"),
        ("a ", "'a '", "'a '"),
        ("", "''", "''"),
        ("it's", "it's", "it's"),
        ("'a'", "'''a'''", "'''a'''"),
        ("1", "'1'", "'1'"),
        ("1.5", "'1.5'", "'1.5'"),
        ("1e3", "'1e3'", "'1e3'"),
        ("0o14", "'0o14'", "'0o14'"),
        ("2012-10-17", "'2012-10-17'", "'2012-10-17'"),
        ("true", "'true'", "'true'"),
        ("no", "'no'", "'no'"),
        ("null", "'null'", "'null'"),
        ("~", "'~'", "'~'"),
        ("12:30", "'12:30'", "'12:30'"),
        ("a\nb", r'"a\nb"', r'"a\nb"'),
        ("a\tb", r'"a\tb"', r'"a\tb"'),
        ('a\n"b"\\', r'"a\n\"b\"\\"', r'"a\n\"b\"\\"'),
        ("a\x07", r'"a\u0007"', r'"a\u0007"'),
        ("ä", "ä", "ä"),
    ],
)
def test_a_string(text: str, block: str, flow: str) -> None:
    node = yaml.ScalarNode(STRING, text)
    assert [in_line(node), in_line(node, in_flow=True)] == [block, flow]
    assert yaml.safe_load(f"k: {block}\nl: [{flow}, {{m: {flow}}}]\n") == {
        "k": text,
        "l": [text, {"m": text}],
    }


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("!Ref", "A", "!Ref A"),
        ("!Sub", "${A}: b", "!Sub '${A}: b'"),
        ("tag:yaml.org,2002:int", "80", "80"),
        ("tag:yaml.org,2002:bool", "true", "true"),
    ],
)
def test_a_scalar_that_is_no_string(tag: str, text: str, expected: str) -> None:
    assert in_line(yaml.ScalarNode(tag, text)) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb\n", ["|", "a", "b"]),
        ("a\nb", ["|-", "a", "b"]),
        (" a\nb\n", ["|2", " a", "b"]),
        ("\na\n", ["|2", "", "a"]),
        ("\ta\nb", ["|2-", "\ta", "b"]),
        ("a\n\n", None),
        ("\n", None),
    ],
)
def test_a_text_of_several_lines(text: str, lines: list[str] | None) -> None:
    found = literal(yaml.ScalarNode(STRING, text, style="|"))
    assert found == lines
    if found:
        block = "".join(f"  {line}\n" if line else "\n" for line in found[1:])
        assert yaml.safe_load(f"k: {found[0]}\n{block}") == {"k": text}


def test_a_text_of_another_style_is_no_block() -> None:
    assert literal(yaml.ScalarNode(STRING, "a\nb\n")) is None


def test_a_block_has_its_function() -> None:
    assert literal(yaml.ScalarNode("!Sub", "a\n", style="|")) == ["!Sub |", "a"]
