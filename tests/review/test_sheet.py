"""The review sheet: what stands in it, the same bytes, and names that break nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pipeline.review.markdown import cell, code, prose
from pipeline.review.partial_text import read_partials
from pipeline.review.sheet.page import review_sheet
from pipeline.template.assembly import Rendering, render_config
from tests.rendered import ENVIRONMENTS, EXAMPLES, Data
from tests.review.support import PARTIALS, PROJECT, SCHEMA, render
from tests.review.test_diagram import HOSTILE

FULL: dict[str, Any] = {
    "alb": {
        "deletion_protection": True,
        "waf": {"managed_rules": True},
        "access_logs": {"enabled": True},
    },
    "alerts": {"email": "ops@example.com", "fallback_email": "oncall@example.com"},
    "application": {"secrets": {"PASSWORD": "shop/prod/password"}},
    "encryption": {"key": "create"},
    "scaling": {"policy": "simple"},
    "waivers": [{"rule": "W3010", "reason": "one zone", "until": "2027-06-30"}],
}


def sheet(rendering: Rendering) -> str:
    return review_sheet(rendering, read_partials(PROJECT.partials), PROJECT.bytecode)


def section(page: str, title: str) -> str:
    match = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert match, title
    return match[1]


@pytest.fixture(scope="module")
def page() -> str:
    """Return the sheet of a stack with most features."""
    return sheet(render(FULL))


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("The stack", ["flowchart TB", "AWS WAF", "2 to 4 instances"]),
        (
            "Who reaches what",
            [
                "| LoadBalancer | instances | tcp 3000 |",
                "| people who may call ssm:StartSession | instances | Session Manager; no port",
                "HTTP 80 | all | redirect to HTTPS",
            ],
        ),
        (
            "Capacity",
            [
                "AutoScalingGroup: 2 to 4 instances",
                "for 5 minutes: +25%, at least 1, then a pause",
                "CPUUtilization > 70 %, for 5 minutes",
            ],
        ),
        (
            "A deployment, step by step",
            [
                "The first deployment waits for the signals of 2 instances",
                "The rollback cannot delete LoadBalancer: switch alb.deletion_protection on after ",
                "A rolling update",
                "| 4 | 4 times: 1 old out, 1 new in | 3 | 4 |",
                "in the new one: alb.scheme, alb.target_protocol, application.port. A new ",
            ],
        ),
        (
            "What a change does",
            [
                "| LoadBalancer: Type, Scheme | alb.scheme | replaced |",
                "| AutoScalingGroup: LaunchTemplate | fleet: more_instance_types, spot_percent, ",
                "alb.target_protocol; application.port | replaced | an outage",
                "- application: placeholder, artifact, container, ",
                " settings, listed below | rolls the fleet |",
                "- fleet: instance_type, ",
                "with all of their effects: alb.scheme, alb.target_protocol, application.port",
            ],
        ),
        (
            "Alarms",
            [
                "| > 5 % of requests answered with 5xx while RequestCount >= 2, in 3 of 5 ",
                "| LatencyAlarm | p99 of TargetResponseTime > 2 seconds, in 3 of 5 minutes |",
                "| Average of CPUUtilization > 85 %, for 10 minutes | stays as it is |",
                "for 3 minutes | HealthyHostCount as 0; else ALARM |",
                "| instances without metrics, for 10 minutes | mem_used_percent as 0; else OK |",
                "- AlertTopic: ops@example.com, of 7 alarms; 8 more are part of these,",
                "CPUHighAlarm, for 5 minutes; no action while UsersAffectedAlarm is in ALARM, nor ",
                "- FallbackTopic: oncall@example.com, of 1 alarm.",
                "is over (alerts.notify_ok), but not of AlertFailuresAlarm.",
                "- Tickets: none configured (alerts.tickets), so each message is a page.",
            ],
        ),
        ("What the instances may do", ["secretsmanager:GetSecretValue", "application.secrets"]),
        (
            "What costs money",
            [
                "during a deployment; bursts beyond its CPU credits |",
                "| load balancer | 1 |",
                "| KMS key | 1 |",
                "| public IPv4 address of the load balancer | at least 2 | hour",
                "| custom metric of the CloudWatch agent | 3 | month",
            ],
        ),
        ("Encryption and retention", ["LogGroup | Key.Arn"]),
        (
            "Deleting the stack",
            [
                "at LoadBalancer, when its listeners and the instances are gone already",
                "switch alb.deletion_protection off",
                "AccessLogsBucket, Key, LogGroup",
            ],
        ),
        ("Outputs", ["| DNSName | LoadBalancer.DNSName |"]),
        ("Waived findings", ["| W3010 | any | 2027-06-30 | one zone |"]),
        (
            "Settings",
            [
                "| fleet.min_size | 2 | prod.yml |",
                "| alb.idle_timeout | 60 | default |",
                "- scaling.step, scaling.target_tracking: scaling.policy is simple",
            ],
        ),
    ],
)
def test_each_section_says_what_it_is_for(page: str, title: str, words: list[str]) -> None:
    text = section(page, title)
    for each in words:
        assert each in text


def test_a_size_at_which_aws_documents_no_deployment_is_named(page: str) -> None:
    title = "A deployment, step by step"
    small = section(sheet(render({"fleet": {"max_size": 3}})), title)
    assert "With 3 instances the update policy asks for the maximum size in service" in small
    assert "does not document" not in section(page, title)


def test_target_tracking_makes_alarms_that_cost(page: str) -> None:
    kind = "| alarm that target tracking makes | 2 |"
    tracked = sheet(render({"scaling": {"policy": "target_tracking"}}))
    assert kind in section(tracked, "What costs money")
    assert "keeps ASGAverageCPUUtilization near 60 %." in section(tracked, "Capacity")
    assert kind not in page


def test_a_connection_that_leaves_is_no_opening(page: str) -> None:
    openings, _, leaving = section(page, "Who reaches what").partition("opens nothing")
    row = "| LoadBalancer | any IPv4 address | tcp 3000 |"
    assert row not in openings
    assert row in leaving


def test_permission_names_the_settings_that_are_on(page: str) -> None:
    [row] = [
        line
        for line in section(page, "What the instances may do").splitlines()
        if "Measure" in line
    ]
    assert row.endswith("| alarms.memory.enabled, alarms.disk.enabled |")


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"alarms": {"memory": {"enabled": False}}}, "alarms.disk.enabled"),
        ({"alarms": {"disk": {"enabled": False}}}, "alarms.memory.enabled"),
        ({"alarms": {"disk": {"enabled": True}}}, "alarms.memory.enabled, alarms.disk.enabled"),
        (
            {"alarms": {"memory": {"enabled": False}}, "metrics": {"processes": ["nginx"]}},
            "alarms.disk.enabled, metrics.processes",
        ),
        (
            {  # a volume alone is not measured
                "alarms": {"memory": {"enabled": False}},
                "fleet": {"volumes": [{"device": "/dev/sdf", "size": 10, "mount": "/data"}]},
            },
            "alarms.disk.enabled",
        ),
    ],
)
def test_permission_is_needed_by_what_would_need_it_alone(
    change: dict[str, Any], names: str
) -> None:
    allowed = section(sheet(render(change)), "What the instances may do")
    assert f"| {names} |" in next(line for line in allowed.splitlines() if "Measure" in line)


@pytest.mark.parametrize(
    ("change", "written", "reason"),
    [
        ({"alb": {"maintenance": {"message": "Later."}}}, "alb.maintenance.message", "is false"),
        ({"network": {"create": {"cidr": "10.1.0.0/16"}}}, "network.create.cidr", "parent_stack"),
        ({"alb": {"canary": {"percent": 5}}}, "alb.canary.percent", "is not set"),
    ],
)
def test_setting_without_effect_is_shown_only_where_it_is_written(
    change: dict[str, Any], written: str, reason: str
) -> None:
    for page, rows in ((sheet(render(change)), 1), (sheet(render()), 0)):
        text = section(page, "Settings")
        assert len(re.findall(rf"^\| {written} \|.*without effect \|$", text, re.MULTILINE)) == rows
        assert re.search(rf"^- .*{'.'.join(written.split('.')[:2])}.*{reason}$", text, re.MULTILINE)


def test_alarm_of_ones_own_shows_its_expression() -> None:
    rendering = render()
    query = {"Id": "e", "Expression": "IF(m > 3, m, 0)"}
    metric = {"Id": "m", "ReturnData": False, "MetricStat": {"Metric": {"MetricName": "Queue"}}}
    rendering.template.data["Resources"]["Own"] = {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "ComparisonOperator": "GreaterThanThreshold",
            "EvaluationPeriods": 1,
            "Metrics": [query, metric],
            "Threshold": 7,
        },
    }
    row = "| Own | IF(Queue > 3, Queue, 0) > 7, for 60 seconds |"
    assert row in section(sheet(rendering), "Alarms")


@pytest.mark.parametrize(
    ("protection", "deletion", "creation"),
    [
        ("none", "", ""),
        ("prevent-force-deletion", "- AutoScalingGroup: deleted only once it has no instances", ""),
        (
            "prevent-all-deletion",
            "- The deletion fails at AutoScalingGroup: set fleet.deletion_protection to none",
            "The rollback cannot delete AutoScalingGroup: set fleet.deletion_protection after",
        ),
    ],
)
def test_a_group_that_is_protected_from_deletion(
    protection: str, deletion: str, creation: str
) -> None:
    page = sheet(render({"fleet": {"deletion_protection": protection}}))
    deleting = section(page, "Deleting the stack")
    assert (deletion in deleting, "AutoScalingGroup:" in deleting) == (True, bool(deletion))
    assert creation in section(page, "A deployment, step by step")
    assert ("cannot delete AutoScalingGroup" in page) == bool(creation)


def test_log_alarm_shows_its_query_and_how_often_it_runs() -> None:
    alarm = {"name": "SlowCheckout", "query": "filter seconds > 2", "threshold": 10, "minutes": 1}
    page = sheet(render({"logs": {"query_alarms": [alarm]}}))
    (row,) = [line for line in page.splitlines() if line.startswith("| SlowCheckoutAlarm |")]
    assert "count(\\*) > 10 in the results at rate(1 minute) of: filter seconds > 2" in row
    assert "| log alarm | 1 | month, and GB that its query reads |" in page


def test_same_rendering_gives_the_same_bytes(page: str) -> None:
    assert sheet(render(FULL)) == page
    assert str(PROJECT.root) not in page


def test_every_alarm_and_every_setting_is_in_it(page: str) -> None:
    data = render(FULL).template.data
    alarms = [name for name, each in data["Resources"].items() if each["Type"].endswith("Alarm")]
    text = section(page, "Alarms")
    assert alarms
    assert all(f"| {name} |" in text for name in alarms)


def test_environments_have_the_same_settings_in_the_same_order(page: str) -> None:
    def names(text: str) -> list[str]:
        return re.findall(r"^\| (\S+) \|", section(text, "Settings"), re.MULTILINE)

    other = sheet(render({"fleet": {"min_size": 3}, "scaling": {"policy": "simple"}}))
    assert names(page)[:40] == names(other)[:40]
    assert set(names(other)) <= set(names(page))


@pytest.mark.parametrize("path", [*ENVIRONMENTS, *EXAMPLES], ids=lambda path: path.stem)
def test_every_config_has_a_sheet_whose_tables_are_whole(path: Any) -> None:
    whole_tables(sheet(render_config(PARTIALS, SCHEMA, path, path.name)))


def test_hostile_names_break_nothing() -> None:
    rendering = render(FULL)
    data = rendering.template.data
    data["Description"] = "\n".join(HOSTILE)
    for index, text in enumerate(HOSTILE):
        resource = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmDescription": text}}
        data["Resources"][f"{text}{index}"] = resource
        data["Outputs"][f"Out{index}"] = {"Value": text, "Description": f"# {text}"}
        data["Parameters"][text] = {"Type": "String", "Default": text}
    page = sheet(rendering)
    whole_tables(page)
    assert page.count("\n```") == 2
    assert "<script" not in re.sub(r"\\<script", "", page)
    assert len(re.findall(r"^# ", page, re.MULTILINE)) == 1


def whole_tables(page: str) -> None:
    """Fail where a row of a table has not as many cells as its head."""
    width = 0
    for line in page.splitlines():
        cells = re.sub(r"\\.", "", line).count("|") if line.startswith("|") else 0
        assert not (cells and width) or cells == width, line
        width = cells


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_a_text_and_nothing_else(text: str) -> None:
    for escaped in (cell(text), prose(text), code(text)):
        assert "\n" not in escaped
    assert re.sub(r"\\(.)", r"\1", cell(text)) == " ".join(text.split("\n"))
    assert not re.search(r"(?<!\\)[|<](?=[a-z/!])", cell(text))


@pytest.mark.parametrize("text", ["- item", "1. item", "# heading", "> quote", "+ item", "= line"])
def test_paragraph_starts_nothing(text: str) -> None:
    assert prose(text).startswith(("\\", "1\\", "\\1"))


def test_an_image_that_moves_is_said_where_deployments_are() -> None:
    config: Data = {"application": {"baked": False, "placeholder": True}}
    images = {"images": {"eu-west-1": "ami-0123456789abcdef0"}, "image_date": "2026-11-24"}
    moving = section(sheet(render(config)), "A deployment, step by step")
    fixed = section(sheet(render({**config, "fleet": images})), "A deployment, step by step")
    assert "a new value for ImageId" in moving
    assert "Parameter Store" not in fixed
    assert "Any other change replaces no instance." in fixed
