"""The house style: how the nodes that cfn-flip makes are written; what they say is theirs.

Short lists and pairs such as tags go on one line, no string is folded, `!Ref Name` needs no
quotes, and scalars that YAML 1.1 and 1.2 read differently are quoted.
"""

from __future__ import annotations

import yaml

from pipeline.template.scalar_style import STRING, in_line, literal, tag_of
from pipeline.yaml_source.functions import FUNCTION_OF_TAG

_PAIRS = ({"Key", "Value"}, {"Key", "Value", "PropagateAtLaunch"}, {"Name", "Value"})
_ONE_LINE = 120  # characters, with functions in long form and strings in quotes
_LONGEST_KEY = 128  # characters; a longer one needs a question mark before it


def write(root: yaml.MappingNode) -> str:
    """Return a template's text; sections and resources start after a blank line."""
    lines: list[str] = []
    for key, value in root.value:
        start = len(lines)
        if key.value == "Resources" and isinstance(value, yaml.MappingNode) and value.value:
            lines.append("Resources:")
            for name, resource in value.value:
                lines.append("")
                _write_pair(name, resource, "  ", 2, lines)
        else:
            _write_pair(key, value, "", 0, lines)
        if start and lines[start].endswith(":"):
            lines.insert(start, "")
    return "\n".join(lines) + "\n"


def _write(node: yaml.Node, head: str, indent: int, lines: list[str]) -> None:
    """Append the lines of a node: the first one starts with `head`, the others are indented."""
    if isinstance(node, yaml.ScalarNode):
        first, *others = literal(node) or (in_line(node),)
        lines.append(f"{head} {first}")
        lines += [" " * indent + line if line else "" for line in others]
    elif not node.value:
        lines.append(f"{head} {_flow(node)}")
    else:
        _write_entries(node, head, indent, lines)


def _write_entries(node: yaml.Node, head: str, indent: int, lines: list[str]) -> None:
    """Append the lines of a map or list; a list's item starts on the line of its dash."""
    start = f"{head} "
    if (tag := tag_of(node)) or head.endswith(":"):
        lines.append(f"{head} {tag}".rstrip())
        start = " " * indent
    for entry in node.value:
        if isinstance(node, yaml.MappingNode):
            key, value = entry
            _write_pair(key, value, start, indent, lines)
        elif _is_short(entry) or _is_pair(entry):
            lines.append(f"{start}- {_flow(entry)}")
        else:
            _write(entry, f"{start}-", indent + 2, lines)
        start = " " * indent


def _write_pair(
    key: yaml.ScalarNode, value: yaml.Node, start: str, indent: int, lines: list[str]
) -> None:
    name = in_line(key)
    head = f"{start}{name}:"
    if len(name) > _LONGEST_KEY:
        lines.append(f"{start}? {name}")
        head = " " * indent + ":"
    if _is_short(value):
        lines.append(f"{head} {_flow(value)}")
    else:
        _write(value, head, indent + 2, lines)


def _is_short(node: yaml.Node) -> bool:
    """Whether a node is a list that is read at a glance, and so goes on one line."""
    return (
        isinstance(node, yaml.SequenceNode)
        and all(_is_word(item) or _is_pair(item) for item in node.value)
        and sum(_length(item) + 2 for item in node.value) <= _ONE_LINE
    )


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
    """Return a short list, a pair, a word or an empty collection on one line."""
    if isinstance(node, yaml.ScalarNode):
        return in_line(node, in_flow=True)
    if isinstance(node, yaml.MappingNode):
        pairs = (f"{_flow(key)}: {_flow(value)}" for key, value in node.value)
        written = f"{{{', '.join(pairs)}}}"
    else:
        written = f"[{', '.join(map(_flow, node.value))}]"
    return f"{tag_of(node)} {written}".lstrip()
