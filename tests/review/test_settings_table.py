"""The sheet's tables of settings: values in words, and what changing them would do."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config.unused import Unused
from pipeline.review.causes import Causes
from pipeline.review.partial_text import read_partials
from pipeline.review.sheet.changes_table import (
    ChangeRow,
    change_cells,
    change_rows,
    in_several_rows,
    long_rows,
    outage_settings,
)
from pipeline.review.sheet.permission_rows import permission_rows
from pipeline.review.sheet.settings_table import setting_rows, without_effect
from pipeline.review.sheet.stack import Stack
from tests.review.support import PROJECT, base_rendering, render, with_template

Data = dict[str, Any]
TEXTS = read_partials(PROJECT.partials)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "tags | none | default"),
        ({"tags": {"team": "shop", "stage": "prod"}}, "tags | team: shop, stage: prod | prod.yml"),
        ({}, "regions | eu-west-1 | prod.yml"),
        (
            {"alb": {"clients": {"cidrs": ["10.0.0.0/8", "10.1.0.0/16"]}}},
            "alb.clients.cidrs | 10.0.0.0/8, 10.1.0.0/16 | prod.yml",
        ),
        ({}, "exports | false | default"),
        ({"exports": True}, "exports | true | prod.yml"),
        ({}, "application.artifact.bucket | none | default"),
        ({"access": {"key_name": ""}}, "access.key_name | none | prod.yml"),
        ({}, "fleet.max_size | 4 | prod.yml"),
        (
            {"fleet": {"volumes": [{"device": "/dev/sdf", "size": 9, "mount": "/data"}]}},
            (
                "fleet.volumes | device: /dev/sdf, size: 9, iops: none, throughput: none, "
                "mount: /data | prod.yml"
            ),
        ),
    ],
)
def test_a_setting_in_words(change: Data, expected: str) -> None:
    rows = [" | ".join(each) for each in setting_rows(Stack(render(change)), [])]
    assert expected in rows


@pytest.mark.parametrize("name", ["description", "waivers", "parity.config", "overrides"])
def test_what_is_of_the_environment_itself_is_no_row(name: str) -> None:
    change = {"description": "Shop"}
    assert name not in [each.name for each in setting_rows(Stack(render(change)), [])]


def test_overrides_are_a_row_where_there_are_some() -> None:
    over = {"Resources": {"TargetGroup": {"Properties": {"Port": 81}}}}
    rows = setting_rows(Stack(render({"overrides": over})), [])
    assert [each.written for each in rows if each.name.startswith("overrides")] == ["prod.yml"]


def test_settings_without_effect() -> None:
    off = [
        Unused(("fleet", "max_size"), "it is off", (), ""),
        Unused(("dashboard",), "it is off", (), ""),
        Unused(("alb", "scheme"), "there is none", (), ""),
    ]
    rows = {each.name: each.written for each in setting_rows(Stack(render()), off)}
    assert rows["fleet.max_size"] == "prod.yml, without effect"
    assert rows["fleet.min_size"] == "prod.yml"
    assert not {"dashboard.enabled", "alb.scheme"} & rows.keys()
    assert without_effect(off) == [
        "fleet.max_size, dashboard: it is off", "alb.scheme: there is none",
    ]  # fmt: skip


@pytest.mark.parametrize(("length", "is_long"), [(150, False), (151, True)])
def test_many_settings_are_listed_below(length: int, is_long: bool) -> None:
    name = "x" * (length - len("fleet: , b; tags"))
    row = ChangeRow("What", [f"fleet.{name}", "tags", "fleet.b"], "replaced", "an outage")
    sections = [f"fleet: {name}, b", "tags"]
    cell = "3 settings, listed below" if is_long else "; ".join(sections)
    assert change_cells(row) == ("What", cell, "replaced", "an outage")
    assert long_rows([row]) == ([("What", sections)] if is_long else [])


def test_a_setting_of_several_rows_is_named_once() -> None:
    rows = [ChangeRow("", names, "", "") for names in (["a", "b"], ["b", "c"], ["b", "a"])]
    assert in_several_rows(rows) == ["a", "b"]


def test_a_target_group_of_a_rule_names_no_setting_twice() -> None:
    rules = [{"name": "Admin", "priority": 10, "paths": ["/x"], "port": 8081}]
    rendering = render({"alb": {"rules": rules}})
    found = outage_settings(Stack(rendering), Causes(rendering, TEXTS))
    assert found == ["alb.scheme", "alb.target_protocol", "application.port", "alb.rules"]


@pytest.mark.parametrize(
    ("policy", "effect", "means"),
    [
        ({}, "no interruption", "none"),
        ({"AutoScalingRollingUpdate": {}}, "rolls the fleet", "rolling"),
        ({"AutoScalingInstanceRefresh": {}}, "rolls the fleet", "refresh"),
        ({"AutoScalingReplacingUpdate": {"WillReplace": True}}, "replaced", "replace"),
    ],
)
def test_what_rolls_the_fleet(policy: Data, effect: str, means: str) -> None:
    group = {"Type": "AWS::AutoScaling::AutoScalingGroup", "UpdatePolicy": policy}
    sizes = {"MinSize": 1, "MaxSize": 2}
    resources = {
        "Launch": {"Type": "AWS::EC2::LaunchTemplate"},
        "Group": {**group, "Properties": {**sizes, "VPCZoneIdentifier": ["a"], "Cooldown": 1}},
    }
    rendering = with_template(base_rendering(), resources)
    rows = change_rows(Stack(rendering), Causes(rendering, {}))
    assert [(each.properties, each.effect, each.means) for each in rows] == [
        (name, effect, f"every instance is replaced ({means})")
        for name in ("Launch: anything", "Group: VPCZoneIdentifier")
    ]


@pytest.mark.parametrize(
    ("type_", "properties", "expected"),
    [
        ("AWS::ElasticLoadBalancingV2::TargetGroup", ["Port", "Targets", "VpcId"], "Port, VpcId"),
        ("AWS::KMS::Key", ["Enabled"], ""),
        ("AWS::EC2::VPC", ["CidrBlock", "Tags"], "CidrBlock"),
        ("AWS::SNS::Topic", ["TopicName"], ""),
    ],
)
def test_what_replaces_a_resource(type_: str, properties: list[str], expected: str) -> None:
    resources = {"It": {"Type": type_, "Properties": dict.fromkeys(properties, "a")}}
    rendering = with_template(base_rendering(), resources)
    rows = change_rows(Stack(rendering), Causes(rendering, {}))
    assert [each.properties for each in rows] == ([f"It: {expected}"] if expected else [])
    assert {each.effect for each in rows} <= {"replaced"}


@pytest.mark.parametrize(
    ("change", "name", "needed"),
    [
        ({}, "DeliverLogs", "every instance"),
        ({"application": {"secrets": {"A": "shop/a"}}}, "ReadSecrets", "application.secrets"),
    ],
)
def test_what_needs_a_permission(change: Data, name: str, needed: str) -> None:
    rendering = render(change)
    rows = permission_rows(Stack(rendering), Causes(rendering, TEXTS))
    assert [each.needed_by for each in rows if each.name == name] == [needed]


@pytest.mark.parametrize("create", [{}, {"zone_names": ["eu-west-1a", "eu-west-1b"]}])
def test_the_number_of_zones_replaces_no_subnet(create: Data) -> None:
    """A zone more or less adds or removes subnets; those of the other zones stay."""
    change = {"network": {"vpc": "create", "parent_vpc_stack": None, "create": create}}
    stack = Stack(render(change))
    rows = change_rows(stack, Causes(stack.rendering, TEXTS))
    [subnet] = [row for row in rows if row.properties.startswith("PrivateSubnetA: ")]
    assert subnet.settings[:2] == ["network.vpc", "network.create.cidr"]
    assert not {"network", "network.zones", "alb.scheme"} & {*subnet.settings}
