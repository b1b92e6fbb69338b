"""Plain scalars mean what every reader of YAML takes them for, or nothing."""

from __future__ import annotations

import re
import time

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.yaml_source.scalars import (
    Ambiguous,
    is_plain,
    quoted,
    reads_differently,
    resolve,
    show,
)
from tests.support import HOSTILE_SECONDS

# https://yaml.org/spec/1.2.2/#1032-tag-resolution
_INTEGER_1_2 = re.compile(r"[-+]?[0-9]+")
_OTHER_INTEGER_1_2 = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT_1_2 = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS_1_2 = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def _read_1_1(text: str) -> object:
    return yaml.safe_load(text)


def _read_1_2(text: str) -> object:
    if text in _WORDS_1_2:
        return _WORDS_1_2[text]
    if _INTEGER_1_2.fullmatch(text):
        return int(text)
    if _OTHER_INTEGER_1_2.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT_1_2.fullmatch(text) else text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a", "a"),
        ("eu-west-1", "eu-west-1"),
        ("0", 0),
        ("-7", -7),
        ("+7", 7),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("-1.5", -1.5),
        ("1.5e+3", 1500.0),
        (".5", 0.5),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("1.0.0", "1.0.0"),
        ("t3.micro", "t3.micro"),
        ("10.0.0.0/16", "10.0.0.0/16"),
        ("2012-10-17x", "2012-10-17x"),
        ("100M", "100M"),
        ("22:99", "22:99"),
        ("999999999999999999", 999999999999999999),
    ],
)
def test_every_reader_agrees(text: str, value: object) -> None:
    resolved = resolve(text)
    assert (type(resolved), resolved) == (type(value), value)


@pytest.mark.parametrize(
    "text",
    [
        *("y", "n", "Y", "N", "yes", "No", "ON", "off", "~", "=", "<<"),
        *("0123", "012345670123", "00", "08", "0o7", "0b1", "-0x1f", "1_000", "1_0.5", "1.5_0"),
        *("1e3", "1E3", "1.5e3", "1e+3", ".5e+3", "+.5", "01.5", "-00.5", "0x_1", "._5"),
        *("22:22", "1:30", "0:30", "0:30.5", "190:20:30", "1:30.5"),
        *("2026-11-23", "2026-1-2", "2026-11-23T10:00:00Z", "2026-11-23 10:00"),
        *(".inf", "-.INF", ".nan", "1.0e+999", "1" * 19, "1" * 100_000),
    ],
)
def test_ambiguous_words_are_refused(text: str) -> None:
    with pytest.raises(Ambiguous):
        resolve(text)
    assert not is_plain(text)


@settings(max_examples=1000, derandomize=True, deadline=None, database=None)
@given(
    st.text("0123456789", max_size=2)
    | st.text("0123456789+-._:eExoabfnNyY~<=tTrualsi ", min_size=1, max_size=9)
    | st.from_regex(r"[-+]?0?[0-9_]{0,4}[.:]?[0-9_]{0,3}([eE][-+]?[0-9]+)?", fullmatch=True)
)
@example("0.")
@example("-0")
@example("1.")
@example(".0")
def test_what_is_not_refused_is_the_same_to_yaml_1_1_and_1_2(text: str) -> None:
    try:
        value = resolve(text)
        [node] = list(yaml.parse(text))[2:-2]
    except (Ambiguous, ValueError, yaml.YAMLError):
        return
    if not isinstance(node, yaml.ScalarEvent) or node.value != text:
        return  # not a plain scalar at all
    for read in (_read_1_1(text), _read_1_2(text)):
        assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize(
    "text",
    [
        "1" + "_" * 250_000 + "x",
        "0x" + "_" * 250_000 + "x",
        "." + "_" * 250_000 + "x",
        "1:" + "1:" * 120_000 + "x",
        "0" * 250_000 + "x",
        "0" * 250_000 + ".x",
        "1." + "0" * 250_000 + "x",
        "1" * 250_000 + "e+" + "1" * 1000 + "x",
    ],
    ids=lambda text: text[:4],
)
def test_long_words_are_read_in_no_time(text: str) -> None:
    started = time.process_time()
    assert resolve(text) == text
    assert time.process_time() - started < HOSTILE_SECONDS


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", '"a"'), ("\u00e4", '"\u00e4"'), ('a"b', '"a\\"b"'), ("a\n", '"a\\n"')],
)
def test_a_text_in_quotes(text: str, expected: str) -> None:
    assert quoted(text) == expected
    assert yaml.safe_load(expected) == text


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("1.10", 1.1, True),
        ("0x10", 16, True),
        ("1.1", 1.1, False),
        ("16", 16, False),
        ("a", "a", False),
        ("true", True, False),
    ],
)
def test_a_number_that_is_not_what_it_looks_like(text: str, value: object, expected: bool) -> None:
    assert reads_differently(text, value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("ä", '"ä"'), ("a\nb", '"a\\nb"'), (1.10, "1.1"), (16, "16"), (True, "true"), (None, "null")],
)
def test_a_value_as_it_stands_in_the_template(value: object, expected: str) -> None:
    assert show(value) == expected
    assert not isinstance(value, str) or quoted(value) == expected
