"""YAML nodes of a rendered partial as CloudFormation data: values filled in, sources noted."""

from __future__ import annotations

from typing import Any

import yaml

from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.paths import KeyPath, children, dotted
from pipeline.render.placeholders import Rendered, fill, has_values, lone_value, values_in
from pipeline.render.provenance import Origin, Source, Sources, origin_of, unlocate
from pipeline.yaml_source.functions import FUNCTION_OF_TAG, long_argument
from pipeline.yaml_source.scalars import Ambiguous, quoted, reads_differently, resolve, show


def data_of(root: yaml.MappingNode, rendered: Rendered) -> tuple[dict[str, Any], Sources]:
    """Return the data of a partial's root node, and the source of each element.

    Raises InvalidInput with the partial's line for each slip in it.
    """
    builder = _Builder(rendered)
    data = builder.mapping(root, (), in_sub=False)
    if builder.diagnostics:
        raise InvalidInput(builder.diagnostics)
    return data, builder.sources


class _Builder:
    """Builds data from the nodes of one partial."""

    def __init__(self, rendered: Rendered) -> None:
        self.rendered = rendered
        self.sources: Sources = {}
        self.diagnostics: list[Diagnostic] = []
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, keys: KeyPath, *, in_sub: bool) -> Any:
        if id(node) in self.seen:
            self.diagnostic(node, "alias: CloudFormation data is a tree", "use a macro instead")
            return None
        self.seen.add(id(node))
        if node.tag[:1] == "!":
            return self.tagged(node, keys)
        return self.plain(node, keys, in_sub=in_sub)

    def plain(self, node: yaml.Node, keys: KeyPath, *, in_sub: bool = False) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, keys, in_sub=in_sub)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, keys, in_sub=in_sub)
        self.sources[keys] = Source(self.location(node))
        return [
            self.value(item, (*keys, index), in_sub=in_sub and index == 0)
            for index, item in enumerate(node.value)
        ]

    def tagged(self, node: yaml.Node, keys: KeyPath) -> Any:
        function = FUNCTION_OF_TAG.get(node.tag)
        if function is None:
            self.diagnostic(
                node, f"unknown tag {node.tag}", "CloudFormation's are Ref, GetAtt, Sub, ..."
            )
            return None
        self.sources[keys] = Source(self.location(node))
        argument = self.plain(node, (*keys, function), in_sub=function == "Fn::Sub")
        return {function: long_argument(function, argument)}

    def mapping(self, node: yaml.MappingNode, keys: KeyPath, *, in_sub: bool) -> dict[str, Any]:
        data: dict[str, Any] = {}
        lines: dict[str, Location] = {}
        self.sources[keys] = Source(self.location(node))
        for key_node, value_node in node.value:
            key = self.key(key_node)
            if key in data:
                self.duplicate(key_node, key, lines[key])
                continue
            lines[key] = self.location(key_node)
            if key.endswith("Tags") and self.is_empty_list(value_node):
                continue  # a config without tags
            if keys or not _is_empty(value_node):  # all parts of the section may be switched off
                data[key] = self.value(value_node, (*keys, key), in_sub=key == "Fn::Sub")
            if not isinstance(value_node, yaml.ScalarNode):
                path = (*keys, key)
                named = self.origins(key_node) if len(path) == 2 else ()  # an element of a section
                self.sources[path] = Source(lines[key], named)
        return data

    def is_empty_list(self, node: yaml.Node) -> bool:
        """Whether a node is a list of the config that has no entries."""
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        alone = lone_value(node.value, self.rendered.values) if plain else None
        return alone is not None and alone[0] == []

    def duplicate(self, node: yaml.Node, key: str, first: Location) -> None:
        """Note a key that is there already, at the config's line if a setting names it."""
        message, location = f"{key}: duplicate key, first defined at {first}", self.location(node)
        if origins := self.origins(node):
            message = f"{dotted(origins[0].setting)}: makes {key}, of which there is one at {first}"
            hint, named = "the name is taken: give it another one", origins[0].location
            self.diagnostics.append(Diagnostic(named, message, hint, partial=location))
        else:
            self.diagnostics.append(Diagnostic(location, message))

    def origins(self, node: yaml.Node) -> tuple[Origin, ...]:
        """Return the origins of the values in a scalar."""
        found = values_in(node.value, self.rendered.values)
        return tuple(origin for origin in map(origin_of, found) if origin)

    def key(self, node: yaml.Node) -> str:
        """Return a key as it is written: CloudFormation knows strings only."""
        if not isinstance(node, yaml.ScalarNode):
            self.diagnostic(node, "a key must be a single word", "")
            return ""
        if has_values(node.value):
            return self.key_of_values(node)
        try:
            if not node.style and resolve(node.value) in (None, ""):
                self.diagnostic(node, "no key before the colon", "quote it")
        except Ambiguous as error:
            self.ambiguous(node, error)
            return ""
        return str(node.value)

    def key_of_values(self, node: yaml.ScalarNode) -> str:
        """Return a key with the config's values in it."""
        found = values_in(node.value, self.rendered.values)
        if any(isinstance(value, (dict, list, tuple)) for value in found):
            self.diagnostic(node, "a list or map as a key", "")
            return ""
        return fill(node.value, self.rendered.values, in_sub=False)

    def scalar(self, node: yaml.ScalarNode, keys: KeyPath, *, in_sub: bool) -> Any:
        plain = not node.style
        if has_values(node.value):
            return self.filled(node, keys, whole=plain, in_sub=in_sub)
        self.sources[keys] = Source(self.location(node))
        try:
            value = resolve(node.value) if plain else node.value
        except Ambiguous as error:
            self.ambiguous(node, error)
            return ""
        if value is None or (plain and value == ""):
            self.diagnostic(node, "no value: CloudFormation refuses null", "use !Ref AWS::NoValue")
        elif plain and reads_differently(node.value, value):
            hint = f"quote it: {quoted(node.value)}, or write {show(value)}"
            self.diagnostic(node, f"{node.value} is the number {show(value)}", hint)
        return value

    def filled(self, node: yaml.ScalarNode, keys: KeyPath, *, whole: bool, in_sub: bool) -> Any:
        """Return the scalar with the config's values in it; a lone unquoted one keeps its type."""
        values = self.rendered.values
        found = values_in(node.value, values)
        origins = self.origins(node)
        is_composed = len(origins) < len(found) or "\n" in node.value
        self.sources[keys] = Source(self.location(node), origins, is_composed)
        if whole and (alone := lone_value(node.value, values)) and not in_sub:
            self.locate(alone[0], keys)
            return unlocate(alone[0])
        if any(isinstance(value, (dict, list, tuple)) for value in found):
            self.diagnostic(
                node, "a list or map inside text", "let it stand alone, or join it first"
            )
            return ""
        text = fill(node.value, values, in_sub=in_sub)
        if in_sub or not whole or not all(isinstance(value, (int, float)) for value in found):
            return text
        try:
            return resolve(text)
        except Ambiguous as error:
            self.diagnostic(node, f"{text}: {error}", "quote it")
            return ""

    def locate(self, value: Any, keys: KeyPath) -> None:
        """Note the sources of what is inside a list or map that came whole from the config."""
        partial, origin = self.sources[keys].partial, origin_of(value)
        is_computed = not origin and not isinstance(value, (dict, list, tuple))
        self.sources[keys] = Source(partial, (origin,) if origin else (), is_computed)
        for key, item in children(value):
            path = (*keys, key)
            self.sources[path] = Source(partial)
            self.locate(item, path)

    def location(self, node: yaml.Node) -> Location:
        return self.rendered.lines[min(node.start_mark.line, len(self.rendered.lines) - 1)]

    def ambiguous(self, node: yaml.ScalarNode, error: Ambiguous) -> None:
        self.diagnostic(node, f"{node.value}: {error}", f"quote it: {quoted(node.value)}")

    def diagnostic(self, node: yaml.Node, message: str, hint: str) -> None:
        self.diagnostics.append(Diagnostic(self.location(node), message, hint))


def _is_empty(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value == "" and not node.style
