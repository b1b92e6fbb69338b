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
from tests.review.support import DATA, PROJECT, base_rendering, load, render, with_template

FAILURES: dict[str, dict[str, Any]] = load("failures.yml")
WORDINGS: list[dict[str, Any]] = load("failure_wordings.yml")
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


@pytest.mark.parametrize("row", WORDINGS, ids=lambda row: row["reason"][:40])
def test_a_wording_is_explained(row: dict[str, Any]) -> None:
    found = explain_reason(row["reason"])
    assert (found and row["means"] in found.means) if row["means"] else found is None


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
    text = explain_events(str(path), base_rendering(), PROJECT.partials)
    assert text == "shop-prod: no failure: UPDATE_COMPLETE\n"


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"StackEvents": [1]}', '"text"', "null"])
def test_what_is_no_list_of_events_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    path.write_text(text)
    with pytest.raises(InvalidInput) as refused:
        read_events(str(path))
    assert refused.value.diagnostics[0].hint


STACK, UPDATE = "AWS::CloudFormation::Stack", "UPDATE_IN_PROGRESS"
_FOLLOWS = "The following resource(s) failed to update:"
LOG, TOPIC = "AWS::Logs::LogGroup", "AWS::SNS::Topic"


def event(resource: str, type_: str, status: str, reason: str = "") -> dict[str, str]:
    return {
        "StackName": "shop",
        "LogicalResourceId": resource,
        "PhysicalResourceId": f"shop-{resource}",
        "ResourceType": type_,
        "ResourceStatus": status,
        "ResourceStatusReason": reason.replace("failed to update:", _FOLLOWS),
    }


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # The first that failed by itself; others fail too, or only because of it.
        (
            [
                event("shop", STACK, "CREATE_IN_PROGRESS", "User Initiated"),
                event("Other", TOPIC, "CREATE_FAILED", "Resource creation cancelled"),
                event("Log", LOG, "CREATE_FAILED", "strange"),
                event("Late", LOG, "CREATE_FAILED", "stranger"),
                event("Log", LOG, "CREATE_FAILED", "again"),
                event("More", TOPIC, "CREATE_FAILED", "Resource creation cancelled"),
                event("More", TOPIC, "CREATE_FAILED", "Resource creation cancelled"),
                event("shop", STACK, "ROLLBACK_COMPLETE"),
            ],
            [
                "shop: create failed, now ROLLBACK_COMPLETE",
                "",
                "CAUSE  Log (AWS::Logs::LogGroup) CREATE_FAILED at ",
                "  strange",
                "  means: no known wording; the sentence above is all that AWS says",
                "  then:  delete the stack before you create it again",
                "",
                "Only because of it: 2 resources cancelled (Other, More)",
                "Failed too: Late CREATE_FAILED: stranger",
            ],
        ),
        (
            [
                event("shop", STACK, UPDATE),
                event("Log", LOG, "UPDATE_FAILED"),
                event("Log", LOG, "UPDATE_FAILED", "Resource update cancelled"),
            ],
            [
                "shop: update failed, now UPDATE_IN_PROGRESS",
                "",
                "CAUSE  Log (AWS::Logs::LogGroup) UPDATE_FAILED at ",
                "  without a reason",
                "  means: no known wording; the sentence above is all that AWS says",
            ],
        ),
        # What an instance said before it failed belongs to the reason.
        (
            [
                event("shop", STACK, UPDATE),
                event("Group", "G", UPDATE, "Received FAILURE signal with UniqueId i-1"),
                event("Group", "G", UPDATE, "Received SUCCESS signal with UniqueId i-2"),
                event("Other", "G", UPDATE, "Received FAILURE signal with UniqueId i-3"),
                event("Group", "G", "UPDATE_FAILED", "strange"),
                event("shop", STACK, "UPDATE_ROLLBACK_IN_PROGRESS", "failed to update: [Group]."),
            ],
            [
                "shop: update failed, now UPDATE_ROLLBACK_IN_PROGRESS",
                "",
                "CAUSE  Group (G) UPDATE_FAILED at ",
                "  strange; Received FAILURE signal with UniqueId i-1",
                "  means: an instance gave up while it booted",
                (
                    "  next:  read the reason in the log group's stream INSTANCE/failure; the "
                    "application's log is in INSTANCE/application, cloud-init's in INSTANCE/boot"
                ),
            ],
        ),
        # A failed deletion after a rollback that a person asked for is not the cause.
        (
            [
                event("shop", STACK, UPDATE),
                event("Log", LOG, "DELETE_FAILED", "busy"),
                event("shop", STACK, "UPDATE_ROLLBACK_IN_PROGRESS", "strange wish"),
            ],
            [
                "shop: update failed, now UPDATE_ROLLBACK_IN_PROGRESS",
                "",
                "CAUSE  shop (AWS::CloudFormation::Stack) UPDATE_ROLLBACK_IN_PROGRESS at ",
                "  strange wish",
                "  means: no known wording; the sentence above is all that AWS says",
                "Failed too: Log DELETE_FAILED: busy",
            ],
        ),
        (
            [
                event("shop", STACK, "DELETE_IN_PROGRESS"),
                event("Log", LOG, "DELETE_FAILED", "busy"),
                event("shop", STACK, "DELETE_FAILED", "The following resource(s) failed: [Log]."),
            ],
            [
                "shop: delete failed, now DELETE_FAILED",
                "",
                "CAUSE  Log (AWS::Logs::LogGroup) DELETE_FAILED at ",
                "  busy",
                "  means: no known wording; the sentence above is all that AWS says",
            ],
        ),
        (
            [event("shop", STACK, UPDATE), event("shop", STACK, "UPDATE_COMPLETE")],
            ["shop: no failure: UPDATE_COMPLETE"],
        ),
        # The rollback failed by itself, of another cause; it was continued once.
        (
            [
                event("shop", STACK, UPDATE),
                event("Group", "G", "UPDATE_FAILED", "strange"),
                event("shop", STACK, "UPDATE_ROLLBACK_IN_PROGRESS", "failed to update: [Group]."),
                event("Alarm", "A", "UPDATE_FAILED", "not found"),
                event("shop", STACK, "UPDATE_ROLLBACK_FAILED", "failed to update: [Alarm]."),
                event("shop", STACK, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated"),
                event("Group", "G", "UPDATE_IN_PROGRESS", "FAILURE signal with UniqueId i-1"),
                event("Group", "G", "UPDATE_FAILED", "Received 0 SUCCESS signal(s) out of 1."),
                event("Log", LOG, "UPDATE_FAILED", "Resource update cancelled"),
                event("Topic", TOPIC, "UPDATE_FAILED", "locked"),
                event("shop", STACK, "UPDATE_ROLLBACK_FAILED", "failed to update: [Group]."),
            ],
            [
                "shop: update failed, now UPDATE_ROLLBACK_FAILED",
                "",
                "CAUSE  Group (G) UPDATE_FAILED at ",
                "  strange",
                "  means: no known wording; the sentence above is all that AWS says",
                "",
                "ROLLBACK FAILED AT  Group (G) UPDATE_FAILED at ",
                "  Received 0 SUCCESS signal(s) out of 1.",
                (
                    "  means: an instance did not report in time that the load balancer finds it "
                    "healthy"
                ),
                (
                    "  next:  read the log group's streams INSTANCE/failure, INSTANCE/boot and "
                    "INSTANCE/application; if the boot is only slow, raise fleet.boot_timeout; if "
                    "no stream is there, the instance has no way to the Internet or to the "
                    "endpoints"
                ),
                "",
                "ROLLBACK FAILED AT  Topic (AWS::SNS::Topic) UPDATE_FAILED at ",
                "  locked",
                "  means: no known wording; the sentence above is all that AWS says",
                "  then:  no template can be deployed now: repair the cause, and run",
                "         aws cloudformation continue-update-rollback --stack-name shop",
                (
                    "  or:    add --resources-to-skip Group Topic: they stay as they are now and "
                    "differ from the template"
                ),
                "Failed too: Alarm UPDATE_FAILED: not found",
            ],
        ),
        # A trigger ended the update; what failed on the way back is not the cause.
        (
            [
                event("shop", STACK, UPDATE),
                event("shop", STACK, "UPDATE_ROLLBACK_IN_PROGRESS", "strange"),
                event("Alarm", "A", "UPDATE_FAILED", "not found"),
                event("shop", STACK, "UPDATE_ROLLBACK_FAILED", "failed to update: [Alarm]."),
            ],
            [
                "shop: update failed, now UPDATE_ROLLBACK_FAILED",
                "",
                "CAUSE  shop (AWS::CloudFormation::Stack) UPDATE_ROLLBACK_IN_PROGRESS at ",
                "  strange",
                "  means: no known wording; the sentence above is all that AWS says",
                "",
                "ROLLBACK FAILED AT  Alarm (A) UPDATE_FAILED at ",
                "  not found",
                "  means: no known wording; the sentence above is all that AWS says",
                "  then:  no template can be deployed now: repair the cause, and run",
                "         aws cloudformation continue-update-rollback --stack-name shop",
                (
                    "  or:    add --resources-to-skip Alarm: they stay as they are now and "
                    "differ from the template"
                ),
            ],
        ),
        # The update succeeded, and its clean-up did not; what a second try deletes is gone.
        (
            [
                event("shop", STACK, UPDATE),
                event("shop", STACK, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
                event("Log", LOG, "DELETE_FAILED", "busy"),
                event("Topic", TOPIC, "DELETE_FAILED", "busy"),
                event("Topic", TOPIC, "DELETE_COMPLETE"),
                event("Log", LOG, "DELETE_FAILED", "busy"),
                event("shop", STACK, "UPDATE_COMPLETE", "Update successful. One or more resources"),
            ],
            [
                "shop: updated; 1 resource could not be deleted",
                "",
                "LEFT BEHIND  Log (AWS::Logs::LogGroup) DELETE_FAILED at ",
                "  busy",
                "  means: no known wording; the sentence above is all that AWS says",
                (
                    "  then:  delete it by hand (shop-Log): the stack no longer has it, and it may "
                    "cost money"
                ),
            ],
        ),
        # A nested stack is a resource of its own.
        (
            [
                event("shop", STACK, UPDATE),
                event("Nested", STACK, "UPDATE_FAILED", "strange"),
                event("shop", STACK, "UPDATE_ROLLBACK_COMPLETE"),
            ],
            [
                "shop: update failed, now UPDATE_ROLLBACK_COMPLETE",
                "",
                "CAUSE  Nested (AWS::CloudFormation::Stack) UPDATE_FAILED at ",
                "  strange",
                "  means: no known wording; the sentence above is all that AWS says",
            ],
        ),
    ],
)
def test_the_whole_explanation(
    events: list[dict[str, str]], expected: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "events.json"
    path.write_text(json.dumps({"StackEvents": events[::-1]}))
    bare = with_template(base_rendering(), {})
    assert explain_events(str(path), bare, PROJECT.partials) == "\n".join(expected) + "\n"


@pytest.mark.parametrize(
    ("status", "then"),
    [
        ("ROLLBACK_COMPLETE", ["  then:  delete the stack before you create it again"]),
        ("ROLLBACK_FAILED", ["  then:  delete the stack before you create it again"]),
        (
            "UPDATE_ROLLBACK_FAILED",
            ["  then:  no template can be deployed now: repair the cause, and run"],
        ),
        ("UPDATE_ROLLBACK_COMPLETE", []),
    ],
)
def test_what_a_failed_stack_needs_next(status: str, then: list[str], tmp_path: Path) -> None:
    """docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html."""
    path = tmp_path / "events.json"
    reason = "Log group already exists"
    events = [
        event("shop", STACK, UPDATE),
        event("Log", LOG, "UPDATE_FAILED", f"{reason} (Service: CloudWatchLogs)"),
        event("shop", STACK, status),
    ]
    path.write_text(json.dumps(events[::-1]))
    lines = explain_events(
        str(path), with_template(base_rendering(), {}), PROJECT.partials
    ).splitlines()
    assert [each for each in lines if each.startswith("  then:")] == then
