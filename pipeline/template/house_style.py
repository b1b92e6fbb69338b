"""The house style: edits of YAML text that change how it reads and nothing of what it says.

Short lists and pairs such as tags go on one line, no string is folded, `!Ref Name` needs no
quotes, and scalars that YAML 1.1 and 1.2 read differently are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from pipeline.template.scalar_style import STRING, in_block, in_flow
from pipeline.yaml_source.events import Loader
from pipeline.yaml_source.functions import FUNCTION_OF_TAG

_PAIRS = ({"Key", "Value"}, {"Key", "Value", "PropagateAtLaunch"}, {"Name", "Value"})
_ONE_LINE = 120  # characters, with functions in long form and strings in quotes

# Sections and resources start after a blank line. Parameters of an AWS type look like resources,
# but are read as a list.
_SECTION = re.compile(r"^[A-Z]\w+:$", re.MULTILINE)
_ELEMENT = re.compile(
    r"(?<=\n)  [A-Za-z0-9]+:$(?=\n    Type: AWS::(?!SSM::Param|EC2::Im))", re.MULTILINE
)

Position = tuple[int, int]  # line and column, from 0


class _Edit(NamedTuple):
    start: Position
    end: Position
    text: str


def restyle(text: str) -> str:
    """Return YAML text in block style, as cfn-flip writes it, in the house style."""
    lines = text.split("\n")
    root = yaml.compose(text, Loader=Loader)
    assert root is not None  # a template has sections
    return _spaced(_edited(lines, list(_edits(root, lines))))


def _spaced(text: str) -> str:
    """Return a template's text with blank lines between its sections and resources."""
    first = _SECTION.search(text)
    start = first.start() if first else len(text)  # texts, which may hold anything, come before
    return text[:start] + _ELEMENT.sub(r"\n\g<0>", _SECTION.sub(r"\n\g<0>", text[start:]))


def _edits(node: yaml.Node, lines: list[str]) -> Iterator[_Edit]:
    """Yield the edits inside a node, in the order of the text."""
    if isinstance(node, yaml.ScalarNode):
        yield from _scalar_edits(node, lines)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _item_edits(item, lines)
    else:
        for key, value in node.value:
            yield from _edits(key, lines)
            yield from _value_edits(key, value, lines)


def _item_edits(node: yaml.Node, lines: list[str]) -> Iterator[_Edit]:
    if _is_short(node) or _is_pair(node):
        yield _Edit(_start(node), _end(node), _flow(node))
    else:
        yield from _edits(node, lines)


def _value_edits(key: yaml.Node, value: yaml.Node, lines: list[str]) -> Iterator[_Edit]:
    if not _is_short(value):
        yield from _edits(value, lines)
        return
    line, column = _end(key)
    own_line = _start(value)[0] > line and lines[line][column : column + 1] == ":"
    if own_line:  # the list moves up to its key
        yield _Edit((line, column + 1), _end(value), " " + _flow(value))
    else:
        yield _Edit(_start(value), _end(value), _flow(value))


def _scalar_edits(node: yaml.ScalarNode, lines: list[str]) -> Iterator[_Edit]:
    written = in_block(node)
    start, end = _start(node), _end(node)
    if written is None or (start[0] == end[0] and lines[start[0]][start[1] : end[1]] == written):
        return
    ends_line = end[0] > start[0] and end[1] == 0  # a block ends where the next line starts
    yield _Edit(start, end, written + "\n" if ends_line else written)


def _is_short(node: yaml.Node) -> bool:
    """Whether a node is a list that is read at a glance, and so goes on one line."""
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        return False
    if not all(_is_word(item) or _is_pair(item) for item in node.value):
        return False
    return sum(_length(item) + 2 for item in node.value) <= _ONE_LINE


def _is_pair(node: yaml.Node) -> bool:
    """Whether a node is a tag, an attribute or a dimension, which is read as one."""
    return (
        isinstance(node, yaml.MappingNode)
        and {key.value for key, _ in node.value} in _PAIRS
        and all(_is_word(value) for _, value in node.value)
    )


def _is_word(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and "\n" not in node.value


def _length(node: yaml.Node) -> int:
    """Return how long a word or a pair is with its functions in long form."""
    if isinstance(node, yaml.MappingNode):
        return 2 + sum(_length(key) + 2 + _length(value) + 2 for key, value in node.value) - 2
    assert isinstance(node, yaml.ScalarNode)
    if function := FUNCTION_OF_TAG.get(node.tag):
        parts = node.value.split(".", 1) if function == "Fn::GetAtt" else [node.value]
        brackets = 2 if function == "Fn::GetAtt" else 0
        argument = brackets + sum(len(repr(part)) + 2 for part in parts) - 2
        return 2 + len(repr(function)) + 2 + argument
    return len(repr(node.value) if node.tag == STRING else node.value)


def _flow(node: yaml.Node) -> str:
    """Return a short list, a pair or a word on one line."""
    if isinstance(node, yaml.MappingNode):
        pairs = (f"{_flow(key)}: {_flow(value)}" for key, value in node.value)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(node, yaml.SequenceNode):
        tag = f"{node.tag} " if node.tag[:1] == "!" else ""
        return tag + "[" + ", ".join(map(_flow, node.value)) + "]"
    assert isinstance(node, yaml.ScalarNode)
    return in_flow(node)


def _start(node: yaml.Node) -> Position:
    return node.start_mark.line, node.start_mark.column


def _end(node: yaml.Node) -> Position:
    """Return where a node's text ends; a block collection's own mark is at what follows it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return node.end_mark.line, node.end_mark.column


def _edited(lines: list[str], edits: list[_Edit]) -> str:
    """Return the lines as text with the edits made, the last one first."""
    for (line, column), (last, end), text in reversed(edits):
        lines[line : last + 1] = [lines[line][:column] + text + lines[last][end:]]
    return "\n".join(lines)
