"""The reports on an impact, word for word, from records that are small enough to read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.diagnostic import Location
from pipeline.review.access import AccessChange
from pipeline.review.access_lines import access_lines
from pipeline.review.canonical import MISSING
from pipeline.review.cause import Cause
from pipeline.review.coverage import Grant
from pipeline.review.effects import Effect
from pipeline.review.gates import forbidden
from pipeline.review.impact import Impact, Item, impact, worst
from pipeline.review.impact_formats import FORMATS
from pipeline.review.impact_sections import summary, words
from pipeline.review.records import ADDED, REMOVED, PropertyChange, ResourceChange
from pipeline.review.update import Note
from tests.review.support import PROJECT, base_rendering, with_template

Data = dict[str, Any]
PORT = Cause(Location("config/prod.yml", 7, 3), "application.port")
DEFAULT = Cause(Location("config/prod.yml"), "alb.scheme", is_default=True)
GONE = Cause(Location("config/_base.yml"), "tags.team", is_removed=True)
PARTIAL = Cause(Location("partials/alb.yml.j2", 4))
NOWHERE = Cause(Location("config/prod.yml"))


def changed(label: str, before: Any, after: Any, effect: Effect, reason: str = "") -> Any:
    return PropertyChange(("Properties", label), label, before, after, effect, reason)


def item(
    name: str,
    kind: str,
    effect: Effect,
    cause: Cause = NOWHERE,
    pairs: tuple[tuple[PropertyChange, Cause], ...] = (),
) -> Item:
    properties = [change for change, _ in pairs]
    return Item(ResourceChange(name, "AWS::T", kind, effect, properties), cause, list(pairs))


def opened(text: str, *, widens: bool) -> tuple[AccessChange, Cause]:
    return AccessChange(Grant("Group", "ingress", text), widens, "opened"), PORT


NOTHING = Impact("config/prod.yml", "output/prod.yml", [], [], [], [], [], [], [])
TARGET = item(
    "Target", "", Effect.REPLACE, PORT,
    ((changed("Port", "80", "81", Effect.REPLACE, "create-only property"), PORT),),
)  # fmt: skip
BALANCER = item(
    "Balancer", "", Effect.NONE, DEFAULT,
    (
        (changed("Scheme", MISSING, "internal", Effect.NONE), DEFAULT),
        (changed("Tags[team].Value", ["a", "b"], MISSING, Effect.NONE, "why"), GONE),
        (changed("Name", {"Ref": "A"}, {"Ref": "A"}, Effect.NONE), PARTIAL),
        (changed("Type", "a", "b", Effect.NONE), NOWHERE),
    ),
)  # fmt: skip
FULL = NOTHING._replace(
    items=[TARGET, BALANCER, item("Topic", ADDED, Effect.NONE), item("Log", REMOVED, Effect.NONE)],
    access=[opened("tcp 80 from 0.0.0.0/0", widens=True), opened("tcp 81 to b", widens=False)],
    notes=[(Note("Target", "is empty"), PORT)],
    refused=[(Note("Log", "collides"), NOWHERE)],
    open_=["ImageId (no default)"],
    deployment=["at 2 instances: 2 serve"],
    permissions=["kms:CreateKey"],
)
TEXT = """\
config/prod.yml against output/prod.yml: 1 replaced, 1 removed, 1 added, 1 no interruption, access \
widened in 1 place, 1 reason to be refused

AWS WILL OR MAY REFUSE
  Log: collides

WHAT FOLLOWS
  Target: is empty  [config/prod.yml:7:3 application.port]

PERMISSIONS, OPENINGS AND PROTECTIONS
  widened: Group: ingress opened: tcp 80 from 0.0.0.0/0  [config/prod.yml:7:3 application.port]
  not widened: Group: ingress opened: tcp 81 to b  [config/prod.yml:7:3 application.port]

REPLACED
  Target (AWS::T)  [config/prod.yml:7:3 application.port]
    Port: 80 -> 81  (create-only property)

REMOVED
  Log (AWS::T)

