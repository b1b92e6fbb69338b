"""Which line a note, an opening or a permission is led back to, among those of a change."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.diagnostic import Location
from pipeline.paths import KeyPath
from pipeline.review.access import AccessChange
from pipeline.review.cause import Cause
from pipeline.review.coverage import Grant
from pipeline.review.effects import Effect
from pipeline.review.impact import Item, _access_cause, _cause_of
from pipeline.review.records import PropertyChange, ResourceChange
from pipeline.review.update import Note

UNKNOWN = Cause(Location("config/prod.yml"))
GROUP = "AWS::EC2::SecurityGroup"


def cause(setting: str) -> Cause:
    return Cause(Location("config/prod.yml", 5, 3), setting)


def changed(path: KeyPath, before: Any, after: Any) -> PropertyChange:
    return PropertyChange(("Properties", *path), "", before, after, Effect.NONE, "")


def item(name: str, type_: str, **settings: PropertyChange) -> Item:
    """Return a resource whose properties change, each by a setting; it changes by `whole`."""
    pairs = [(change, cause(setting)) for setting, change in settings.items()]
    change = ResourceChange(name, type_, "", Effect.NONE, [each for each, _ in pairs])
    return Item(change, cause("whole"), pairs)


RULES = item(
    "Front",
    GROUP,
    http=changed(("SecurityGroupIngress", 0), {"FromPort": 80}, {"FromPort": 8080}),
    https=changed(("SecurityGroupIngress", 1), {"FromPort": 443}, {"FromPort": 8443}),
)


def access(text: str, words: str, path: KeyPath = (), resource: str = "Front") -> AccessChange:
    return AccessChange(Grant(resource, "ingress", text), True, words, path)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # a rule that comes is among the values of now, one that goes among those of before
        (access("tcp 8443 from a", "opened"), "https"),
        (access("tcp 8080 from a", "added"), "http"),
        (access("tcp 443 from a", "closed"), "https"),
        (access("tcp 443 from a", "opened"), "whole"),
        (access("tcp 8443 from a", "removed"), "whole"),
        (
            access("", "weaker", ("Resources", "Front", "Properties", "SecurityGroupIngress", 1)),
            "https",
        ),
        (
            access("", "weaker", ("Resources", "Front", "Properties", "SecurityGroupIngress")),
            "http",
        ),
        (access("", "weaker", ("Resources", "Front", "Properties", "Tags")), "whole"),
        (access("", "weaker", ("Resources", "Front")), "whole"),
        (access("tcp 80 from a", "opened", resource="Other"), ""),
    ],
)
def test_an_opening(change: AccessChange, expected: str) -> None:
    assert _access_cause(change, [RULES], UNKNOWN).setting == expected


def test_a_rule_that_is_a_resource_of_its_own() -> None:
    """It is that rule where only one changes; the grant has the name of the group."""
    rules = [item(name, f"{GROUP}Ingress") for name in ("One", "Two")]
    other = item("Three", f"{GROUP}Egress")
    change = access("tcp 80 from a", "opened", resource="Back")
    assert _access_cause(change, [rules[0], other], UNKNOWN).setting == "whole"
    assert _access_cause(change, rules, UNKNOWN) == UNKNOWN
    assert _access_cause(change, [other], UNKNOWN) == UNKNOWN


class _Outputs:
    """Leads every output to one line, or to none."""

    def __init__(self, setting: str) -> None:
        self.setting = setting

    def output(self, _: str) -> Cause:
        return cause(self.setting) if self.setting else UNKNOWN


SHOWN = {"Outputs": {"Name": {"Value": {"Fn::GetAtt": ["Front", "GroupId"]}}, "Own": {"Value": 1}}}


@pytest.mark.parametrize(
    ("note", "output", "expected"),
    [
        (Note("Front", ""), "", "whole"),
        (Note("Front", "", key="SecurityGroupIngress"), "", "http"),
        (Note("Front", "", key="Tags"), "", "whole"),
        (Note("Other", "", changed="Front"), "", "whole"),
        (Note("Other", ""), "", ""),
        # an output is changed by its own line, or by what it shows
        (Note("Name", ""), "exports", "exports"),
        (Note("Name", ""), "", "whole"),
        (Note("Own", ""), "", ""),
    ],
)
def test_a_note(note: Note, output: str, expected: str) -> None:
    causes: Any = _Outputs(output)
    assert _cause_of(note, [RULES], SHOWN, causes).setting == expected
