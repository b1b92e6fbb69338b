"""From text to a YAML node tree with positions, with hostile shapes refused before composing."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Container, Iterator
from typing import Any

import yaml

from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.yaml_source.functions import FUNCTION_OF_TAG

MAX_DEPTH = 20
MAX_NODES = 10_000

_CONFLICT = r"(?m)^<{7} "
_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's; what a plain scalar means is looked up in `scalars.py`, so no types here."""

    # Called before and after each node; no tag depends on a path here. Functions in C that do
    # nothing, since two calls of Python's for each node take a fortieth of a run.
    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = staticmethod(bool)

    def resolve(self, kind: type[yaml.Node], _value: object, _implicit: object) -> str:
        """Return the tag of a node that is written without one."""
        return _TAGS[kind]


def compose(text: str, name: str) -> yaml.Node | None:
    """Return the document's node tree, or None for an empty file; raises InvalidInput."""
    try:
        return yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        raise InvalidInput([_syntax_diagnostic(error, text, name)]) from None


@functools.lru_cache(maxsize=64)  # environments share what they extend
def compose_checked(text: str, name: str, verbatim: str) -> yaml.Node | None:
    """Return the node tree of a text once its shape is checked: see `check_shape`, `compose`."""
    check_shape(text, name, {verbatim})
    return compose(text, name)


def check_shape(text: str, name: str, verbatim: Container[str | None] = ()) -> None:
    """Refuse what composing must never see: deep nesting, floods, aliases, tags, two documents.

    Below the top-level keys in `verbatim`, the short forms of intrinsic functions are allowed.

    The C loader's composer recurses, and overflows the stack on 100,000 brackets; an alias bomb
    of 400 bytes keeps a validator busy for hours. Events come from a flat parser, so they are
    counted first. Raises InvalidInput.
    """
    diagnostics: list[Diagnostic] = []
    depth = nodes = documents = 0
    top_level = _TopLevel()
    try:
        for event in yaml.parse(text, Loader=Loader):
            top_level.see(event, depth)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            nodes += isinstance(event, yaml.NodeEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            diagnostics.extend(_feature_diagnostics(event, name, top_level.key in verbatim))
            if limit := _limit(depth, nodes, documents):
                diagnostics.append(Diagnostic(location_of(event.start_mark, name), *limit))
                break
    except yaml.YAMLError as error:
        diagnostics.append(_syntax_diagnostic(error, text, name))
    if diagnostics:
        raise InvalidInput(diagnostics)


class _TopLevel:
    """The key of the top-level map whose value the events are in; None in a key."""

    def __init__(self) -> None:
        self.key: str | None = None
        self.next_key = ""
        self.nodes = 0

    def see(self, event: yaml.Event, depth: int) -> None:
        """Take the next event, which comes at a depth."""
        if depth == 1 and isinstance(event, yaml.NodeEvent):
            self.nodes += 1
            in_key = self.nodes % 2 == 1
            self.key, self.next_key = None if in_key else self.next_key, getattr(event, "value", "")


def location_of(mark: Any, name: str) -> Location:
    """Return a PyYAML mark, of either loader, as a place counted from 1."""
    return Location(name, mark.line + 1, mark.column + 1)


def _limit(depth: int, nodes: int, documents: int) -> tuple[str, str] | None:
    if depth > MAX_DEPTH:
        return f"nested deeper than {MAX_DEPTH} levels", "a config is a few levels deep"
    if nodes > MAX_NODES:
        return f"more than {MAX_NODES:,} values", "split the config, or use fewer entries"
    if documents > 1:
        return "a second document", "one file holds one config: delete what follows '---'"
    return None


def _feature_diagnostics(event: yaml.Event, name: str, verbatim: bool) -> Iterator[Diagnostic]:
    if not isinstance(event, yaml.NodeEvent):
        return
    location = location_of(event.start_mark, name)
    if isinstance(event, yaml.AliasEvent):
        yield Diagnostic(location, f"alias '*{event.anchor}' is not allowed", "repeat the value")
    elif event.anchor:
        hint = "share settings between environments with 'extends'"
        yield Diagnostic(location, f"anchor '&{event.anchor}' is not allowed", hint)
    tag = getattr(event, "tag", None)
    if tag and verbatim and tag not in FUNCTION_OF_TAG:
        hint = "CloudFormation's short forms are !Ref, !GetAtt, !Sub, ..."
        yield Diagnostic(location, f"tag '{tag}' is not an intrinsic function's", hint)
    elif tag and not verbatim:
        hint = "delete it; a string that begins with '!' is written in quotes"
        yield Diagnostic(location, f"tag '{tag}' is not allowed", hint)


def _syntax_diagnostic(error: yaml.YAMLError, text: str, name: str) -> Diagnostic:
    if conflict := re.search(_CONFLICT, text):
        first = text.count("\n", 0, conflict.start()) + 1
        hint = "keep the lines of one side or of both, and delete the markers"
        return Diagnostic(Location(name, first, 1), "not YAML: a merge conflict of Git", hint)
    context = getattr(error, "context", None)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark and (opening := _unclosed(text, mark)):
        hint = "close it, at the end of its line if it is to end there"
        return Diagnostic(location_of(opening, name), "not YAML: the quote is not closed", hint)
    location = location_of(mark, name) if mark else Location(name, 1, 1)
    message = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    lines = text.split("\n")
    line = lines[location.line - 1] if location.line <= len(lines) else ""
    hint = "indent with spaces, never tabs" if "\t" in line else _syntax_hint(message)
    return Diagnostic(location, f"not YAML: {message}" + (f", {context}" if context else ""), hint)


def _unclosed(text: str, mark: Any) -> Any:
    """Return where a quote begins that is not closed, or only by the quote where parsing stops."""
    last = None
    try:
        for token in yaml.scan(text, Loader=Loader):
            if token.start_mark.line > mark.line:
                break
            is_quoted = isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')
            spans = token.start_mark.line < token.end_mark.line == mark.line
            last = token.start_mark if is_quoted and spans else last
    except yaml.YAMLError as error:
        if getattr(error, "context", None) == "while scanning a quoted scalar":
            return getattr(error, "context_mark", None)
    return last


def _syntax_hint(message: str) -> str:
    if "mapping values are not allowed" in message:
        return "quote the value if it holds ': ', and check the indentation"
    if "cannot start any token" in message:
        return "quote the value"
    return "check the indentation and the quotes on this line and the one before"
