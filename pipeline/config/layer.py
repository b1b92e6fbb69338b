"""From a config file's nodes to plain data, with the position of every key and value."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import yaml

from pipeline.diagnostic import Diagnostic, InvalidInput, Location, shorten
from pipeline.paths import KeyPath, dotted
from pipeline.yaml_source.events import compose_checked, location_of
from pipeline.yaml_source.functions import FUNCTION_OF_TAG, long_argument
from pipeline.yaml_source.scalars import Ambiguous, quoted, reads_differently, resolve, show
from pipeline.yaml_source.text import decode, first_forbidden, read_bytes

VERBATIM = "overrides"  # CloudFormation's own words: functions in short form, nulls that remove
_UNTYPED = (VERBATIM, "custom")  # no schema says whether 1.10 is a version or a number
_TEMPLATE = re.compile(r"^AWSTemplateFormatVersion:", re.MULTILINE)
_SMALLER = "write it as a number of at most 18 digits"
OR = ", or "  # between the two ways to say what an ambiguous scalar means


class Layer:
    """What one config file says, and where; `invalid` are values already reported."""

    def __init__(self, name: str, path: Path | None = None, digest: str = "") -> None:
        self.name = name
        self.path = path
        self.digest = digest
        self.data: dict[str, Any] = {}
        self.locations: dict[KeyPath, Location] = {}
        self.keys: dict[KeyPath, Location] = {}
        self.written: dict[Location, str] = {}  # the text of a value shown otherwise: 1.10
        self.invalid: set[KeyPath] = set()
        self.diagnostics: list[Diagnostic] = []


def read_layer(path: Path | None, name: str, inside: str = "") -> Layer:
    """Read one config file (standard input if `path` is None) as a layer.

    No link is followed out of the real folder `inside`.

    Raises InvalidInput where nothing of it can be used; what spoils single values only is listed in
    the layer's problems.
    """
    data = read_bytes(path, name, inside)
    text = decode(data, name)
    _refuse_template(text, name)
    node = compose_checked(text, name, VERBATIM)
    if node is None:
        raise InvalidInput(
            [Diagnostic(Location(name, 1, 1), "empty", "a config needs at least 'regions'")]
        )
    if not isinstance(node, yaml.MappingNode):
        hint = "a config is a map of settings, such as 'regions: [eu-west-1]'"
        found = "a list" if isinstance(node, yaml.SequenceNode) else "a single value"
        if isinstance(node, yaml.ScalarNode) and not node.style and ":" in node.value:
            hint = "put a blank after each colon, as in 'regions: [eu-west-1]'"
        raise InvalidInput(
            [Diagnostic(location_of(node.start_mark, name), f"{found}, not a map", hint)]
        )
    layer = Layer(name, path, hashlib.sha256(data).hexdigest())
    layer.data = _mapping(layer, node, ())
    return layer


def _refuse_template(text: str, name: str) -> None:
    if template := _TEMPLATE.search(text):
        place = Location(name, text.count("\n", 0, template.start()) + 1, 1)
        hint = "name the config that renders to it, in a folder config/"
        raise InvalidInput([Diagnostic(place, "a CloudFormation template, not a config", hint)])


def _value(layer: Layer, node: yaml.Node, keys: KeyPath) -> Any:
    layer.locations[keys] = location_of(node.start_mark, layer.name)
    if node.tag in FUNCTION_OF_TAG:
        return _function(layer, node, keys)
    return _untagged(layer, node, keys)


def _function(layer: Layer, node: yaml.Node, keys: KeyPath) -> dict[str, Any]:
    """Return an intrinsic function's short form in its long form, at the position of its tag."""
    function = FUNCTION_OF_TAG[node.tag]
    path = (*keys, function)
    layer.locations[path] = layer.keys[path] = layer.locations[keys]
    argument = long_argument(function, _untagged(layer, node, path))
    if isinstance(node, yaml.ScalarNode):
        layer.locations.update({(*path, index): layer.locations[keys] for index in range(2)})
    return {function: argument}


