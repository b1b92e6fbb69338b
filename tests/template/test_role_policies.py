"""Inline policies of a role: IAM takes 10,240 characters, white space not counted.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.diagnostic import InvalidInput, Location
from pipeline.render.jinja import PartialEnvironment
from pipeline.render.provenance import Source
from pipeline.template.assembly import render_config
from pipeline.template.role_policies import check_role_policies
from pipeline.template.template import Template
from tests.rendered import PROJECT, SCHEMA, SMALLEST, Data, merged
from tests.support import Folder

PARTIAL = Location("partials/role.yml.j2", 7)
# {"Statement":[{"Resource":"..."}]} has 31 characters around the resource.
AROUND = 31


def _refused(resource: Any, type_: str = "AWS::IAM::Role") -> list[str]:
    document = {"Statement": [{"Resource": resource}]}
    role = {"Type": type_, "Properties": {"Policies": [{"PolicyDocument": document}]}}
    template = Template({"Resources": {"Role": role}}, {("Resources", "Role"): Source(PARTIAL)})
    try:
        check_role_policies(template, ["eu-west-1"])
    except InvalidInput as invalid_input:
        return [each.text for each in invalid_input.diagnostics]
    return []


@pytest.mark.parametrize(
    ("resource", "more"),
    [
        ("x", 0),
        ("x y  z", 2),
        ("\u00e4", 0),
        ({"Fn::Sub": "${AWS::AccountId}"}, 11),
        ({"Fn::Sub": "${AWS::Region}/${AWS::Partition}"}, 12),
        ({"Fn::Sub": "${!x}"}, 3),
        ({"Fn::If": ["A", "xyz", {"Ref": "B"}]}, 2),
        ({"Ref": "B"}, -1),
        ({"Fn::GetAtt": ["B", "Arn"]}, -1),
    ],
)
def test_what_counts(resource: Any, more: int) -> None:
    # The one resource beside another, as a list: `["...",x]` is four longer than `x` in quotes.
    filled = "x" * (10_240 - AROUND - 1 - more - 5)
    expected = "partials/role.yml.j2:7: error: the inline policies of Role have at least 10,241"
    assert _refused([filled, resource]) == []
    [text] = _refused([filled + "x", resource])
    assert text.startswith(expected)


def test_only_roles_have_the_limit() -> None:
    assert _refused("x" * 20_000, "AWS::IAM::User") == []


def test_a_config_that_renders_too_much_is_refused(tmp_path: Path) -> None:
    parameters = {f"P{each:02}": f"/{'p' * 200}{each}" for each in range(50)}
    path = tmp_path / "case.yml"
    config = merged(SMALLEST, {"application": {"parameters": parameters}})
    path.write_text(yaml.safe_dump(config), encoding="utf-8")
    partials = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)
    with pytest.raises(InvalidInput, match="the inline policies of InstanceRole"):
        render_config(partials, SCHEMA, path, path.name)


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"parameters": {f"P{each:02}": f"/{'p' * 200}{each}" for each in range(50)}}, "P00"),
        ({"secrets": {f"S{each:02}": f"{'s' * 200}{each}" for each in range(50)}}, "S00"),
    ],
)
def test_the_setting_that_adds_most_is_named(stack: Folder, settings: Data, line: str) -> None:
    text = yaml.safe_dump(merged(SMALLEST, {"application": settings}))
    result = stack.render(text)
    number = next(at for at, each in enumerate(text.splitlines(), 1) if line in each)
    assert result.code == 2
    [name] = settings
    message = f"application.{name}: the inline policies of InstanceRole"
    assert result.lines[0].startswith(f"config/case.yml:{number}:10: error: {message}")
