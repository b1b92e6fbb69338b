"""Each protection is found where an override or a partial of the team's own weakens it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.checks.protections import rows, weakened
from pipeline.diagnostic import Diagnostic
from pipeline.paths import exists
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import Rendering, render_config
from tests.rendered import (
    ENVIRONMENTS,
    EXAMPLES,
    PROJECT,
    SCHEMA,
    SMALLEST,
    Data,
    merged,
    read_cases,
)
from tests.support import ROOT, Folder

CASES: list[Data] = read_cases(ROOT / "tests" / "protections.yml")
_MAXIMAL: Data = read_cases(ROOT / "tests" / "maximal.yml")
STACKS = [merged(_MAXIMAL["everything"], each) for each in _MAXIMAL["and"]]


def config_of(case: Data) -> Data:
    """Return the config that a case weakens."""
    if "alone" in case:
        return merged(SMALLEST, case["alone"])
    return merged(STACKS[0], case.get("given", {}))


def render_case(
    folder: Path, config: Data, over: Data | None = None, partial: str = ""
) -> Rendering:
    """Render a config with an override, or with a partial of the team's own."""
    folder.mkdir(exist_ok=True)
    text = yaml.safe_dump({"regions": ["eu-west-1"], **config})
    if over:
        text += yaml.safe_dump({"overrides": {"Resources": _nested(over)}})
    (folder / "case.yml").write_text(text, encoding="utf-8")
    partials = PROJECT.partials
    if partial:
        partials = folder / "partials"
        shutil.copytree(PROJECT.partials, partials)
        (partials / "own.yml.j2").write_text(partial, encoding="utf-8")
    environment = PartialEnvironment(partials, PROJECT.bytecode)
    return render_config(environment, SCHEMA, folder / "case.yml", "case.yml")


def _found(
    folder: Path, config: Data, over: Data | None = None, partial: str = ""
) -> list[Diagnostic]:
    return weakened(render_case(folder, config, over, partial), "output/case.yml")


def _nested(over: Data) -> Data:
    [(path, value)] = over.items()
    for key in reversed(path.split(".")):
        value = {key: value}
    nested: Data = value
    return nested


def _name(case: Any) -> str:
    where = next(iter(case["over"])) if "over" in case else "partial"
    return f"{case['rule']}-{where}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_weakened_protection_is_found(case: Data, tmp_path: Path) -> None:
    found = _found(tmp_path, config_of(case), case.get("over"), case.get("partial", ""))
    match = next((each for each in found if each.rule == case["rule"]), None)
    assert match, [each.text for each in found]
    lines = (tmp_path / "case.yml").read_text(encoding="utf-8").splitlines()
    if "over" in case:
        assert match.location.file == "case.yml"
        assert match.location.line > lines.index("overrides:") + 1
    else:
        assert match.location.file == "partials/own.yml.j2"


def test_every_protection_is_weakened_in_a_test() -> None:
    known = [row["rule"] for row in rows()]
    assert len(known) == len(set(known))
    assert {case["rule"] for case in CASES} == set(known)


def _names(row: Data) -> list[str]:
    single = [
        row.get(key)
        for key in ("setting", "at_least", "at_most", "egress", "each", "among", "only")
    ]
    listed = [*row.get("when", []), *row.get("admits", []), row.get("unless")]
    return [name.partition("=")[0] for name in (*single, *listed) if isinstance(name, str)]


def test_every_setting_that_a_protection_names_is_there(tmp_path: Path) -> None:
    path = tmp_path / "case.yml"
    path.write_text(yaml.safe_dump({"regions": ["eu-west-1"], **STACKS[0]}), encoding="utf-8")
    environment = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)
    values = render_config(environment, SCHEMA, path, path.name).values
    names = [name for row in rows() for name in _names(row)]
    assert [name for name in names if not exists(values, tuple(name.split(".")))] == []


@pytest.mark.parametrize("path", [*ENVIRONMENTS, *EXAMPLES], ids=lambda path: path.stem)
def test_nothing_is_weakened_in_the_configs(path: Path) -> None:
    rendering = render_config(
        PartialEnvironment(PROJECT.partials, PROJECT.bytecode), SCHEMA, path, path.name
    )
    assert weakened(rendering, "x") == []


