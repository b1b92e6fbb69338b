"""Where a value comes from, as a person asks for it."""

from __future__ import annotations

import pytest

from tests.support import Folder

CONFIG = """\
extends: _base.yml
fleet: {max_size: 5}
overrides:
  Resources:
    TargetGroup: {Properties: {Port: 8080}}
"""
BASE = "regions: [eu-west-1]\nfleet:\n  min_size: 3\napplication: {baked: true}\n"
OVERRIDE = (
    "    from overrides.Resources.TargetGroup.Properties.Port (override: config/case.yml:5:38)"
)
EXPLAINED = {
    "environment": (
        "AutoScalingGroup.MaxSize",
        ['  "5"', "    from fleet.max_size (environment: config/case.yml:2:19)"],
    ),
    "base": (
        "Resources.AutoScalingGroup.Properties.MinSize",
        ['  "3"', "    from fleet.min_size (base: config/_base.yml:3:13)"],
    ),
    "default": (
        "TargetGroup.HealthCheckPath",
        ['  "/"', "    from alb.health_check.path (default: not set in any file)"],
    ),
    "override": (
        "TargetGroup.Port",
        [
            "  8080",
            OVERRIDE,
        ],
    ),
    "no setting": ("AutoScalingGroup.HealthCheckType", ['  "ELB"']),
    "parameter": (
        "InstanceType.Default",
        ["    from fleet.instance_type (default: not set in any file)"],
    ),
}


@pytest.mark.parametrize("name", EXPLAINED)
def test_a_value(name: str, stack: Folder) -> None:
    path, expected = EXPLAINED[name]
    stack.write("config/_base.yml", BASE)
    stack.write("config/case.yml", CONFIG)
    result = stack.run("--explain", path, "config/case.yml")
    assert result.code == 0
    lines = result.out.splitlines()
    assert [line for line in expected if line not in lines] == []
    assert any(line.startswith("    made in partials/") for line in lines)


def test_who_else_uses_a_setting_and_what_it_means(stack: Folder) -> None:
    stack.write("config/case.yml", "regions: [eu-west-1]\napplication: {baked: true}\n")
    text = stack.run("--explain", "TargetGroup.Port", "config/case.yml").out
    assert "TCP port that the application listens on" in text
    assert "also in " in text
    assert "Resources.InstanceSecurityGroup.Properties.SecurityGroupIngress[0].FromPort" in text


def test_a_whole_resource(stack: Folder) -> None:
    stack.write("config/case.yml", "regions: [eu-west-1]\napplication: {baked: true}\n")
    text = stack.run("--explain", "ScaleOutPolicy", "config/case.yml").out
    assert "  Properties.ScalingAdjustment: 25" in text
    assert '  Properties.AutoScalingGroupName.Ref: "AutoScalingGroup"' in text


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("LoadBalncer", "did you mean 'LoadBalancer'?"),
        ("AutoScalingGroup.Size", "AutoScalingGroup has VPCZoneIdentifier"),
    ],
)
def test_no_such_element(path: str, hint: str, stack: Folder) -> None:
    stack.write("config/case.yml", "regions: [eu-west-1]\napplication: {baked: true}\n")
    result = stack.run("--explain", path, "config/case.yml")
    assert result.code == 2
    assert result.lines[0] == (
        f"config/case.yml: error: --explain {path}: no such element in the template"
    )
    assert hint in result.lines[1]
    assert result.out == ""
