"""Lists of named entries merge by name, and short forms of functions are understood."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.template.normalise import parse_template
from pipeline.yaml_source.functions import FUNCTION_OF_TAG
from tests.rendered import Data, merged, read_cases, render
from tests.support import REGIONS, ROOT, Folder

CASES: list[Data] = read_cases(ROOT / "tests" / "overrides.yml")


def _at(data: Any, path: str) -> Any:
    for key in path.split("."):
        data = data[key]
    return data


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "-"))
def test_an_override_of_a_list(case: Data) -> None:
    stack = render(merged(case.get("settings", {}), {"overrides": case["over"]}))
    for [(path, expected)] in (each.items() for each in case["then"]):
        assert _at(stack.data, path) == expected


# One use of every short form, with what YAML can hold after a tag.
FORMS = """\
!Ref Handle
!GetAtt Handle.Arn
!GetAtt A.Outputs.B
!GetAtt [Handle, Arn]
!Sub "${AWS::Region}-x"
!Sub ["${a}", {a: !Ref Handle}]
!If [C, !Ref Handle, !Ref AWS::NoValue]
!Join [",", [a, !Ref Handle]]
!Select [0, !GetAZs ""]
!Split [",", "a,b"]
!Base64 text
!Cidr [10.0.0.0/16, 2, 8]
!FindInMap [Map, a, b]
!ImportValue shared-VPC
!ImportValue {Fn::Sub: "${X}-VPC"}
!Not [!Equals [a, b]]
!And [!Condition C, !Condition D]
!Or [!Condition C, !Condition D]
!Length [1, 2]
!ToJsonString {a: b}
!Transform {Name: AWS::Include, Parameters: {Location: x}}
!GetStackOutput [stack, Output]
""".splitlines()


def test_every_short_form_is_tried() -> None:
    for tag in FUNCTION_OF_TAG:
        assert any(f"{tag} " in form for form in FORMS), tag


@pytest.mark.parametrize("form", FORMS)
def test_a_short_form_stays_what_it_is(form: str, small: Folder) -> None:
    (small.root / "partials" / "extra.yml.j2").write_text(
        f"Metadata:\n  Expected: {{is: {form}}}\n", encoding="utf-8"
    )
    result = small.render(REGIONS + f"overrides: {{Outputs: {{Size: {{Value: {form}}}}}}}\n")
    assert result.code == 0, result.err
    data = parse_template(result.out, "x")
    assert data["Outputs"]["Size"]["Value"] == data["Metadata"]["Expected"]["is"]


def test_a_short_form_is_written_as_one(small: Folder) -> None:
    config = REGIONS + "overrides:\n  Outputs:\n    Size:\n      Value: !Sub ${AWS::Region}-x\n"
    assert "    Value: !Sub ${AWS::Region}-x\n" in small.render(config).out


BASE = """\
overrides:
  Resources:
    TargetGroup:
      Properties:
        TargetGroupAttributes:
          - {Key: slow_start.duration_seconds, Value: "30"}
          - {Key: stickiness.enabled, Value: "true"}
    LoadBalancer: {Properties: {Name: !Ref AWS::StackName}}
"""


def _extended(stack: Folder, overrides: str) -> Any:
    stack.write("config/_base.yml", REGIONS + "application: {baked: true}\n" + BASE)
    result = stack.render(f"extends: _base.yml\noverrides:\n  Resources:\n{overrides}")
    assert result.code == 0, result.err
    return parse_template(result.out, "x")["Resources"]


def _attributes(resources: Any) -> dict[str, str]:
    listed = resources["TargetGroup"]["Properties"]["TargetGroupAttributes"]
    return {each["Key"]: each["Value"] for each in listed}


def test_lists_of_a_base_and_of_the_config_add_up(stack: Folder) -> None:
    more = '[{Key: slow_start.duration_seconds, Value: "60"}, {Key: x.y, Value: z}]'
    resources = _extended(
        stack, f"    TargetGroup: {{Properties: {{TargetGroupAttributes: {more}}}}}\n"
    )
    assert _attributes(resources) == {
        "deregistration_delay.timeout_seconds": "60",
        "load_balancing.algorithm.type": "round_robin",
        "slow_start.duration_seconds": "60",
        "stickiness.enabled": "true",
        "x.y": "z",
    }


def test_a_list_replaced_on_purpose_drops_that_of_a_base(stack: Folder) -> None:
    more = "{$replace: [{Key: x.y, Value: z}]}"
    resources = _extended(
        stack, f"    TargetGroup: {{Properties: {{TargetGroupAttributes: {more}}}}}\n"
    )
    assert _attributes(resources) == {"x.y": "z"}


def test_a_function_of_a_base_is_replaced_and_never_merged(stack: Folder) -> None:
    resources = _extended(stack, "    LoadBalancer: {Properties: {Name: !Sub x-y}}\n")
    assert resources["LoadBalancer"]["Properties"]["Name"] == {"Fn::Sub": "x-y"}