ADDED
  Topic (AWS::T)

NO INTERRUPTION
  Balancer (AWS::T)
    Scheme: (none) -> internal  [config/prod.yml alb.scheme (default)]
    Tags[team].Value: [a, b] -> (none)  (why)  [config/_base.yml tags.team (removed)]
    Name  [partials/alb.yml.j2:4]
    Type: a -> b

DEPLOYMENTS FROM NOW ON
  at 2 instances: 2 serve

OPEN: DECIDED AT DEPLOYMENT
  ImageId (no default)

PERMISSIONS THAT THIS UPDATE NEEDS IN ADDITION
  kms:CreateKey
"""
MARKDOWN = """\
### Impact of `config/prod.yml`

Against output/prod.yml: 1 replaced, 1 removed, 1 added, 1 no interruption, access widened in 1 \
place, 1 reason to be refused

**AWS will or may refuse**

- Log: collides

**What follows**

- Target: is empty  \\[config/prod.yml:7:3 application.port\\]

**Permissions, openings and protections**

- widened: Group: ingress opened: tcp 80 from 0.0.0.0/0  \\[config/prod.yml:7:3 application.port\\]
- not widened: Group: ingress opened: tcp 81 to b  \\[config/prod.yml:7:3 application.port\\]

| effect | resource | change | why | from |
|---|---|---|---|---|
| replaced | **Target** AWS::T | `Port: 80 -> 81` | create-only property | \
`config/prod.yml:7:3 application.port` |
| removed | **Log** AWS::T | | |  |
| added | **Topic** AWS::T | | |  |
| no interruption | **Balancer** AWS::T | `Scheme: (none) -> internal` |  | \
`config/prod.yml alb.scheme (default)` |
| no interruption | **Balancer** AWS::T | `Tags[team].Value: [a, b] -> (none)` | why | \
`config/_base.yml tags.team (removed)` |
| no interruption | **Balancer** AWS::T | `Name` |  | `partials/alb.yml.j2:4` |
| no interruption | **Balancer** AWS::T | `Type: a -> b` |  |  |

**Deployments from now on**

- at 2 instances: 2 serve

**Open: decided at deployment**

- ImageId (no default)

**Permissions that this update needs in addition**

- kms:CreateKey
"""
NONE = "No impact: nothing that CloudFormation compares changes."


@pytest.mark.parametrize(("style", "expected"), [("text", TEXT), ("markdown", MARKDOWN)])
def test_every_section_of_a_report(style: str, expected: str) -> None:
    assert FORMATS[style]([FULL]) == expected


def test_reports_on_several_environments_stand_apart() -> None:
    other = NOTHING._replace(name="config/dev.yml", open_=["ImageId (no default)"])
    assert FORMATS["text"]([NOTHING, other]) == (
        f"config/prod.yml against output/prod.yml: {NONE}\n\n"
        f"config/dev.yml against output/prod.yml: {NONE}\n"
    )
    assert FORMATS["markdown"]([NOTHING, other]) == (
        f"### Impact\n\n{NONE} `config/prod.yml`, `config/dev.yml`\n"
    )


def test_one_environment_of_several_that_changes_stands_open() -> None:
    other = NOTHING._replace(name="config/dev.yml")
    assert FORMATS["markdown"]([other, FULL]) == f"{MARKDOWN}\n{NONE} `config/dev.yml`\n"


SIZES = NOTHING._replace(
    name="a/config/dev.yml",
    items=[item("Group", "", Effect.NONE, PORT, ((changed("M", "1", "2", Effect.NONE), PORT),))],
    notes=[(Note("Group", "grows"), PORT)],
)
MUCH = SIZES._replace(
    name="b|/config/<i>.yml",
    notes=[(Note("B", f"says {number}"), PORT) for number in range(4)]
    + [(Note("A", "is gone", interrupts=True), PORT)],
)
NEW = SIZES._replace(name="c/config/prod.yml", is_new=True)


def test_of_several_environments_a_table_comes_first_and_the_worst_is_its_first_row() -> None:
    page = FORMATS["markdown"]([NEW, SIZES, NOTHING, MUCH, FULL])
    first, *folded = page.split("<details><summary>")
    assert (
        first
        == """\
