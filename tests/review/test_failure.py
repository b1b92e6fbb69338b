"""Why deployments failed: events as people have published them, and what is said of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.diagnostic import InvalidInput
from pipeline.review.events import read_events
from pipeline.review.failure import explain_events, first_cause
from pipeline.review.failure_reasons import explain_reason, reasons
from pipeline.template.assembly import Rendering
from tests.review.support import DATA, PROJECT, load, render

FAILURES: dict[str, dict[str, Any]] = load("failures.yml")
EVENTS = DATA / "events"


@pytest.fixture(scope="module")
def rendering() -> Rendering:
    """Return a rendering with every resource that the events name."""
    return render(
        {
            "alb": {"waf": {"managed_rules": True}},
            "dns": {"hosted_zone_id": "Z0123456789ABCDEFGHIJ", "name": "www.example.com"},
            "encryption": {"key": "create"},
        }
    )


@pytest.mark.parametrize("name", FAILURES)
def test_failure_is_explained(name: str, rendering: Rendering) -> None:
    want = FAILURES[name]
    path = str(EVENTS / f"{name}.json")
    cause = first_cause(read_events(path))
    assert cause is not None
    assert cause.resource == want["resource"]
    text = explain_events(path, rendering, PROJECT.partials)
    assert want["says"] in text
    assert want.get("next", "") in text
    assert want.get("setting", "") in text
    if want["resource"] in rendering.template.data["Resources"]:
        assert "made in partials/" in text


def test_there_are_at_least_twenty_five() -> None:
    assert len(FAILURES) >= 25
    assert {path.stem for path in EVENTS.glob("*.json")} == set(FAILURES)


def test_every_reason_is_told_apart() -> None:
    known = [explain_reason(json.dumps(read_events(str(path)))) for path in EVENTS.glob("*.json")]
    assert len({each.pattern for each in known if each}) >= 20
    assert len({each.pattern for each in reasons()}) == len(reasons())


def test_events_of_resources_alone_are_explained(rendering: Rendering, tmp_path: Path) -> None:
    """`--max-items` and `--query` leave the events of the stack itself out."""
    events = json.loads((EVENTS / "volume-key.json").read_text(encoding="utf-8"))["StackEvents"]
    alone = [each for each in events if each["ResourceType"] != "AWS::CloudFormation::Stack"]
    path = tmp_path / "events.json"
    path.write_text(json.dumps({"StackEvents": alone}), encoding="utf-8")
    text = explain_events(str(path), rendering, PROJECT.partials)
    assert FAILURES["volume-key"]["says"] in text
    path.write_text(json.dumps({"StackEvents": [{"EventId": "1"}]}), encoding="utf-8")
    with pytest.raises(InvalidInput, match="no events of resources"):
        read_events(str(path))


def test_only_the_last_operation_counts(tmp_path: Path) -> None:
    events = json.loads((EVENTS / "one-zone.json").read_text())["StackEvents"]
    newer = [
        {**events[-1], "Timestamp": "2026-11-26T09:00:00+00:00", "ResourceStatus": status}
        for status in ("UPDATE_COMPLETE", "UPDATE_IN_PROGRESS")
    ]
    path = tmp_path / "events.json"
    path.write_text(json.dumps({"StackEvents": [*newer, *events]}))
    text = explain_events(str(path), render(), PROJECT.partials)
    assert text == "shop-prod: no failure: UPDATE_COMPLETE\n"


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"StackEvents": [1]}', '"text"', "null"])
def test_what_is_no_list_of_events_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    path.write_text(text)
    with pytest.raises(InvalidInput) as refused:
        read_events(str(path))
    assert refused.value.diagnostics[0].hint
