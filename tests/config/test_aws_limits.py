"""AWS's limits: one table, which the schema's bounds and the readiness rules agree with."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from pipeline.config import published_names
from pipeline.config.aws_limits import LIMITS, limit, zones
from pipeline.config.constraints.names import ATTRIBUTES
from pipeline.config.published_names import DATA_IDENTIFIERS, time_zones
from pipeline.config.schema import Schema, subschema
from tests.rendered import SCHEMA
from tests.support import ROOT

BOUNDS = [(name, bound) for name, each in LIMITS.items() for bound in each.bounds]


def _at(name: str) -> Schema:
    """Return the subschema of a setting, or of one in the entries of a list."""
    schema = SCHEMA
    for key in name.split("."):
        schema = subschema(schema.get("items", schema), (key,))
    return schema


@pytest.mark.parametrize(("name", "bound"), BOUNDS, ids=[bound for _, bound in BOUNDS])
def test_a_bound_of_the_schema(name: str, bound: str) -> None:
    setting, _, keyword = bound.rpartition(".")
    assert _at(setting)[keyword] == LIMITS[name].value


def test_every_limit_has_its_page() -> None:
    assert {name for name, each in LIMITS.items() if "https://docs.aws." not in each.page} == set()


def _asked_for() -> set[str]:
    """Return the texts in what checks configs and templates, among them the names of limits."""
    folders = [ROOT / "pipeline" / name for name in ("config/constraints", "template")]
    files = [path for folder in folders for path in folder.glob("*.py")]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text()))]
    return {node.value for node in nodes if isinstance(node, ast.Constant)}  # type: ignore[misc]


def test_every_limit_is_used() -> None:
    used = _asked_for()
    assert {name for name, each in LIMITS.items() if not each.bounds and name not in used} == set()


_GP3 = tuple(
    limit(f"{name} gp3 volume") for name in ("IOPS of each", "IOPS of a", "IOPS for each GiB of a")
)


def _constants(rule: str) -> str:
    return (ROOT / "rules" / "ec2_readiness" / rule).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("instances/volume_performance.py", f'"gp3": {_GP3}'),
        ("instances/volume_performance.py", f"min({limit('MiB/s of a gp3 volume')}, "),
        ("balancing/rule_values_within_limit.py", f"> {limit('values of a listener rule')}:"),
        ("scaling/hook_heartbeat.py", f"<= {limit('seconds of a lifecycle hook')}:"),
        (
            "engine/_attributes.py",
            f"low=60, high={limit('seconds of the client keep-alive')}",
        ),
        ("engine/_attributes.py", f"high={limit('seconds of the idle timeout')}"),
        ("engine/_attributes.py", f"high={limit('seconds of the deregistration delay')}"),
    ],
)
def test_a_rule_has_the_same_limit(rule: str, words: str) -> None:
    assert words in _constants(rule)


@pytest.mark.parametrize("values", ["true", "off", "0", "1", "50", "100", "101", "x", ""])
def test_the_rules_know_the_same_values_of_attributes(
    values: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "rules")
    from ec2_readiness.engine._attributes import BALANCER, TARGETS
    from ec2_readiness.engine._listener_attributes import LISTENERS

    known = {**BALANCER, **TARGETS, **LISTENERS}
    for name, (pattern, _) in ATTRIBUTES.items():
        assert known[name].accepts(values) == bool(re.fullmatch(pattern, values)), name


def test_a_region_has_three_zones_unless_it_is_known_for_others() -> None:
    assert [zones(each) for each in ("eu-west-1", "us-east-1", "us-west-1")] == [3, 6, 2]


def test_names() -> None:
    assert {"EmailAddress", "Ssn-US", "DriversLicense-DE"} <= set(DATA_IDENTIFIERS)
    assert {"Europe/Berlin", "Etc/UTC"} <= time_zones()


def test_no_time_zone_is_known_without_the_readiness_rules(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(published_names, "_FILE", tmp_path / "names.json")
    assert published_names._names.__wrapped__("time zones") == frozenset()  # noqa: SLF001