def _untagged(layer: Layer, node: yaml.Node, keys: KeyPath) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(layer, node, keys)
    if isinstance(node, yaml.SequenceNode):
        return [_value(layer, item, (*keys, index)) for index, item in enumerate(node.value)]
    return _scalar(layer, node, keys)


def _mapping(layer: Layer, node: yaml.MappingNode, keys: KeyPath) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = _key(layer, key_node, keys)
        if key is None:
            continue
        path = (*keys, key)
        if key in data:
            _duplicate(layer, key_node, path)
            continue
        layer.keys[path] = location_of(key_node.start_mark, layer.name)
        data[key] = _value(layer, value_node, path)
    return data


def _duplicate(layer: Layer, node: yaml.Node, path: KeyPath) -> None:
    location = location_of(node.start_mark, layer.name)
    message = f"{dotted(path)}: duplicate key, first defined at {layer.keys[path]}"
    layer.diagnostics.append(Diagnostic(location, message, "keep one of the two"))


def _key(layer: Layer, node: yaml.Node, keys: KeyPath) -> str | None:
    location = location_of(node.start_mark, layer.name)
    if not isinstance(node, yaml.ScalarNode):
        layer.diagnostics.append(
            Diagnostic(location, "a key must be a single word", "delete the '?'")
        )
        return None
    if node.tag in FUNCTION_OF_TAG:
        layer.diagnostics.append(Diagnostic(location, f"tag '{node.tag}' on a key", "delete it"))
        return None
    text: str = node.value
    where = f"{dotted(keys)}: " if keys else ""
    if not node.style and not _is_string(text):
        message = f"{where}key {text or '(empty)'} is not a string to every reader of YAML"
        layer.diagnostics.append(Diagnostic(location, message, f"quote it: {quoted(text)}"))
        return None
    if found := first_forbidden(text):
        layer.diagnostics.append(
            Diagnostic(location, f"{where}character {found} in a key", "delete it")
        )
        return None
    return text


def _is_string(text: str) -> bool:
    try:
        return isinstance(resolve(text), str) and text != ""
    except Ambiguous:
        return False


def _scalar(layer: Layer, node: Any, keys: KeyPath) -> Any:
    try:
        value = resolve(node.value) if not node.style else node.value
        if not node.style and value == "":
            hint = "write 'null' to go back to the default, or delete the line"
            return _mark_invalid(layer, keys, "no value", hint)
    except Ambiguous as error:
        other = _plain_hint(node.value) if "differently" in str(error) else _SMALLER
        hint = f"quote it: {quoted(node.value)}" + (f"{OR}{other}" if other else "")
        return _mark_invalid(layer, keys, f"{shorten(node.value)}: {error}", hint)
    if isinstance(value, str):
        if found := first_forbidden(value, "\t\n"):
            return _mark_invalid(layer, keys, f"character {found} is not allowed", "delete it")
    elif keys[0] in _UNTYPED and reads_differently(node.value, value):
        hint = f"quote it: {quoted(node.value)}{OR}write {show(value)}"
        return _mark_invalid(layer, keys, f"{node.value} is the number {show(value)}", hint)
    elif show(value) != node.value:
        layer.written[layer.locations[keys]] = node.value
    return value


def _plain_hint(text: str) -> str:
    words = {"y": "true", "yes": "true", "on": "true", "n": "false", "no": "false", "off": "false"}
    if text.lower() in words:
        return f"write {words[text.lower()]}"
    if text == "~":
        return "write 'null'"
    is_number = any(character.isdigit() for character in text) and text[4:5] != "-"  # no date
    return "write it as a plain decimal number" if is_number else ""


def _mark_invalid(layer: Layer, keys: KeyPath, message: str, hint: str) -> None:
    layer.invalid.add(keys)
    location = layer.locations[keys]
    layer.diagnostics.append(Diagnostic(location, f"{dotted(keys)}: {message}", hint, setting=keys))
