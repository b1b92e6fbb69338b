"""How a string is written so that every reader of YAML takes it for that very string."""

from __future__ import annotations

import functools
import io

import yaml
from yaml.emitter import Emitter

from pipeline.yaml_source.scalars import is_plain

STRING = "tag:yaml.org,2002:str"
_SIMPLE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/. ")


def literal(node: yaml.ScalarNode) -> list[str] | None:
    """Return the lines of a text of several lines as a literal block, None if it is none.

    A block that ends with empty lines would take in the empty line after it, too.
    """
    text: str = node.value
    if node.style != "|" or text.endswith("\n\n") or text == "\n":
        return None
    indent = "2" if text[0] in " \t\n" else ""
    lines = text.split("\n")
    if lines[-1]:
        return [_tagged(node, f"|{indent}-"), *lines]
    return [_tagged(node, f"|{indent}"), *lines[:-1]]


def in_line(node: yaml.ScalarNode, *, in_flow: bool = False) -> str:
    """Return a scalar on one line, also one that stands inside brackets."""
    if node.tag == STRING:
        return _quoted(node.value, in_flow)
    return _tagged(node, _quoted(node.value, in_flow)) if tag_of(node) else str(node.value)


def tag_of(node: yaml.Node) -> str:
    """Return a function's tag, empty for other nodes."""
    return str(node.tag) if node.tag[:1] == "!" else ""


def _tagged(node: yaml.ScalarNode, written: str) -> str:
    return f"{node.tag} {written}" if tag_of(node) else written


@functools.lru_cache(maxsize=4096)
def _quoted(text: str, in_flow: bool) -> str:
    """Return a string with the quotes that it needs, as PyYAML's emitter sees it."""
    if is_plain(text) and _is_simple(text, in_flow):
        return text
    analysis = Emitter(io.StringIO(), allow_unicode=True).analyze_scalar(text)
    fits = analysis.allow_flow_plain if in_flow else analysis.allow_block_plain
    if fits and is_plain(text):
        return text
    if "\n" in text or not analysis.allow_single_quoted:
        return _double_quoted(text)
    return "'" + text.replace("'", "''") + "'"


def _is_simple(text: str, in_flow: bool) -> bool:
    """Whether a text holds nothing that means anything to YAML, which saves its analysis."""
    if not text[0].isalnum() or text[-1] in " :":
        return False
    if in_flow:
        return _SIMPLE.issuperset(text)
    return text.isascii() and text.isprintable() and ": " not in text and " #" not in text


def _double_quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    if character in short:
        return short[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
