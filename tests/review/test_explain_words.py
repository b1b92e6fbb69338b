"""What `--explain` says, word for word, of a template that is small enough to read."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from pipeline.diagnostic import InvalidInput, Location
from pipeline.paths import KeyPath
from pipeline.render.provenance import Origin, Source
from pipeline.review.explain.answer import explain
from pipeline.review.explain.element import explain_element, shown
from pipeline.review.explain.setting import explain_setting
from pipeline.template.assembly import Rendering
from pipeline.template.template import Template
from tests.review.support import PARTIALS, PROJECT, base_rendering, render

LOG = "AWS::Logs::LogGroup"
ZONE = {"Fn::FindInMap": ["Zones", "eu-west-1", "One"]}
DATA: dict[str, Any] = {
    "Parameters": {"Days": {"Type": "Number", "Default": 14}},
    "Mappings": {"Zones": {"eu-west-1": {"One": "a"}}},
    "Conditions": {"Long": {"Fn::Equals": [{"Ref": "Days"}, 14]}},
    "Resources": {
        "Log": {
            "Type": LOG,
            "Condition": "Long",
            "DependsOn": "Other",
            "Properties": {
                "RetentionInDays": {"Ref": "Days"},
                "LogGroupName": {"Fn::Sub": "${Other}-${Other.Arn}-${AWS::Region}"},
                "KmsKeyId": {"Fn::GetAtt": ["Other", "Arn"]},
                "Tags": [{"Key": "zone", "Value": ZONE}],
                "LogGroupClass": {"Fn::If": ["Long", "STANDARD", "INFREQUENT_ACCESS"]},
                "Empty": {},
            },
        },
        "Other": {"Type": LOG, "Properties": {"LogGroupName": {"Fn::Sub": ["${x}", {"x": "y"}]}}},
    },
    "Outputs": {"Name": {"Value": {"Fn::GetAtt": "Log.Arn"}}},
}  # fmt: skip
PARTIAL = Location("partials/none.yml.j2", 3)
DAYS = Origin(("logs", "retention_days"), Location("config/prod.yml"), "default")
SIZE = Origin(("fleet", "max_size"), Location("config/prod.yml", 4, 2), "environment")
IN_LOG: KeyPath = ("Resources", "Log")
SOURCES = {
    ("Parameters", "Days", "Default"): Source(PARTIAL, (DAYS,)),
    IN_LOG: Source(PARTIAL),
    (*IN_LOG, "Properties", "Tags"): Source(PARTIAL._replace(line=7), (SIZE,)),
    (*IN_LOG, "Properties", "LogGroupClass"): Source(PARTIAL._replace(line=8), (SIZE,)),
}


@pytest.fixture(scope="module")
def rendering() -> Rendering:
    """Return a rendering with this template."""
    return base_rendering()._replace(template=Template(copy.deepcopy(DATA), dict(SOURCES)))


def described(rendering: Rendering, *path: str) -> str:
    schema = rendering.config.schema
    for key in path:
        schema = schema["properties"][key]
    text: str = schema["description"]
    return text


def element(rendering: Rendering, *path: str | int) -> list[str]:
    return explain_element(rendering, PROJECT.partials, path).splitlines()


def test_a_reference_leads_on_to_all_of_a_parameter(rendering: Rendering) -> None:
    assert element(rendering, *IN_LOG, "Properties", "RetentionInDays") == [
        "Resources.Log.Properties.RetentionInDays",
        "  !Ref Days",
        "    made in partials/none.yml.j2:3",
        "    refers to Parameters.Days",
        '      Type: "Number"',
        "      Default: 14",
        "        made in partials/none.yml.j2:3",
        "        from logs.retention_days (default: not set in any file)",
        f"          {described(rendering, 'logs', 'retention_days')}",
    ]


def test_what_is_said_once_is_not_said_again(rendering: Rendering) -> None:
    lines = element(rendering, "Resources", "Log")
    assert lines.count(f"    refers to Resources.Other ({LOG})") == 3
    assert lines.count("    refers to Conditions.Long") == 2
    assert [line.strip() for line in lines].count('Type: "Number"') == 1


def test_where_else_a_setting_shows(rendering: Rendering) -> None:
    assert element(rendering, *IN_LOG, "Properties", "LogGroupClass", "Fn::If", 1) == [
        "Resources.Log.Properties.LogGroupClass.Fn::If[1]",
        '  "STANDARD"',
        "    made in partials/none.yml.j2:8",
        "    from fleet.max_size (environment: config/prod.yml:4:2)",
        f"      {described(rendering, 'fleet', 'max_size')}",
        "      also in Resources.Log.Properties.Tags, Resources.Log.Properties.LogGroupClass",
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((*IN_LOG, "Condition"), ["Conditions.Long", "Parameters.Days"]),
        ((*IN_LOG, "DependsOn"), ["Resources.Other"]),
        ((*IN_LOG, "Properties", "LogGroupName"), ["Resources.Other"]),
        ((*IN_LOG, "Properties", "KmsKeyId"), ["Resources.Other"]),
        ((*IN_LOG, "Properties", "Tags"), ["Mappings.Zones"]),
        ((*IN_LOG, "Properties", "LogGroupClass"), ["Conditions.Long", "Parameters.Days"]),
        (("Outputs", "Name", "Value"), ["Resources.Log"]),
        (("Resources", "Other"), []),
    ],
)
def test_what_an_element_refers_to(
    path: KeyPath, expected: list[str], rendering: Rendering
) -> None:
    lines = [each.strip() for each in element(rendering, *path)]
    found = [each.split()[2].rstrip(",") for each in lines if each.startswith("refers to")]
    assert found == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "A"}, "!Ref A"),
        ({"Fn::GetAtt": ["A", "B.C"]}, "!GetAtt A.B.C"),
        ({"Fn::GetAtt": "A.B"}, "!GetAtt A.B"),
        ({"Ref": "A", "b": 1}, '{"Ref": "A", "b": 1}'),
        ("\u00e4", '"\u00e4"'),
        ({}, "{}"),
        (None, "null"),
    ],
)
def test_a_value_as_the_template_has_it(value: Any, expected: str) -> None:
    assert shown(value) == expected


@pytest.mark.parametrize(
    ("what", "first"),
    [
        ("Log.Tags[0].Key", "Resources.Log.Properties.Tags[0].Key"),
        ("Resources.Log.Type", "Resources.Log.Type"),
        ("Outputs.Name", "Outputs.Name"),
        ("Days", "Parameters.Days"),
        ("Conditions", "Conditions"),
    ],
)
def test_the_short_name_of_an_element(what: str, first: str, rendering: Rendering) -> None:
    assert explain(rendering, PROJECT, what).splitlines()[0] == first


@pytest.mark.parametrize(
    ("what", "kind", "hint"),
    [
        ("Log.Tagz", "element in the template", "did you mean 'Tags'?"),
        (
            "Log.Zzzzz",
            "element in the template",
            (
                "Resources.Log.Properties has RetentionInDays, LogGroupName, KmsKeyId, Tags, "
                "LogGroupClass, Empty"
            ),
        ),
        ("Log.Tags[3]", "element in the template", "Resources.Log.Properties.Tags has 1 entries"),
        ("Log.Empty.X", "element in the template", "Resources.Log.Properties.Empty has nothing"),
        ("Resources.Lag", "element in the template", "did you mean 'Log'?"),
        ("Othr", "element in the template", "did you mean 'Other'?"),
        ("qqqqq", "element in the template", "name a resource, such as LoadBalancer, or a setting"),
        ("max_size", "element in the template", "did you mean 'fleet.max_size'?"),
        ("fleet.max_sze", "setting", "did you mean 'max_size'?"),
        ("fleet.max_size.x", "setting", "fleet.max_size has nothing inside"),
        ("regions[4]", "setting", "regions has 1 entries, counted from 0"),
    ],
)
def test_what_is_not_there(what: str, kind: str, hint: str, rendering: Rendering) -> None:
    with pytest.raises(InvalidInput) as refused:
        explain(rendering, PROJECT, what)
    [found] = refused.value.diagnostics
    assert found.message == f"--explain {what}: no such {kind}"
    assert found.hint.startswith(hint)
    assert found.location == Location(rendering.config.name)


@pytest.mark.parametrize(("count", "more"), [(12, False), (13, True)])
def test_a_long_list_of_names_ends_after_twelve(count: int, more: bool) -> None:
    properties = {f"P{number}": 1 for number in range(count)}
    data = {"Resources": {"Log": {"Type": LOG, "Properties": properties}}}
    rendering = base_rendering()._replace(template=Template(data, {}))
    with pytest.raises(InvalidInput) as refused:
        explain(rendering, PROJECT, "Log.Zzzzz")
    hint = refused.value.diagnostics[0].hint
    assert hint == (
        "Resources.Log.Properties has P0, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11"
        + (", ..." if more else "")
    )


def setting(path: str, **change: Any) -> list[str]:
    return explain_setting(render(change), PARTIALS, tuple(path.split("."))).splitlines()


def test_a_setting_with_what_it_feeds() -> None:
    [head, text, *rest] = setting("fleet.max_size")
    assert head.startswith("fleet.max_size: 4 (config/prod.yml:")
    assert text.startswith("  ")
    lines = [line.partition(" (")[0].rstrip() for line in rest]
    assert lines[:2] == [
        "  shown in:",
        '    Resources.AutoScalingGroup.Properties.MaxSize: "4"',
    ]


@pytest.mark.parametrize(
    ("path", "change", "titles"),
    [
        ("fleet.max_size", {}, ["shown in"]),
        (
            "dashboard.enabled",
            {},
            ["with true in its place, new"],
        ),
        ("dashboard.enabled", {"dashboard": {"enabled": True}}, ["with false in its place, gone"]),
        ("custom", {}, []),
    ],
)
def test_what_another_value_would_change(
    path: str, change: dict[str, Any], titles: list[str]
) -> None:
    lines = setting(path, **change)
    found = [line.strip(" :") for line in lines if line.startswith("  ") and line.endswith(":")]
    assert set(titles) <= set(found), lines
