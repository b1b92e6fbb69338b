"""A port that would interrupt the stack is not rendered over the output of before."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from pipeline.review.port_change import changed_ports
from tests.support import REGIONS, Folder

PORT = "application:\n  placeholder: true\n  port: "
MAINTENANCE = "alb: {maintenance: {enabled: true}}\n"
REFUSED = (
    "config/shop.yml:3:9: error: application.port: 8080, and 3000 in output/shop.yml: the target "
    "group is replaced, and requests fail until instances are healthy in the new one"
)


def _config(port: int, rest: str = "") -> str:
    return f"{PORT}{port}\n{REGIONS}{rest}"


def _render(stack: Folder, config: str, *options: str) -> list[str]:
    stack.write("config/shop.yml", config)
    return stack.run("--no-lint", *options, "config/shop.yml").lines


@pytest.fixture
def rendered(stack: Folder) -> Folder:
    _render(stack, _config(3000))
    return stack


def _port(stack: Folder) -> int:
    data = yaml.load(stack.read("output/shop.yml"), Loader=yaml.BaseLoader)  # noqa: S506 (no tags)
    return int(data["Resources"]["TargetGroup"]["Properties"]["Port"])


def test_a_new_port_is_refused_with_the_way_to_do_it(rendered: Folder) -> None:
    before = rendered.read("output/shop.yml")
    lines = _render(rendered, _config(8080))
    assert lines[0] == REFUSED
    assert "alb.maintenance.enabled: true first" in lines[1]
    assert rendered.read("output/shop.yml") == before


def test_the_documented_steps_are_rendered(rendered: Folder) -> None:
    _render(rendered, _config(3000, MAINTENANCE))
    _render(rendered, _config(8080, MAINTENANCE))
    assert _port(rendered) == 8080
    _render(rendered, _config(8080))
    assert "MaintenanceListenerRule" not in rendered.read("output/shop.yml")


@pytest.mark.parametrize("port", [3000, 8080])
def test_maintenance_has_to_be_deployed_before_and_go_on(rendered: Folder, port: int) -> None:
    first, then = ("", MAINTENANCE) if port == 3000 else (MAINTENANCE, "")
    _render(rendered, _config(3000, first))
    assert _render(rendered, _config(8080, then))[0] == REFUSED


@pytest.mark.parametrize("output", [None, "not: [a, template", "Resources: {TargetGroup: none}\n"])
def test_without_a_template_of_before_any_port_is_rendered(
    rendered: Folder, output: str | None
) -> None:
    if output is None:
        (rendered.root / "output" / "shop.yml").unlink()
    else:
        rendered.write("output/shop.yml", output)
    _render(rendered, _config(8080))
    assert _port(rendered) == 8080


def test_what_writes_nothing_shows_the_change(rendered: Folder) -> None:
    rendered.write("config/shop.yml", _config(8080))
    result = rendered.run("--no-lint", "--diff", "config/shop.yml")
    assert "+      Port: 8080" in result.out
    impact = rendered.run("--no-lint", "--impact", "config/shop.yml")
    assert "every request fails with 503" in impact.out


TYPE = "AWS::ElasticLoadBalancingV2::TargetGroup"
RULE: dict[str, Any] = {"MaintenanceListenerRule": {}}


def _target(port: Any, type_: str = TYPE) -> dict[str, Any]:
    return {"Target": {"Type": type_, "Properties": {"Port": port}}}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (_target(80), _target(81), [("Target", 80, 81)]),
        (_target(80), _target(80), []),
        (_target(80), {}, []),
        ({}, _target(80), []),
        (_target(80), {"Target": {"Type": TYPE}}, [("Target", 80, None)]),
        ({"Target": {"Type": TYPE}}, _target(80), []),
        (_target(80, "AWS::SNS::Topic"), _target(81, "AWS::SNS::Topic"), []),
        # requests have the maintenance answer before the change and after it
        ({**_target(80), **RULE}, {**_target(81), **RULE}, []),
        ({**_target(80), **RULE}, _target(81), [("Target", 80, 81)]),
        (_target(80), {**_target(81), **RULE}, [("Target", 80, 81)]),
    ],
)
def test_target_groups_with_another_port(
    old: dict[str, Any], new: dict[str, Any], expected: list[tuple[str, Any, Any]]
) -> None:
    assert list(changed_ports(old, new)) == expected
