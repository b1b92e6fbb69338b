"""What a setting feeds, and the template with its sources."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from pipeline.config.unused import unused
from pipeline.paths import KeyPath, dotted, is_within, walk
from pipeline.render.provenance import Source
from pipeline.review.explain.annotated import annotated
from pipeline.review.explain.setting import explain_setting
from pipeline.template.assembly import render_config
from tests.rendered import ENVIRONMENTS, EXAMPLES
from tests.review.support import PARTIALS, SCHEMA, render


def feeds(change: dict[str, Any], setting: str) -> dict[str, list[str]]:
    """Return what a setting feeds: the elements below each title."""
    path: KeyPath = tuple(setting.split("."))
    found: dict[str, list[str]] = {}
    title = ""
    for line in explain_setting(render(change), PARTIALS, path).splitlines()[1:]:
        if line.startswith("    "):
            found[title].append(line.strip().partition(": ")[0])
        elif line.endswith(":"):
            title = line.strip(" :")
            found[title] = []
    return found


@pytest.mark.parametrize(
    ("change", "setting", "title", "elements"),
    [
        (
            {},
            "application.port",
            "shown in",
            [
                "Resources.TargetGroup.Properties.Port",
                "Resources.LoadBalancerSecurityGroup.Properties.SecurityGroupEgress[0].FromPort",
            ],
        ),
        (
            {},
            "fleet.max_size",
            "shown in",
            ["Resources.AutoScalingGroup.Properties.MaxSize"],
        ),
        (
            {},
            "alarms.memory.enabled",
            "with false in its place, gone",
            ["Resources.MemoryAlarm"],
        ),
        (
            {},
            "alarms.memory.enabled",
            "with false in its place, changed",
            ["Resources.LaunchTemplate.Properties.LaunchTemplateData.UserData.Fn::Base64.Fn::Sub"],
        ),
        (
            {},
            "encryption.key",
            'with "create" in its place, new',
            ["Resources.Key", "Resources.LogGroup.Properties.KmsKeyId"],
        ),
        (
            {"access": {"bastion_stack": "bastion"}},
            "access.bastion_stack",
            "shown in",
            [
                (
                    "Resources.InstanceSecurityGroup.Properties.SecurityGroupIngress[1]"
                    ".SourceSecurityGroupId.Fn::ImportValue"
                )
            ],
        ),
        (
            {"access": {"bastion_stack": ""}},
            "access.bastion_stack",
            'with "bastion" in its place, changed',
            ["Outputs.Shell.Value"],
        ),
    ],
)
def test_a_setting_names_what_it_feeds(
    change: dict[str, Any], setting: str, title: str, elements: list[str]
) -> None:
    found = feeds(change, setting)
    assert set(elements) <= set(found[title]), found


def test_a_setting_with_the_default_of_a_parameter_leads_on_to_its_references() -> None:
    base = {"regions": ["eu-west-1"], "application": {"baked": True}}
    asking = {"parameters": ["InstanceType"]}
    text = explain_setting(render(asking, base), PARTIALS, ("fleet", "instance_type"))
    assert "  by reference in:\n    Resources.LaunchTemplate.Properties.LaunchTemplateData" in text


def test_a_section_lists_its_settings() -> None:
    text = explain_setting(render(), PARTIALS, ("fleet", "warm_pool"))
    assert text.splitlines()[:2] == [
        "fleet.warm_pool, a section",
        "fleet.warm_pool.enabled: false (default)",
    ]


@pytest.mark.parametrize("setting", ["custom", "alb.cognito.user_pool"])
def test_a_setting_that_feeds_nothing_says_so(setting: str) -> None:
    path: KeyPath = tuple(setting.split("."))
    last = explain_setting(render(), PARTIALS, path).splitlines()[-1]
    assert "the template is the same" in last or "shown in no element" in last


def test_a_setting_that_the_sheet_leaves_out_has_no_effect() -> None:
    rendering = render()
    settings = rendering.config.settings
    off = [each.path for each in unused(settings)]
    leaves = [
        path
        for path, value in walk(settings)
        if is_within(path, off) and not (isinstance(value, dict) and value)
    ]
    assert len(leaves) > 30
    found = {dotted(each): explain_setting(rendering, PARTIALS, each) for each in leaves}
    assert [
        name for name, text in found.items() if "in its place, " in text and "same" not in text
    ] == []
    assert [name for name, text in found.items() if "shown in:" in text] == []


@pytest.mark.parametrize("path", [*ENVIRONMENTS, *EXAMPLES], ids=lambda path: path.stem)
def test_annotated_copy_is_the_same_template_with_a_source_beside_each_line(path: Any) -> None:
    rendering = render_config(PARTIALS, SCHEMA, path, path.name)
    text = annotated(rendering)
    assert _tree(text) == _tree(rendering.text)
    lines = text.splitlines()
    assert [line.partition("  # partials/")[0].rstrip() for line in lines] == [
        line.rstrip() for line in rendering.text.splitlines()
    ]
    for name, resource in rendering.template.data["Resources"].items():
        source = rendering.template.source(("Resources", name))
        assert isinstance(source, Source), resource
        heads = [line for line in lines if line.startswith(f"  {name}: ")]
        assert any(f"  # {source.partial}" in line for line in heads)


def _tree(text: str) -> Any:
    """Return the events of a YAML text without positions."""
    return [
        (type(each).__name__, getattr(each, "tag", None), getattr(each, "value", None))
        for each in yaml.parse(text, Loader=yaml.SafeLoader)
    ]
