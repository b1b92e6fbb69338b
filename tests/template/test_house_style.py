"""The house style changes how cfn-flip's result reads, not what it says."""

from __future__ import annotations

import re
from pathlib import Path

import cfn_flip
import pytest
import yaml

from pipeline.template.cfn_flip import prepared
from pipeline.template.house_style import write
from pipeline.template.normalise import parse_template
from tests.rendered import ENVIRONMENTS, render_file

# Where a function's argument is a function, cfn-flip shortens the outer one, and we the inner one.
NESTED_BY_CFN_FLIP = re.compile(r"\s*!(\w+)\s+Fn::(\w+):\s*")
NESTED_BY_US = re.compile(r"\s*Fn::(\w+):\s+!(\w+)\s*")


def restyle(text: str) -> str:
    """Return YAML text in the house style."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    return write(root)


@pytest.mark.parametrize("path", ENVIRONMENTS, ids=lambda path: path.name)
def test_an_output_is_the_text_of_cfn_flip_in_the_house_style(path: Path) -> None:
    text = render_file(path).text
    data = parse_template(text, path.name)
    flipped = cfn_flip.dump_yaml(prepared(data), clean_up=True)
    assert parse_template(flipped, path.name) == data
    assert restyle(flipped) == text


@pytest.mark.parametrize("path", ENVIRONMENTS, ids=lambda path: path.name)
def test_doing_it_again_changes_nothing(path: Path) -> None:
    text = render_file(path).text
    assert restyle(text) == text


@pytest.mark.parametrize("path", ENVIRONMENTS, ids=lambda path: path.name)
def test_cfn_flip_itself_changes_nothing_but_the_style(path: Path) -> None:
    text = render_file(path).text
    again = restyle(cfn_flip.dump_yaml(cfn_flip.load_yaml(text), clean_up=True))
    assert NESTED_BY_CFN_FLIP.sub(r" <\1 \2> ", again) == NESTED_BY_US.sub(r" <\1 \2> ", text)


# A list goes on one line of at most 120 characters: strings in quotes, functions in long form, a
# comma and a blank behind each entry.
LIMITS: dict[str, tuple[list[str], list[str]]] = {
    "a word": (["a" * 116], ["a" * 117]),
    "two words": (["a" * 56, "b" * 56], ["a" * 56, "b" * 57]),
    "numbers": (["1" * 58, "2" * 58], ["1" * 58, "2" * 59]),
    "a reference": (["!Ref " + "a" * 107], ["!Ref " + "a" * 108]),
    "an attribute": ([f"!GetAtt {'a' * 47}.{'b' * 47}"], [f"!GetAtt {'a' * 47}.{'b' * 48}"]),
    "a tag": (
        [f"{{Key: {'a' * 47}, Value: {'b' * 47}}}"],
        [f"{{Key: {'a' * 47}, Value: {'b' * 48}}}"],
    ),
}
STYLES = {
    "a short list": ("A:\n  - a\n  - !Ref B\n  - 1\n", "A: [a, !Ref B, 1]\n"),
    "a short list of a function": ("A: !Join\n  - ','\n  - - a\n", "A: !Join\n  - ','\n  - [a]\n"),
    "a short function": ("A: !Or\n  - 'a'\n  - b\n", "A: !Or [a, b]\n"),
    "a pair": (
        "A:\n  - Key: a\n    Value: b\n  - Name: a\n    Values:\n      - b\n",
        "A:\n  - {Key: a, Value: b}\n  - Name: a\n    Values: [b]\n",
    ),
    "a long list": (f"A:\n  - {'a' * 120}\n", f"A:\n  - {'a' * 120}\n"),
    "a list of lists": ("A:\n  - - a\n  - - b\n", "A:\n  - [a]\n  - [b]\n"),
    "a function's quotes": ("A: !Sub '${B}'\nC: !Sub 'a: b'\n", "A: !Sub ${B}\nC: !Sub 'a: b'\n"),
    "a folded string": ("A: one\n  two\nB: 'one:\n  two'\n", "A: one two\nB: 'one: two'\n"),
    "a number to YAML 1.2": ("A: 1e3\nB: 0o14\n", "A: '1e3'\nB: '0o14'\n"),
    "an indicator in a list": ("A:\n  - '*'\n  - a,b\n", "A: ['*', 'a,b']\n"),
    "a script": ("A: |\n  one\n  two\n", "A: |\n  one\n  two\n"),
    "empty lines at the end": ("A: |+\n  one\n\nB: 1\n", 'A: "one\\n\\n"\nB: 1\n'),
    "an indented line first": ("A: |2\n    one\n  two\n", "A: |2\n    one\n  two\n"),
    "a tab": ('A: "a\\tb"\n', 'A: "a\\tb"\n'),
    "a long key": (f"? {'a' * 129}\n: [b]\n", f"? {'a' * 129}\n: [b]\n"),
    "a long key of a map": (f"? {'a' * 129}\n: B: c\n", f"? {'a' * 129}\n:\n  B: c\n"),
    "sections and resources": (
        "A: 1\nResources:\n  B:\n    Type: AWS::SNS::Topic\n  C:\n    Type: Custom::D\n",
        "A: 1\n\nResources:\n\n  B:\n    Type: AWS::SNS::Topic\n\n  C:\n    Type: Custom::D\n",
    ),
    "no resources": ("A: 1\nResources: {}\n", "A: 1\nResources: {}\n"),
    "a function's empty list": ("A: !Join []\nB: !Base64 {}\n", "A: !Join []\nB: !Base64 {}\n"),
    "nothing": ("A: []\nB: {}\n", "A: []\nB: {}\n"),
}


@pytest.mark.parametrize("name", STYLES)
def test_style(name: str) -> None:
    before, after = STYLES[name]
    assert restyle(before) == after


@pytest.mark.parametrize("name", LIMITS)
def test_how_long_a_list_on_one_line_is(name: str) -> None:
    short, long = LIMITS[name]
    for entries, is_short in ((short, True), (long, False)):
        below = "".join(f"  - {each}\n" for each in entries)
        assert restyle(f"A:\n{below}") == (
            f"A: [{', '.join(entries)}]\n" if is_short else f"A:\n{below}"
        )
