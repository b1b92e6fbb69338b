"""Templates as data: what tests of the stack itself look at."""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from pipeline.config.constraints import check
from pipeline.config.extends import Config
from pipeline.config.schema import fill_defaults
from pipeline.config.schema_files import load_schema
from pipeline.diagnostic import Diagnostic
from pipeline.project import Project
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import render_config
from pipeline.template.template import Template
from pipeline.yaml_source.functions import FUNCTION_OF_TAG
from tests.support import ROOT, STACK

Data = dict[str, Any]

PROJECT = Project(STACK, use_cache=False)
SCHEMA = load_schema(PROJECT.schema)
ENVIRONMENTS = PROJECT.configs()
EXAMPLES = sorted((ROOT / "config" / "examples").glob("*.yml"))
# What every config has to say, as the smallest example does.
SMALLEST: Data = {"regions": ["eu-west-1"], "application": {"baked": True}}
MAXIMAL = ("refresh", "mixed", "replace")  # the stacks of maximal.yml
_PARTIALS = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)


class Stack(NamedTuple):
    """A rendered config: its settings with their defaults, and the template."""

    name: str
    settings: Data
    template: Template
    text: str

    @property
    def data(self) -> Data:
        """The template as data."""
        return self.template.data

    @property
    def resources(self) -> dict[str, Data]:
        """The template's resources by logical id."""
        resources: dict[str, Data] = self.template.data["Resources"]
        return resources

    def of_type(self, type_: str) -> dict[str, Data]:
        """Return the properties of the resources of a type, by logical id."""
        found = {id_: each for id_, each in self.resources.items() if each["Type"] == type_}
        return {id_: each["Properties"] for id_, each in found.items()}


@functools.cache
def render_file(path: Path) -> Stack:
    """Render a config of the project."""
    environment = render_config(_PARTIALS, SCHEMA, path, path.name)
    settings = fill_defaults(SCHEMA, environment.config.data)
    return Stack(path.stem, settings, environment.template, environment.text)


def refusals(config: Data) -> list[Diagnostic]:
    """Return what constraints refuse in a config given as data, which has no file."""
    given = Config("case.yml")
    given.data = config
    return check(given, fill_defaults(SCHEMA, config), frozenset())


def render(config: Data) -> Stack:
    """Render a config given as data; the environment's name is 'case'."""
    return _render(yaml.safe_dump(merged(SMALLEST, config), sort_keys=True))


@functools.cache
def _render(text: str) -> Stack:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.yml"
        path.write_text(text, encoding="utf-8")
        return render_file(path)


def merged(into: Data, fragment: Data) -> Data:
    """Return the settings with those of a fragment over them."""
    result = dict(into)
    for key, value in fragment.items():
        old = result.get(key)
        if isinstance(value, dict) and isinstance(old, dict) and value:  # an empty map replaces
            value = merged(old, value)  # noqa: PLW2901
        result[key] = value
    return result


def statements(data: Any) -> Iterator[Data]:
    """Yield every statement of every policy in a template."""
    if isinstance(data, dict):
        if "Effect" in data and ("Action" in data or "NotAction" in data):
            yield data
        for value in data.values():
            yield from statements(value)
    elif isinstance(data, list):
        for value in data:
            yield from statements(value)


def user_data(data: Data) -> str:
    """Return the boot script of a template."""
    launch = data["Resources"]["LaunchTemplate"]["Properties"]["LaunchTemplateData"]
    script: str = launch["UserData"]["Fn::Base64"]["Fn::Sub"]
    return script


def holds(wanted: Any, found: Any) -> bool:
    """Whether `found` has all that is wanted: keys of a map, items of a list, a scalar itself."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(
            key in found and holds(value, found[key]) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return isinstance(found, list) and all(
            any(holds(value, each) for each in found) for value in wanted
        )
    return type(wanted) is type(found) and bool(wanted == found)


def as_text(value: Any) -> str:
    """Return data as text in which a string's own characters are as they are."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(f"{key}: {as_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "\n".join(as_text(item) for item in value)
    return json.dumps(value)


class CloudFormationLoader(yaml.SafeLoader):
    """Reads YAML with CloudFormation's short forms, which come out long."""


def _long_form(loader: CloudFormationLoader, tag: str, node: yaml.Node) -> Data:
    function = FUNCTION_OF_TAG[f"!{tag}"]
    if isinstance(node, yaml.ScalarNode):
        argument: Any = loader.construct_scalar(node)
        return {function: argument.split(".", 1) if tag == "GetAtt" else argument}
    if isinstance(node, yaml.SequenceNode):
        return {function: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.MappingNode)
    return {function: loader.construct_mapping(node, deep=True)}


CloudFormationLoader.add_multi_constructor("!", _long_form)


def read_cases(path: Path) -> Any:
    """Return a data file of the tests."""
    return yaml.load(path.read_text(encoding="utf-8"), CloudFormationLoader)  # noqa: S506


def maximal_configs() -> list[Data]:
    """Return configs with everything switched on, as far as it goes together.

    What excludes each other is shared out between them, see maximal.yml.
    """
    cases = read_cases(ROOT / "tests" / "maximal.yml")
    return [merged(cases["everything"], each) for each in cases["and"]]


@functools.cache
def maximal() -> tuple[Stack, Stack, Stack]:
    """Return the stacks of these configs."""
    first, second, third = map(render, maximal_configs())
    return first, second, third
