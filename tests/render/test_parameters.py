"""What the config states is a literal of the template; what it leaves open is a parameter."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config.constraints.parameters import ON_REQUEST
from pipeline.config.schema import subschema
from pipeline.render.parameters import SETTINGS
from tests.rendered import SCHEMA, as_text, merged, render

# What a stack with every parameter needs beside the settings themselves.
GIVEN: dict[str, Any] = {
    "application": {"artifact": {"bucket": "example-releases"}},
    "parameters": list(ON_REQUEST),
}
STATED: dict[str, str | int] = {
    "ParentVPCStack": "base",
    "ParentSSHBastionStack": "gate",
    "KeyName": "people",
    "InstanceType": "m7i.large",
    "ImageId": "ami-0fedcba9876543210",
    "ApplicationVersion": "4.7.11",
    "AdminEmail": "stated@example.com",
    "LogsRetentionInDays": 731,
}


def stating(name: str, value: str | int) -> dict[str, Any]:
    config: Any = value
    for key in reversed(SETTINGS[name][0]):
        config = {key: config}
    asked = [each for each in ON_REQUEST if each != name]
    return merged({**GIVEN, "parameters": asked}, config)


def test_each_parameter_is_tried() -> None:
    assert set(STATED) == set(SETTINGS) == set(render(GIVEN).data["Parameters"])


@pytest.mark.parametrize("name", SETTINGS)
def test_a_stated_value_stands_outside_the_parameters(name: str) -> None:
    value = STATED[name]
    template = render(stating(name, value)).data
    assert name not in template["Parameters"]
    assert f"Ref: {name}" not in as_text(template)
    assert f"${{{name}}}" not in as_text(template)
    assert str(value) in as_text({**template, "Parameters": {}})


# What is stated instead of the setting that names the parameter.
BESIDE = {("fleet", "images"), ("fleet", "requirements", "vcpus_min")}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_settings_description_says_which_parameter_it_is_when_left_out(name: str) -> None:
    for keys in SETTINGS[name]:
        description = subschema(SCHEMA, keys)["description"]
        said = "See `parameters`" if name in ON_REQUEST else f"it is the parameter {name}"
        assert said in description or keys in BESIDE


def test_the_parameters_on_request_are_those_of_the_schema() -> None:
    assert subschema(SCHEMA, ("parameters",))["items"]["enum"] == list(ON_REQUEST)


@pytest.mark.parametrize("name", ON_REQUEST)
def test_a_default_is_a_literal_where_no_parameter_is_asked_for(name: str) -> None:
    assert name not in render({}).data["Parameters"]
    assert f"Ref: {name}" not in as_text(render({}).data)


def test_null_leaves_a_value_open_that_a_base_states(tmp_path: Any) -> None:
    from tests.rendered import render_file

    base = "regions: [eu-west-1]\napplication: {baked: true}\nfleet: {instance_type: m7i.large}\n"
    (tmp_path / "_base.yml").write_text(base)
    case = "extends: _base.yml\nparameters: [InstanceType]\nfleet: {instance_type: null}\n"
    (tmp_path / "case.yml").write_text(case)
    assert "InstanceType" in render_file(tmp_path / "case.yml").data["Parameters"]


def test_without_any_parameter_there_is_no_section_for_them() -> None:
    config: dict[str, Any] = {}
    for name, value in STATED.items():
        config = merged(config, stating(name, value))
    data = render({**config, "parameters": []}).data
    assert "Parameters" not in data
    assert "Conditions" not in data
    assert "Metadata" not in data