### Impact on 4 environments

| environment | impact | what follows |
|---|---|---|
| `config/prod.yml` | 1 replaced, 1 removed, 1 added, 1 no interruption, access widened in 1 \
place, 1 reason to be refused | Log: collides<br>Target: is empty |
| `b\\|/config/<i>.yml` | 1 no interruption, clients interrupted in 1 place | \
A: is gone<br>B: says 0<br>B: says 1<br>and 2 more |
| `a/config/dev.yml` | 1 no interruption | Group: grows |
| `c/config/prod.yml` | a new stack of 1 resource |  |

"""
    )
    assert [each.split("</summary>")[0] for each in folded] == [
        f"<code>config/prod.yml</code>: {summary(FULL)}",
        f"<code>b|/config/&lt;i&gt;.yml</code>: {summary(MUCH)}",
        "<code>a/config/dev.yml</code>: 1 no interruption",
        "<code>c/config/prod.yml</code>: a new stack of 1 resource",
    ]
    assert folded[0].endswith(f"</summary>\n\n{MARKDOWN}\n</details>\n\n")
    assert folded[-1].endswith(f"\n</details>\n\n{NONE} `config/prod.yml`\n")


def test_resources_with_the_same_change_share_a_row() -> None:
    tag = ((changed("Tags[team].Value", "a", "b", Effect.NONE), PORT),)
    names = ("A", "B", "C")
    alike = [item(name, "", Effect.NONE, PORT, tag) for name in names]
    rows = _rows(NOTHING._replace(items=[alike[0], BALANCER, *alike[1:]]))
    change = "`Tags[team].Value: a -> b` |  | `config/prod.yml:7:3 application.port` |"
    assert rows[0] == f"| no interruption | **3 AWS::T** A, B, C | {change}"
    assert len(rows) == 1 + len(BALANCER.properties)
    topic = alike[0]._replace(change=alike[0].change._replace(name="D", type="AWS::U"))
    rows = _rows(NOTHING._replace(items=[*alike, topic]))
    assert rows == [f"| no interruption | **4 resources** A, B, C, D | {change}"]
    rows = _rows(NOTHING._replace(items=alike[:2]))
    assert rows == [f"| no interruption | **{name}** AWS::T | {change}" for name in names[:2]]
    new = [item(name, ADDED, Effect.NONE) for name in names]
    assert len(_rows(NOTHING._replace(items=new))) == len(names)


def _rows(found: Impact) -> list[str]:
    lines = FORMATS["markdown"]([found]).splitlines()
    return [line for line in lines if line.startswith("| ")][1:]


def test_a_program_reads_the_same() -> None:
    [found] = json.loads(FORMATS["json"]([FULL]))
    port = {
        "file": "config/prod.yml", "line": 7, "column": 3, "setting": "application.port",
        "is_default": False, "is_removed": False,
    }  # fmt: skip
    where = {**port, "line": 0, "column": 0, "setting": ""}
    assert found["config"] == "config/prod.yml"
    assert found["against"] == "output/prod.yml"
    stays = {"interrupts": False}
    note = {"resource": "Target", "text": "is empty", **stays, **port}
    assert found["consequences"] == [note]
    assert found["refused"] == [{"resource": "Log", "text": "collides", **stays, **where}]
    assert [each["widens"] for each in found["access"]] == [True, False]
    assert found["access"][0]["change"] == "opened"
    assert (found["deployment"], found["open"], found["permissions"]) == (
        ["at 2 instances: 2 serve"], ["ImageId (no default)"], ["kms:CreateKey"],
    )  # fmt: skip
    target, balancer, *_ = found["resources"]
    assert target == {
        "name": "Target", "type": "AWS::T", "effect": "replaced", **port,
        "properties": [
            {
                "path": "Port", "before": "80", "after": "81", "effect": "replaced",
                "reason": "create-only property", **port,
            }
        ],
    }  # fmt: skip
    assert [each["is_default"] for each in balancer["properties"]] == [True, False, False, False]
    assert [each["is_removed"] for each in balancer["properties"]] == [False, True, False, False]


def allowed(action: str) -> tuple[AccessChange, Cause]:
    grant = Grant("Role", "allowed", f"{action} on *", (action, "*", "", "", ""))
    return AccessChange(grant, True, "added"), PORT


DOWN = (Note("Rule", "every request is answered with 503", interrupts=True), PORT)
TWO_OPENINGS = [opened(f"tcp {port} from 0.0.0.0/0", widens=True) for port in (80, 81)]
TWO_ACTIONS = [allowed("s3:GetObject"), allowed("s3:PutObject")]


def test_actions_of_one_statement_are_one_line() -> None:
    [line] = access_lines(TWO_ACTIONS)
    what, _, where = line.partition("  ")
    assert what == "widened: Role: allowed added: s3:GetObject, s3:PutObject on *"
    assert where == "[config/prod.yml:7:3 application.port]"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"items": [TARGET, TARGET]}, "2 replaced"),
        ({"access": TWO_OPENINGS}, "no resource changes, access widened in 2 places"),
        ({"access": TWO_ACTIONS}, "no resource changes, access widened in 1 place"),
        ({"access": FULL.access[1:]}, "no resource changes"),
        ({"items": [TARGET], "notes": [DOWN]}, "1 replaced, clients interrupted in 1 place"),
        ({"refused": FULL.refused * 2}, "no resource changes, 2 reasons to be refused"),
        ({"deployment": FULL.deployment}, "no resource changes"),
        ({"open_": FULL.open_, "notes": FULL.notes}, NONE),
    ],
)
def test_summary_counts(part: Data, expected: str) -> None:
    assert summary(NOTHING._replace(**part)) == expected


SCRIPT = "\n".join(f"- command number {number}" for number in range(10))
LONG = [f"x{number}" * 20 for number in range(4)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a", "b", "a -> b"),
        (
            SCRIPT,
            SCRIPT.replace("- command number 5", "  @@ other"),
            "- - command number 5; + @@ other",
        ),
        (SCRIPT, SCRIPT + "\n++ last", "+ ++ last"),
        ({"Fn::Sub": [f"{SCRIPT}\n", {"Ref": "A"}]}, {"Fn::Sub": [SCRIPT]}, "- ${A}"),
        (
            SCRIPT,
            SCRIPT.replace("command", "action"),
            (
                "- - command number 0; - - command number 1; - - command number 2; "
                "- - command number 3 and 16 more lines"
            ),
        ),
        (
            "\n".join(LONG[:2]),
            "\n".join(LONG[2:]),
            "; ".join(f"{'-+'[index > 1]} {each}" for index, each in enumerate(LONG)),
        ),
        ("a\n" * 40, "b\n" * 40, f"{'a ' * 40} -> {'b ' * 40}"),  # 160 characters, and no more
        ("a\n" * 40 + "a", "b\n" * 40, "- a; - a; - a; - a and 77 more lines"),
        (LONG, LONG[:1], f"[{', '.join(LONG)[:86]}... -> [{LONG[0]}]"),
        (
            SCRIPT,
            SCRIPT + "\n",
            f"{SCRIPT.replace(chr(10), ' ')[:87]}... -> {SCRIPT.replace(chr(10), ' ')[:87]}...",
        ),
    ],
)
def test_a_change_on_one_line(before: Any, after: Any, expected: str) -> None:
    assert words(changed("Text", before, after, Effect.NONE)) == f"Text: {expected}"


MANY = [
    TARGET,
    item("Maybe", "", Effect.MAY_REPLACE, PORT),
    item("Short", "", Effect.INTERRUPTION, PORT),
    item("Rolled", "", Effect.ROLL, PORT),
    item("Log", REMOVED, Effect.NONE, PORT),
    item("Topic", ADDED, Effect.NONE, PORT),
]


@pytest.mark.parametrize(
    ("kinds", "messages"),
    [
        ([], []),
        (["replace"], ["Target: replaced", "Maybe: may be replaced", "Log: removed"]),
        (
            ["interruption"],
            [
                *("Target: replaced", "Maybe: may be replaced"),
                *("Short: some interruption", "Log: removed"),
            ],
        ),
        (["widened"], ["Group: ingress opened: tcp 80 from 0.0.0.0/0"]),
    ],
)
def test_what_a_team_forbids(kinds: list[str], messages: list[str]) -> None:
    found = forbidden(NOTHING._replace(items=MANY, access=FULL.access), kinds)
    assert [each.message for each in found] == messages
    assert {each.rule for each in found} <= {"impact"}
    assert {each.location for each in found} <= {PORT.location}


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], Effect.NONE), (MANY[2:4], Effect.ROLL), (MANY[1:2], Effect.MAY_REPLACE), (MANY[4:], 4)],
)
def test_worst_effect(items: list[Item], expected: Effect) -> None:
    assert worst(NOTHING._replace(items=items)) == expected


def said(before: Data, after: Data) -> Impact:
    rendering = with_template(base_rendering(), **after)
    return impact(rendering, before, "output/prod.yml", PROJECT.partials)


SSM = "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {"Type": "String"}, "Size (no default)"),
        ({}, {"Type": "String", "Default": ""}, "Size (default empty)"),
        ({}, {"Type": "Number", "Default": 0}, "Size (default 0)"),
        (
            {"Size": {"Default": "a"}},
            {"Default": "b"},
            "Size (default b, until now a: not taken over by a stack that exists)",
        ),
        ({"Size": {"Default": "a"}}, {"Default": "a"}, "Size (default a)"),
        (
            {},
            {"Type": SSM, "Default": "/image"},
            "Size (default /image; a new value under this parameter arrives with any update)",
        ),
    ],
)
def test_what_is_decided_at_deployment(old: Data, new: Data, expected: str) -> None:
    topic = {"Topic": {"Type": "AWS::SNS::Topic"}}
    found = said(
        {"Resources": {}, "Parameters": old}, {"resources": topic, "Parameters": {"Size": new}}
    )
    assert found.open_ == [expected]


def group(low: int, high: int, **policy: Any) -> Data:
    properties = {"MinSize": low, "MaxSize": high}
    each = {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": properties}
    return {"Group": {**each, "UpdatePolicy": policy} if policy else each}


NEW_SIZE = "not a capacity until now"
ROLLING = {"AutoScalingRollingUpdate": {"MaxBatchSize": 1}}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (group(1, 2, **ROLLING), group(1, 2, **ROLLING), []),
        ({}, group(1, 2, **ROLLING), []),
        (group(1, 2, **ROLLING), {}, []),
        (
            group(1, 2, **ROLLING),
            group(2, 3, **ROLLING),
            [
                (
                    "at 3 instances: 0 serve at the lowest, 3 run at most (rolling); "
                    "not a capacity until now"
                ),
            ],
        ),
        (
            group(1, 1, **ROLLING),
            group(1, 1, AutoScalingRollingUpdate={"MaxBatchSize": 1, "PauseTime": "PT5M"}),
            ["a deployment takes 0 seconds to 10 minutes; until now 0 seconds to 5 minutes"],
        ),
        (  # of many sizes the lowest, the worst and the highest
            group(2, 3, **ROLLING),
            group(2, 40, **ROLLING),
            [
                f"at 4 instances: 0 serve at the lowest, 4 run at most (rolling); {NEW_SIZE}",
                f"at 40 instances: 0 serve at the lowest, 40 run at most (rolling); {NEW_SIZE}",
                "and 35 other sizes of the group",
            ],
        ),
    ],
)
def test_how_deployments_differ_from_now_on(before: Data, after: Data, expected: list[str]) -> None:
    assert said({"Resources": before}, {"resources": after}).deployment == expected
