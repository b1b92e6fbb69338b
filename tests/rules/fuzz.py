"""Templates with a node deleted or garbled, through all the rules: none may raise an exception.

python -m tests.rules.fuzz 5000 [SEED]      tries so many; prints what failed, and exits with 1 then
"""

from __future__ import annotations

import random
import sys
import traceback
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from cfnlint.rules import CloudFormationLintRule, Rules
from cfnlint.template import Template

from .corpus import HERE, RULES, SOUND, load, mistakes
from .planted import pairs

OUTPUT = RULES.parent / "output"
NONSENSE: list[Any] = [
    None,
    "",
    "\0",
    "${",
    "${A.B.C",
    "{{resolve:ssm:}}",
    "-1",
    10**400,
    -1,
    0.5,
    float("nan"),
    True,
    [],
    {},
    [[]],
    [None],
    {"Ref": ["a"]},
    {"Ref": "AWS::NoValue"},
    {"Fn::GetAtt": {}},
    {"Fn::GetAtt": "A"},
    {"Fn::If": ["Nope", 1, 2]},
    {"Fn::If": [["x"], 1, 2]},
    {"Fn::If": ["Nope"]},
    {"Fn::Sub": ["${A}", {"A": [1]}]},
    {"Fn::Sub": []},
    {"Fn::Join": ["", [{"Ref": "A"}, 3, None]]},
    {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
    {"Fn::Select": ["x", []]},
    {"Fn::Split": [1, 2]},
    {"Fn::FindInMap": ["A"]},
    {"Fn::Base64": {"Fn::Sub": None}},
    {"Fn::Transform": []},
    {"Fn::ForEach::X": 1},
    {"Condition": "Nope"},
    {1: "a", "b": 2},
]
Places = list[tuple[Any, ...]]


def bases(*, many: bool = False) -> list[dict[str, Any]]:
    """Return the sound and the foreign templates, and with `many` the mistakes and outputs too."""
    foreign = [path for path in sorted((HERE / "foreign").iterdir()) if "expected" not in path.name]
    found = [load(path) for path in [*SOUND, *foreign]]
    if many:
        found += [load(path) for path in sorted(OUTPUT.glob("*.yml"))]
        found += [case.template() for case in mistakes()]
        found += [pair.template("wrong") for pair in pairs()]
    return found


def places(node: Any, path: tuple[Any, ...] = ()) -> Places:
    """Return the paths to all the nodes below a node."""
    children = node.items() if isinstance(node, dict) else enumerate(node)
    found: Places = []
    for key, child in children:
        found.append((*path, key))
        if isinstance(child, (dict, list)):
            found += places(child, (*path, key))
    return found


def garbled(chance: random.Random, templates: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a copy of one of the templates with one to three nodes changed."""
    template = deepcopy(chance.choice(templates))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        everywhere = places(template)
        if everywhere:
            _change(chance, template, chance.choice(everywhere), chance.choice(everywhere))
    return template


def _change(
    chance: random.Random, template: dict[str, Any], place: tuple[Any, ...], other: tuple[Any, ...]
) -> None:
    parent, last = _at(template, place[:-1]), place[-1]
    what = chance.choice(("delete", "cut", "copy", "garble", "garble"))
    if what == "delete":
        del parent[last]
    elif what == "cut" and isinstance(parent[last], str):
        text = parent[last]
        cut = chance.randrange(len(text) + 1)
        parent[last] = text[:cut] + chance.choice(["", "'", '"', "$(", "\n", "<<E", "ü"])
    elif what == "copy":
        parent[last] = deepcopy(_at(template, other))
    else:
        parent[last] = deepcopy(chance.choice(NONSENSE))


def _at(node: Any, place: Iterable[Any]) -> Any:
    for key in place:
        node = node[key]
    return node


def failures(
    rules: list[CloudFormationLintRule], templates: list[dict[str, Any]], count: int, seed: int
) -> Iterator[str]:
    """Try templates, and yield what a rule raised."""
    chance = random.Random(seed)
    for number in range(count):
        template = garbled(chance, templates)
        cfn = Template.__new__(Template)  # cfn-lint's own index would trip over some of these
        cfn.template, cfn.regions, cfn.filename = template, ["us-east-1"], None
        for rule in rules:
            try:
                list(rule.match(cfn))
            except Exception:
                yield f"template {number}, {rule.id}: {traceback.format_exc(limit=-3)}"


def main(count: int, seed: int = 7) -> int:
    """Return 1 if a rule raised an exception."""
    rules = list(Rules.create_from_directory(str(RULES)).values())
    found = list(failures(rules, bases(many=True), count, seed))
    sys.stdout.write("\n".join([*found, f"{count} templates, {len(found)} exceptions\n"]))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
