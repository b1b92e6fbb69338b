"""Every capability is there when it is switched on, and gone without a trace when it is off.

The files in capabilities/ are lists of cases:
- `with` is the part of a config that switches the capability on, `without` what stands there when
  it is off (nothing, as a rule) and `given` what both need;
- `then` holds with it and not without, `instead` the other way round: pairs of a place and what
  is there at least; a place is a path into the template, `type T` (some resource of the type),
  `statement SID` (of a policy), `file PATH` (that cfn-init writes), `user data` or `text`, of
  which the last three hold a text;
- `gone` are texts that the template has with it, and nowhere without;
- `adds` and `removes` are all resources, parameters, conditions, outputs and policy statements
  that come and go with it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.config.schema import Schema, subschema
from pipeline.diagnostic import InvalidInput
from pipeline.paths import KeyPath, dotted, value_at
from tests.rendered import (
    SCHEMA,
    Data,
    Stack,
    as_text,
    holds,
    merged,
    read_cases,
    render,
    statements,
    user_data,
)
from tests.support import ROOT

FILES = sorted((ROOT / "tests" / "capabilities").glob("*.yml"))
CASES: list[Data] = [case for path in FILES for case in read_cases(path)]
# Which file a config builds on, what the template is checked for, and how old the image may be:
# nothing of them is rendered.
NOT_RENDERED = {
    "extends",
    "custom",
    "regions",
    "fleet.image_date",
    "fleet.image_max_age_days",
    # What the review compares, and does not render: see tests/review.
    "deployment.min_serving_percent",
    *(f"parity.{key}" for key in ("config", "at_least", "may_differ")),
    *(f"waivers.{key}" for key in ("rule", "resource", "reason", "until")),
}


def _found(stack: Stack, location: str) -> Iterator[Any]:
    kind, _, name = location.partition(" ")
    if location == "user data":
        yield user_data(stack.data)
    elif location == "text":
        yield as_text(stack.data)
    elif kind == "type":
        yield from stack.of_type(name).values()
    elif kind == "statement":
        yield from (each for each in statements(stack.data) if each.get("Sid") == name)
    elif kind == "file":
        init = stack.resources["LaunchTemplate"]["Metadata"]["AWS::CloudFormation::Init"]
        configs = (each for name, each in init.items() if name != "configSets")
        files = {path: file for each in configs for path, file in each.get("files", {}).items()}
        yield as_text(files[name]["content"]) if name in files else ""
    else:
        element: Any = stack.data
        for key in location.split("."):
            element = element.get(key) if isinstance(element, dict) else None
        yield element


def is_there(stack: Stack, location: str, wanted: Any) -> bool:
    """Whether a place of a case holds what the case says."""
    if location in {"text", "user data"} or location.startswith("file "):
        return any(wanted in text for text in _found(stack, location))
    return any(holds(wanted, found) for found in _found(stack, location))


def elements(stack: Stack) -> set[str]:
    """Return the names of all that comes and goes with a capability."""
    kinds = {"Parameters": "parameter ", "Conditions": "condition ", "Outputs": "output "}
    names = {kind + id_ for name, kind in kinds.items() for id_ in stack.data.get(name, {})}
    return names | set(stack.resources) | _sids(stack)


def _sids(stack: Stack) -> set[str]:
    return {f"statement {each['Sid']}" for each in statements(stack.data)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "-"))
def test_capability(case: Data) -> None:
    given = case.get("given", {})
    on = render(merged(given, case["with"]))
    off = render(merged(given, case.get("without", {})))

    for stack, other, key in ((on, off, "then"), (off, on, "instead")):
        for [(location, wanted)] in (each.items() for each in case.get(key, [])):
            assert is_there(stack, location, wanted), f"{location} does not hold {wanted}"
            assert not is_there(other, location, wanted), f"{location} also holds {wanted} without"
    for text in case.get("gone", []):
        assert text in as_text(on.data)
        assert text not in as_text(off.data)
    assert elements(on) - elements(off) == set(case.get("adds", []))
    assert elements(off) - elements(on) == set(case.get("removes", []))


def test_every_capability_has_its_own_name() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))


def _settings(schema: Schema, keys: KeyPath = ()) -> Iterator[str]:
    """Yield every setting of the schema, those of the items of lists included."""
    if schema.get("type") == "array":
        schema = schema["items"]
    if "properties" not in schema:
        yield dotted(keys)
    for key, value in schema.get("properties", {}).items():
        yield from _settings(value, (*keys, key))


def _written(data: Any, keys: KeyPath = ()) -> Iterator[str]:
    yield dotted(keys)
    if isinstance(data, list):
        for item in data:
            yield from _written(item, keys)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _written(value, (*keys, key))


def test_every_setting_is_a_capabilitys() -> None:
    tested = {setting for case in CASES for setting in _written(case["with"])}
    assert set(_settings(SCHEMA)) - tested - NOT_RENDERED == set()


# What says only how a value is asked for that the config leaves open, and a source of the
# application, which cannot be left out: its own case shows what it renders.
LEFT_OPEN = {"application.baked", "application.placeholder"}


def _leaves(data: Data, keys: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the paths of the settings that a part of a config states; a list is one."""
    for key, value in data.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*keys, key))
        else:
            yield (*keys, key)


def _outside_parameters(config: Data) -> Data | None:
    """Return a template without its parameters; None if the config does not fit together."""
    try:
        data = render(config).data
    except InvalidInput:
        return None
    return {key: value for key, value in data.items() if key != "Parameters"}


def _others(value: Any, rule: Schema) -> Iterator[Any]:
    """Yield other values of a setting, most of which its schema allows."""
    yield from (each for each in rule.get("enum", []) if each != value)
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        yield from (value[:-1] + last for last in "01ab" if last != value[-1:])
    elif isinstance(value, list):
        yield from (value[:-1], value[::-1])


def _arrives(case: Data, keys: KeyPath) -> bool:
    """Whether a setting of a case, changed or left out, changes more than parameters."""
    stated = merged(case.get("given", {}), case["with"])
    expected, changed = _outside_parameters(stated), copy.deepcopy(stated)
    into = value_at(changed, keys[:-1])
    value = into.pop(keys[-1])
    found = [_outside_parameters(changed)]
    for other in _others(value, subschema(SCHEMA, keys)):
        if any(each not in (None, expected) for each in found):
            return True
        into[keys[-1]] = other
        found.append(_outside_parameters(changed))
    return any(each not in (None, expected) for each in found)


def test_each_setting_changes_the_template_outside_its_parameters() -> None:
    cases: dict[str, list[tuple[Data, KeyPath]]] = {}
    for case in CASES:
        for keys in _leaves(case["with"]):
            cases.setdefault(dotted(keys), []).append((case, keys))
    silent = [
        setting
        for setting, uses in cases.items()
        if not any(_arrives(case, keys) for case, keys in uses)
    ]
    assert set(silent) - NOT_RENDERED - LEFT_OPEN == set()


def test_the_architecture_changes_the_image_of_the_instances() -> None:
    images = []
    for architecture, name in (("x86_64", "m7i.large"), ("arm64", "m7g.large")):
        data = render({"fleet": {"architecture": architecture, "instance_type": name}}).data
        launch = data["Resources"]["LaunchTemplate"]["Properties"]["LaunchTemplateData"]
        images.append(launch["ImageId"])
    assert images[0] != images[1]
