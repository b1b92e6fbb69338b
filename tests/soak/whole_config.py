"""Whole configs that schema and constraints accept, drawn from the schema."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from pipeline.config.constraints import CONSTRAINTS
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.regions import REGIONS
from pipeline.config.schema import fill_defaults
from pipeline.config.schema import subschema as subschema_at
from pipeline.paths import KeyPath, exists, value_at, walk
from tests.rendered import SCHEMA
from tests.soak.draw import Draw
from tests.soak.realistic import Surroundings

Data = dict[str, Any]
# What is drawn apart, or is about another file or about findings.
_APART = ("extends", "regions", "custom", "overrides", "parity", "waivers")
# Sections of which all settings are given or none.
_WHOLE = ("alb.existing", "alb.sign_in", "alb.cognito", "alb.jwt", "alerts.slack", "alerts.teams")
# Of these one is chosen, the others are left out.
_CHOICES = (
    (
        "application.baked",
        "application.placeholder",
        "application.artifact",
        "application.container",
    ),
    ("alb.sign_in", "alb.cognito", "alb.jwt", "-"),
    ("alb.https.certificate", "alb.https.request_for", "-"),
    ("alerts.topic_arn", "alerts.email", "-"),
    ("fleet.image", "fleet.images", "-"),
    ("alb.existing", "-", "-", "-"),
)
_VPC = {
    "parent_stack": "parent_vpc_stack",
    "exports": "exports",
    "existing": "existing",
    "create": "create",
}
_GIVEN = {*_CHOICES[0], *_WHOLE, "alb.https.certificate"}  # where it is chosen
_ROUNDS = 60


def drawn(random: Random) -> Data:
    """Return a config that the schema accepts, constraints perhaps not."""
    around = _surroundings(random)
    presence = random.choice([0.04, 0.15, 0.3, 0.6, 0.95])
    draw = Draw(random, around, presence)
    config: Data = {"regions": around.regions}
    for name, schema in SCHEMA["properties"].items():
        if name not in _APART and random.random() < max(presence, 0.4):
            config[name] = draw.value(schema, name)
    _choose(config, draw)
    if "fleet" in config:
        config["fleet"]["architecture"] = around.architecture
    return config


def accepted(random: Random, config: Data) -> tuple[Data | None, list[Data]]:
    """Return the config without what constraints refuse, and what it was in between.

    The config is None if it still does not fit after many rounds.
    """
    refused: list[Data] = []
    config = copy.deepcopy(config)
    for _ in range(_ROUNDS):
        issues = list(_issues(config))
        if not issues:
            return config, refused
        refused.append(copy.deepcopy(config))
        for issue, reads in sorted(issues, key=lambda each: str(each[0].setting), reverse=True):
            _give_way(random, config, issue, reads)
    return None, refused


def _surroundings(random: Random) -> Surroundings:
    one = random.choice(REGIONS) if random.random() < 0.5 else "eu-west-1"
    partition = Surroundings([one], "").partition
    alike = [each for each in REGIONS if Surroundings([each], "").partition == partition]
    several = random.sample(alike, min(3, len(alike))) if random.random() < 0.15 else [one]
    architecture = "arm64" if random.random() < 0.3 else "x86_64"
    around = Surroundings(several, architecture)
    return around if around.instance_types() else Surroundings(["eu-west-1"], architecture)


def _choose(config: Data, draw: Draw) -> None:
    for names in _CHOICES:
        chosen = draw.random.choice(names)
        for name in names:
            if name != chosen:
                _remove(config, _path(name))
        if chosen in _GIVEN or exists(config, _path(chosen)):
            _put(config, chosen, draw)
    _choose_network(config.get("network", {}), config, draw)
    for name in _WHOLE:
        if exists(config, _path(name)):
            _put(config, name, draw)


def _choose_network(network: Data, config: Data, draw: Draw) -> None:
    kind = network.get("vpc", "parent_stack")
    for other, name in _VPC.items():
        if other != kind:
            network.pop(name, None)
        elif kind != "parent_stack":
            _put(config, f"network.{name}", draw)


def _path(name: str) -> KeyPath:
    return tuple(name.split("."))


def _put(config: Data, name: str, draw: Draw) -> None:
    *above, last = name.split(".")
    into = config
    for key in above:
        into = into.setdefault(key, {})
    schema = subschema_at(SCHEMA, _path(name))
    if schema.get("type") == "boolean":
        into[last] = True
        return
    whole = Draw(draw.random, draw.around, 1.0 if name in _WHOLE or "network" in name else 0.7)
    into[last] = whole.value(schema, name)
    source = {"application.artifact": "bucket", "application.container": "image"}.get(name)
    if source:
        into[last][source] = whole.value(schema["properties"][source], f"{name}.{source}")


def _issues(config: Data) -> Iterator[tuple[SettingIssue, tuple[KeyPath, ...]]]:
    settings = fill_defaults(SCHEMA, config)
    for constraint in CONSTRAINTS:
        for issue in constraint(settings):
            if not issue.stated or exists(config, issue.stated):
                yield issue, constraint.reads


def _give_way(
    random: Random, config: Data, issue: SettingIssue, reads: tuple[KeyPath, ...]
) -> None:
    """Remove the setting that does not fit, or another one that the rule reads."""
    others = [path for path in reads if exists(config, path) and path != ("regions",)]
    if issue.setting == ("application",):
        config.setdefault("application", {})["baked"] = True
    elif issue.setting[0] == "regions" and len(config["regions"]) == 1:
        _remove(config, random.choice(others))
    elif exists(config, issue.setting) and (random.random() < 0.7 or not others):
        _remove(config, issue.setting)
    elif others:
        _remove(config, random.choice(others))


def _remove(config: Data, path: KeyPath) -> None:
    """Remove what is at a path, with the entry of a list that cannot do without it."""
    if not exists(config, path):
        return
    for length in range(len(path), 0, -1):
        schema = subschema_at(SCHEMA, path[: length - 1])
        if path[length - 1] not in schema.get("required", []):
            parent = value_at(config, path[: length - 1])
            if path[length - 1] in parent if isinstance(parent, dict) else True:
                del parent[path[length - 1]]
            return


def additions(random: Random, template: Data) -> Data:
    """Return custom values, and an override that says of an element what it says already."""
    places = [
        path
        for path, value in walk(template["Resources"])
        if isinstance(value, (str, int)) and len(path) > 2 and path[1] == "Properties"
        and all(isinstance(key, str) and "::" not in key for key in path)
    ]  # fmt: skip
    path = random.choice(places)
    override: Any = value_at(template["Resources"], path)
    for key in reversed(path):
        override = {key: override}
    custom = {"own": {"name": random.choice(["a", "{{ b }}", "no"]), "list": [1, {"x": True}]}}
    return {"overrides": {"Resources": override}, "custom": custom}
