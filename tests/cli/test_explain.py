"""Where a value comes from, as a person asks for it."""

from __future__ import annotations

import re

import pytest

from tests.support import Folder

SMALL = "regions: [eu-west-1]\napplication: {baked: true}\n"
CONFIG = """\
extends: _base.yml
fleet: {max_size: 5}
overrides:
  Resources:
    TargetGroup: {Properties: {Port: 8080}}
"""
BASE = """\
regions: [eu-west-1]
parameters: [InstanceType]
fleet:
  min_size: 3
application: {baked: true}
"""
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
        ['  "3"', "    from fleet.min_size (base: config/_base.yml:4:13)"],
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
    stack.write("config/case.yml", SMALL)
    text = stack.run("--explain", "TargetGroup.Port", "config/case.yml").out
    assert "TCP port that the application listens on" in text
    assert "also in " in text
    assert "Resources.InstanceSecurityGroup.Properties.SecurityGroupIngress[0].FromPort" in text


def test_a_whole_resource(stack: Folder) -> None:
    stack.write("config/case.yml", SMALL + "scaling: {policy: simple}\n")
    text = stack.run("--explain", "ScaleOutPolicy", "config/case.yml").out
    assert "  Properties.ScalingAdjustment: 25" in text
    assert "  Properties.AutoScalingGroupName: !Ref AutoScalingGroup" in text


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("LoadBalncer", "did you mean 'LoadBalancer'?"),
        ("AutoScalingGroup.MinSze", "did you mean 'MinSize'?"),
        ("AutoScalingGroup.X", "AutoScalingGroup.Properties has VPCZoneIdentifier"),
        ("LoadBalancer.Subnets[9]", "LoadBalancer.Properties.Subnets has 2 entries"),
        ("LoadBalancer.Scheme.X", "LoadBalancer.Properties.Scheme has nothing inside"),
        ("access_logs", "did you mean 'alb.access_logs'?"),
    ],
)
def test_no_such_element(path: str, hint: str, stack: Folder) -> None:
    stack.write("config/case.yml", SMALL)
    result = stack.run("--explain", path, "config/case.yml")
    assert result.code == 2
    assert result.lines[0] == (
        f"config/case.yml: error: --explain {path}: no such element in the template"
    )
    assert hint in result.lines[1]
    assert result.out == ""


def test_no_such_setting(stack: Folder) -> None:
    stack.write("config/case.yml", SMALL)
    result = stack.run("--explain", "fleet.min_sze", "config/case.yml")
    assert result.code == 2
    assert result.lines[:2] == [
        "config/case.yml: error: --explain fleet.min_sze: no such setting",
        "    hint: did you mean 'min_size'?",
    ]


@pytest.mark.parametrize("index", ["[0]", ".0"])
def test_an_entry_of_a_list(index: str, stack: Folder) -> None:
    stack.write("config/case.yml", SMALL)
    result = stack.run("--explain", f"LoadBalancer.Subnets{index}", "config/case.yml")
    assert result.out.startswith("Resources.LoadBalancer.Properties.Subnets[0]\n")


def test_a_reference_leads_on_to_the_parameter_and_its_setting(stack: Folder) -> None:
    stack.write("config/case.yml", SMALL + "parameters: [InstanceType]\n")
    path = "LaunchTemplate.LaunchTemplateData.InstanceType"
    lines = stack.run("--explain", path, "config/case.yml").out.splitlines()
    assert lines[1] == "  !Ref InstanceType"
    assert lines[3].startswith("    refers to Parameters.InstanceType, made in partials/")
    at = lines.index('      Default: "t3.micro"')
    assert lines[at + 2] == "        from fleet.instance_type (default: not set in any file)"


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (
            "LogGroup.KmsKeyId",
            "    refers to Resources.Key (AWS::KMS::Key), made in partials/encryption.yml.j2",
        ),
        ("LogGroup.KmsKeyId", "      which is there because of encryption.key"),
        (
            "Outputs.URL.Value",
            (
                "    refers to Resources.LoadBalancer (AWS::ElasticLoadBalancingV2::LoadBalancer), "
                "made in partials/alb.yml.j2"
            ),
        ),
        (
            "AutoScalingGroup.DependsOn",
            (
                "    refers to Resources.HttpListener (AWS::ElasticLoadBalancingV2::Listener), "
                "made in partials/listeners.yml.j2"
            ),
        ),
        (
            "InstanceRole.Policies[0].PolicyDocument.Statement[4]",
            (
                "    refers to Conditions.HasNotSSHBastionSecurityGroup, made in "
                "partials/access.yml.j2"
            ),
        ),
    ],
)
def test_a_reference_names_what_it_leads_to(path: str, line: str, stack: Folder) -> None:
    more = "encryption: {key: create}\nparameters: [ParentSSHBastionStack]\n"
    stack.write("config/case.yml", SMALL + more)
    lines = stack.run("--explain", path, "config/case.yml").out.splitlines()
    assert line in [re.sub(r"(?<=j2):\d+$", "", each) for each in lines]


def test_without_a_path_the_whole_template(stack: Folder) -> None:
    stack.write("config/case.yml", SMALL)
    result = stack.run("--explain", "config/case.yml")
    assert result.code == 0
    [line] = [line for line in result.out.splitlines() if line.lstrip().startswith("MinSize:")]
    assert re.fullmatch(
        r" +MinSize: '2' +# partials/fleet\.yml\.j2:\d+ <- fleet\.min_size \(default\)", line
    )


def test_an_element_without_a_config_is_a_usage_error(small: Folder) -> None:
    result = small.run("--explain", "AutoScalingGroup.MinSize")
    command = "python render.py --explain AutoScalingGroup.MinSize config/prod.yml"
    assert result.code == 2
    assert f"--explain AutoScalingGroup.MinSize needs a config: {command}" in result.err
