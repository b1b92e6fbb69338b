"""How a string is written so that every reader of YAML takes it for that very string."""

from __future__ import annotations

import functools
import io

import yaml
from yaml.emitter import Emitter, ScalarAnalysis

from pipeline.yaml_source.scalars import is_plain

STRING = "tag:yaml.org,2002:str"
_SIMPLE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/. ")


def in_block(node: yaml.ScalarNode) -> str | None:
    """Return a scalar as it is written in block style, None where it is well written."""
    if node.style == "|":
        # A block that ends with empty lines would take in the empty line after it, too.
        ends_empty = node.value.endswith("\n\n") or node.value == "\n"
        return _tagged(node, _double_quoted(node.value)) if ends_empty else None
    is_folded = node.start_mark.line < node.end_mark.line
    if not is_folded and not _is_function(node) and (node.style or _is_safe(node)):
        return None
    return _tagged(node, _written(node, in_flow=False))


def in_flow(node: yaml.ScalarNode) -> str:
    """Return a scalar as it is written inside brackets."""
    return _tagged(node, _written(node, in_flow=True))


def _is_function(node: yaml.ScalarNode) -> bool:
    return bool(node.tag[:1] == "!")


def _is_safe(node: yaml.ScalarNode) -> bool:
    """Whether a plain scalar is a number or a word, or a string to all readers."""
    return node.tag != STRING or is_plain(node.value)


def _tagged(node: yaml.ScalarNode, written: str) -> str:
    return f"{node.tag} {written}" if _is_function(node) else written


def _written(node: yaml.ScalarNode, *, in_flow: bool) -> str:
    text: str = node.value
    is_string = node.tag == STRING or _is_function(node)
    if not is_string or (is_plain(text) and _fits(text, in_flow=in_flow)):
        return text
    if node.style == '"' or "\n" in text:
        return _double_quoted(text)
    return "'" + text.replace("'", "''") + "'"


def _fits(text: str, *, in_flow: bool) -> bool:
    """Whether a string may stand without quotes, as PyYAML's emitter sees it."""
    if text[0].isalnum() and text[-1] != " " and _SIMPLE.issuperset(text):
        return True
    analysis = _analysis(text)
    return bool(analysis.allow_flow_plain if in_flow else analysis.allow_block_plain)


@functools.lru_cache(maxsize=1000)
def _analysis(text: str) -> ScalarAnalysis:
    return Emitter(io.StringIO(), allow_unicode=True).analyze_scalar(text)


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