@pytest.mark.parametrize("config", STACKS, ids=["refresh", "mixed", "replace"])
def test_nothing_is_weakened_with_everything_on(config: Data, tmp_path: Path) -> None:
    assert _found(tmp_path, config) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("LoadBalancer.Properties.LoadBalancerAttributes", [{"Key": "a.b", "Value": "c"}]),
        ("LogGroup.Properties.RetentionInDays", 3653),
        ("LaunchTemplate.Properties.LaunchTemplateData.EbsOptimized", True),
        ("InstanceSecurityGroup.Properties.GroupDescription", "Other"),
        ("LoadBalancer.Properties.Scheme", "internal"),
        ("AutoScalingGroup.Properties.VPCZoneIdentifier", [{"Ref": "PrivateSubnetA"}]),
    ],
)
def test_other_overrides_weaken_nothing(path: str, value: Any, tmp_path: Path) -> None:
    assert _found(tmp_path, STACKS[0], {path: value}) == []


BASE = "regions: [eu-west-1]\napplication: {baked: true}\n"
PROTECTED = f"""\
{BASE}\
alb: {{deletion_protection: true}}
overrides:
  Resources:
    LoadBalancer:
      Properties:
        LoadBalancerAttributes:
          - {{Key: idle_timeout.timeout_seconds, Value: null}}
          - {{Key: deletion_protection.enabled, Value: "false"}}
"""
WAIVER = """\
waivers:
  - {rule: P0101, resource: LoadBalancer, reason: a try, until: "2099-12-31"}
"""


def test_a_weakened_protection_fails_the_run_at_its_line(stack: Folder) -> None:
    stack.write("config/case.yml", PROTECTED)
    result = stack.run("config/case.yml")
    assert result.code == 1
    assert result.lines[0].startswith(
        "config/case.yml:10:55: error: deletion protection is off [P0101]"
    )
    assert result.lines[1] == (
        "    hint: change alb.deletion_protection instead, or add a waiver of P0101 with the reason"
    )


def test_a_weakened_protection_can_be_waived(stack: Folder) -> None:
    stack.write("config/case.yml", PROTECTED + WAIVER)
    result = stack.run("config/case.yml")
    assert result.code == 0, result.err
    assert "deletion protection is off [P0101] waived until 2099-12-31: a try" in result.err


def test_a_template_that_is_known_to_be_clean_is_judged_by_its_settings(stack: Folder) -> None:
    attributes = '[{Key: deletion_protection.enabled, Value: "false"}]'
    properties = f"{{LoadBalancerAttributes: {attributes}}}"
    over = f"overrides: {{Resources: {{LoadBalancer: {{Properties: {properties}}}}}}}\n"
    stack.write("config/case.yml", BASE + over)
    assert stack.run("config/case.yml").code == 0
    stack.write("config/case.yml", BASE + "alb: {deletion_protection: true}\n" + over)
    assert stack.run("config/case.yml").code == 1


THREE = "{BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true}"


def _hints(folder: Path, partial: str) -> dict[str, str]:
    return {each.rule: each.hint for each in _found(folder, STACKS[0], partial=partial)}


def test_a_new_bucket_blocks_public_access_by_default(tmp_path: Path) -> None:
    bucket = "Resources: {Uploads: {Type: AWS::S3::Bucket}}"
    assert _hints(tmp_path, bucket) == {}


@pytest.mark.parametrize(
    ("resource", "rule", "hint"),
    [
        (
            f"{{Type: AWS::S3::Bucket, Properties: {{PublicAccessBlockConfiguration: {THREE}}}}}",
            "P0606",
            "add Properties.PublicAccessBlockConfiguration.RestrictPublicBuckets: true, or add a ",
        ),
        ("{Type: AWS::KMS::Key}", "P0703", "add Properties.EnableKeyRotation: true, or add a "),
        (
            "{Type: AWS::KMS::Key, Properties: {EnableKeyRotation: false}}",
            "P0703",
            "delete it, or add a ",
        ),
    ],
)
def test_what_is_missing_is_to_be_added(
    resource: str, rule: str, hint: str, tmp_path: Path
) -> None:
    hints = _hints(tmp_path, f"Resources: {{Own: {resource}}}")
    assert hints[rule] == f"{hint}waiver of {rule} with the reason"


def test_what_an_override_removes_is_not_to_be_added(tmp_path: Path) -> None:
    over = {"AccessLogsBucket.Properties.PublicAccessBlockConfiguration": None}
    [found] = _found(tmp_path, STACKS[0], over)
    assert (found.rule, found.hint[:9]) == ("P0613", "delete it")
