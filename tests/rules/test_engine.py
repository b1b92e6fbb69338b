"""What the rules share: values, conditions, positions, and calm in the face of nonsense."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import ref

import pytest
from cfnlint.rules import Rules

from .corpus import SOUND, load
from .found import indexed
from .fuzz import bases, failures

Found = list[tuple[str, list["str | int"], str]]
Run = Callable[[dict[str, Any]], Found]


def group(**properties: Any) -> dict[str, Any]:
    """Return a template with one sound group, and some of its properties changed."""
    template = load(next(path for path in SOUND if path.name == "minimal.yml"))
    template["Resources"]["Group"]["Properties"].update(properties)
    return template


def ids(found: Found) -> set[str]:
    return {rule for rule, _, _ in found}


def test_position_leads_through_the_branch_taken(run_on_data: Run) -> None:
    template = group(HealthCheckType={"Fn::If": ["A", {"Fn::If": ["B", "ELB", "EC2"]}, "EC2"]})
    template["Parameters"]["P"] = {"Type": "String"}
    template["Conditions"] = {
        "A": {"Fn::Equals": [{"Ref": "P"}, "a"]},
        "B": {"Fn::Not": [{"Fn::Equals": [{"Ref": "P"}, "b"]}]},
    }
    template["Resources"]["Group"]["Properties"]["MaxInstanceLifetime"] = {
        "Fn::If": ["A", {"Fn::If": ["B", 60, 86400]}, 86400]
    }
    ((rule, path, _),) = run_on_data(template)
    assert rule == "ER9307"
    place = ["Resources", "Group", "Properties", "MaxInstanceLifetime"]
    assert path == [*place, "Fn::If", 1, "Fn::If", 1]


def test_branches_that_exclude_each_other_are_not_mixed(run_on_data: Run) -> None:
    template = group(MinSize={"Fn::If": ["Big", 6, 2]}, MaxSize={"Fn::If": ["Big", 9, 4]})
    template["Parameters"]["Size"] = {"Type": "String"}
    template["Conditions"] = {"Big": {"Fn::Equals": [{"Ref": "Size"}, "big"]}}
    assert run_on_data(template) == []


def test_a_branch_that_no_deployment_takes_is_not_looked_at(run_on_data: Run) -> None:
    template = group(MaxInstanceLifetime={"Fn::If": ["Never", 60, 86400]})
    template["Parameters"]["Size"] = {"Type": "String", "AllowedValues": ["small"]}
    template["Conditions"] = {"Never": {"Fn::Equals": [{"Ref": "Size"}, "big"]}}
    assert run_on_data(template) == []


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Unset"},
        {"Ref": "Stored"},
        {"Fn::ImportValue": "lifetime"},
        "{{resolve:ssm:/lifetime}}",
        {"Fn::FindInMap": ["M", {"Ref": "AWS::Region"}, "x"]},
    ],
)
def test_a_value_that_cannot_be_known_is_not_judged(value: Any, run_on_data: Run) -> None:
    template = group(MaxInstanceLifetime=value)
    template["Parameters"]["Unset"] = {"Type": "Number"}
    template["Parameters"]["Stored"] = {
        "Type": "AWS::SSM::Parameter::Value<String>",
        "Default": "1",
    }
    template["Mappings"] = {"M": {"us-east-1": {"x": 60}}}
    assert run_on_data(template) == []


@pytest.mark.parametrize(
    "value",
    [60, "60", {"Fn::FindInMap": ["M", "a", "x"]}],
)
def test_a_value_that_can_be_known_is(value: Any, run_on_data: Run) -> None:
    template = group(MaxInstanceLifetime=value)
    template["Mappings"] = {"M": {"a": {"x": 60}}}
    assert ids(run_on_data(template)) == {"ER9307"}


@pytest.mark.parametrize("value", [{"Ref": "Short"}, {"Fn::Sub": "${Short}"}])
def test_what_rests_on_a_default_is_a_warning(value: Any, run_on_data: Run) -> None:
    template = group(MaxInstanceLifetime=value)
    template["Parameters"]["Short"] = {"Type": "Number", "Default": 60}
    ((rule, _, message),) = run_on_data(template)
    assert rule == "WR9307"
    assert ", with the default of Short. " in message


def test_what_a_condition_asks_for_is_no_default(run_on_data: Run) -> None:
    template = group(MaxInstanceLifetime={"Fn::If": ["Short", {"Ref": "Lifetime"}, 86400]})
    template["Parameters"]["Lifetime"] = {"Type": "Number", "Default": 60}
    template["Conditions"] = {"Short": {"Fn::Equals": [{"Ref": "Lifetime"}, "60"]}}
    assert ids(run_on_data(template)) == {"ER9307"}


@pytest.mark.parametrize(
    "left",
    [
        {"Ref": "Size"},
        {"Fn::Sub": "${Size}"},
        {"Fn::Join": ["", [{"Ref": "Size"}]]},
        {"Fn::Select": [0, {"Fn::Split": ["-", {"Ref": "Size"}]}]},
    ],
)
def test_one_condition_written_in_two_ways_is_one(left: Any, run_on_data: Run) -> None:
    template = group(MinSize={"Fn::If": ["Big", "6", "2"]}, MaxSize={"Fn::If": ["Large", "9", "4"]})
    template["Parameters"]["Size"] = {
        "Type": "String",
        "Default": "small",
        "AllowedValues": ["small", "big"],
    }
    template["Conditions"] = {
        "Big": {"Fn::Equals": [{"Ref": "Size"}, "big"]},
        "Large": {"Fn::Equals": ["big", left]},
    }
    assert run_on_data(template) == []


def test_a_value_that_includes_are_put_into_is_not_judged(run_on_data: Run) -> None:
    template = group()
    properties = template["Resources"]["Group"]["Properties"]
    properties["Fn::Transform"] = {"Name": "AWS::Include", "Parameters": {"Location": "s3://b/k"}}
    properties["MaxInstanceLifetime"] = 60
    assert run_on_data(template) == []


def test_what_takes_two_conditions_is_a_warning(run_on_data: Run) -> None:
    template = group(MinSize={"Fn::If": ["Big", "6", "2"]}, MaxSize={"Fn::If": ["Small", "4", "9"]})
    template["Parameters"]["Least"] = template["Parameters"]["Most"] = {"Type": "String"}
    template["Conditions"] = {
        "Big": {"Fn::Equals": [{"Ref": "Least"}, "big"]},
        "Small": {"Fn::Equals": [{"Ref": "Most"}, "small"]},
    }
    ((rule, _, message),) = [f for f in run_on_data(template) if f[0].endswith("9330")]
    assert rule == "WR9330"
    assert ", where Big holds and Small holds. " in message


def test_what_a_condition_switches_off_is_no_warning(run_on_data: Run) -> None:
    template = group()
    policy = template["Resources"]["Group"]["UpdatePolicy"]
    template["Resources"]["Group"]["UpdatePolicy"] = {
        "Fn::If": ["Rolls", policy, {"Ref": "AWS::NoValue"}]
    }
    template["Parameters"]["Roll"] = {"Type": "String"}
    template["Conditions"] = {"Rolls": {"Fn::Equals": [{"Ref": "Roll"}, "yes"]}}
    assert run_on_data(template) == []


def test_a_macro_of_ones_own_silences_all(run_on_data: Run) -> None:
    template = group(MaxInstanceLifetime=60)
    template["Transform"] = ["OurMacro"]
    assert run_on_data(template) == []


def test_a_template_is_not_kept_after_its_rules_have_run(rules: Rules) -> None:
    template = indexed(group())
    for rule in rules.values():
        rule.match(template)
    kept = ref(template)
    del template
    assert kept() is None


def test_nonsense_anywhere_upsets_no_rule(rules: Rules) -> None:
    assert list(failures(list(rules.values()), bases(), count=80, seed=7)) == []
