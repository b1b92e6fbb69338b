"""What the second of two stacks cannot have: a DNS name, a listener's priority, a chat channel."""

from __future__ import annotations

import re

import pytest

from tests.support import ROOT, Folder

DNS = "dns: {name: shop.example.com, hosted_zone_id: Z0123456789ABCDEFGHIJ}\n"
OTHER_ZONE = DNS.replace("Z0", "Z1")
ONE, TWO = "regions: [eu-west-1]\n", "regions: [eu-west-1, us-east-1]\n"
REST = "application: {placeholder: true}\n"
PAGE = (ROOT / "docs" / "accounts.md").read_text(encoding="utf-8")
BLOCK = r"```yaml\n# config/prod.yml\n(overrides:\n.*?)```"
LATENCY, PRIMARY, MORE_TOPICS = re.findall(BLOCK, PAGE, re.DOTALL)
[SECONDARY] = re.findall(BLOCK.replace("prod", "standby"), PAGE, re.DOTALL)
OF_BOTH = (
    "config/us.yml:3:13: error: dns.name: shop.example.com is the record of config/prod.yml and "
    "config/us.yml: Route 53 refuses it to the second stack"
)


def _refused(stack: Folder, configs: dict[str, str]) -> list[str]:
    for name, text in configs.items():
        stack.write(f"config/{name}.yml", text)
    paths = [f"config/{name}.yml" for name in configs]
    lines = stack.run("--no-lint", *paths).lines
    return [line for line in lines if re.search("(error|info): (dns.name|alb|alerts)", line)]


@pytest.mark.parametrize(
    ("configs", "expected"),
    [
        ({"prod": TWO + REST}, ""),
        ({"prod": ONE + REST + DNS}, ""),
        (
            {"prod": TWO + REST + DNS},
            ("config/prod.yml:3:13: error: dns.name: shop.example.com is one record, and "
            "regions lists 2: Route 53 refuses it to the second stack"),
        ),
        ({"prod": TWO + REST + DNS + LATENCY}, ""),
        (
            {"prod": TWO + REST + DNS + LATENCY + "network: {ipv6: true, vpc: create}\n"},
            ("config/prod.yml:3:13: error: dns.name: shop.example.com is one record, and "
            "regions lists 2: Route 53 refuses it to the second stack"),
        ),
        (
            {"prod": ONE + REST + DNS, "us": ONE + REST + DNS},
            ("config/us.yml:3:13: error: dns.name: shop.example.com is the record of "
            "config/prod.yml and config/us.yml: Route 53 refuses it to the second stack"),
        ),
        (
            {"prod": ONE + REST + DNS, "us": "extends: prod.yml\nregions: [us-east-1]\n"},
            ("config/prod.yml:3:13: error: dns.name: shop.example.com is the record of "
            "config/prod.yml and config/us.yml: Route 53 refuses it to the second stack"),
        ),
        ({"prod": ONE + REST + DNS, "us": ONE + REST + OTHER_ZONE}, ""),
        ({"prod": ONE + REST + DNS, "us": ONE + REST + DNS.replace("shop", "us")}, ""),
        ({"prod": ONE + REST + DNS + LATENCY, "us": ONE + REST + DNS + LATENCY}, ""),
        ({"prod": ONE + REST + DNS + LATENCY, "us": ONE + REST + DNS}, OF_BOTH),
        ({"prod": ONE + REST + DNS + PRIMARY, "us": ONE + REST + DNS + LATENCY}, OF_BOTH),
        ({"prod": ONE + REST + DNS + PRIMARY, "us": ONE + REST + DNS + SECONDARY}, ""),
        (
            {"prod": ONE + REST + DNS + PRIMARY,
            "us": ONE + REST + DNS + PRIMARY.replace("main", "other")},
            OF_BOTH,
        ),
        (
            {"prod": ONE + REST + DNS + PRIMARY,
            "us": ONE + REST + DNS + SECONDARY.replace("standby", "main")},
            OF_BOTH,
        ),
        (
            {"prod": TWO + REST + DNS + PRIMARY},
            ("config/prod.yml:3:13: error: dns.name: shop.example.com is one record, and "
            "regions lists 2: Route 53 refuses it to the second stack"),
        ),
    ],
    ids=[
        "no name", "one region", "two regions", "latency of two regions", "latency of IPv4 only",
        "two environments", "inherited", "another zone", "another name",
        "latency of two environments", "latency and simple", "failover and latency", "failover",
        "two primaries", "one identifier", "a primary of two regions",
    ],
)  # fmt: skip
def test_a_simple_record_is_that_of_one_stack(
    configs: dict[str, str], expected: str, stack: Folder
) -> None:
    assert _refused(stack, configs) == ([expected] if expected else [])


def test_a_new_environment_is_compared_with_those_that_did_not_change(stack: Folder) -> None:
    assert _refused(stack, {"prod": ONE + REST + DNS}) == []
    [line] = _refused(stack, {"prod": ONE + REST + DNS, "us": ONE + REST + DNS})
    assert line.startswith("config/us.yml:3:13: error: dns.name: shop.example.com is the record")
    assert _refused(stack, {"prod": ONE + REST + DNS, "us": ONE + REST + OTHER_ZONE}) == []


LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/%s/0123456789abcdef/f0"
EXISTING = (
    f'alb: {{existing: {{listener: "{LISTENER % "shared"}", priority: 100, '
    "security_group: sg-0123456789abcdef0, hosts: [%s.example.com]}}\n"
)
RULE = EXISTING.replace(
    "}}\n", "}, rules: [{name: Api, priority: 100, paths: [/api], action: respond}]}\n"
).replace("priority: 100, sec", "priority: 99, sec")
SHARED = (
    "is the priority of config/prod.yml and config/us.yml: Elastic Load Balancing refuses it to"
)


@pytest.mark.parametrize(
    ("configs", "expected"),
    [
        (
            {"prod": ONE + REST + EXISTING % "a", "us": ONE + REST + EXISTING % "b"},
            f"config/us.yml:3:133: error: alb.existing.priority: 100 {SHARED} the second stack",
        ),
        (
            {"prod": ONE + REST + EXISTING % "a", "us": "extends: prod.yml\n"},
            f"config/prod.yml:3:133: error: alb.existing.priority: 100 {SHARED} the second stack",
        ),
        (
            {"prod": ONE + REST + EXISTING % "a", "us": ONE + REST + RULE % "b"},
            f"config/us.yml:3:230: error: alb.rules[0].priority: 100 {SHARED} the second stack",
        ),
        (
            {
                "prod": ONE + REST + EXISTING % "a",
                "us": ONE + REST + EXISTING.replace("100", "101") % "b",
            },
            "",
        ),
        (
            {
                "prod": ONE + REST + EXISTING % "a",
                "us": ONE + REST + EXISTING.replace("app/shared", "app/other") % "b",
            },
            "",
        ),
    ],
    ids=["two environments", "inherited", "a rule", "another priority", "another listener"],
)
def test_a_priority_of_a_listener_is_that_of_one_rule(
    configs: dict[str, str], expected: str, stack: Folder
) -> None:
    assert _refused(stack, configs) == ([expected] if expected else [])


def test_a_priority_is_compared_across_the_applications_of_a_run(stack: Folder) -> None:
    for name in ("shop", "admin"):
        stack.write(f"{name}/config/prod.yml", ONE + REST + EXISTING % name)
    done = stack.run("--no-lint", "shop", "admin")
    assert done.code == 1
    [line] = [each for each in done.lines if "error: alb" in each]
    assert line.startswith("admin/config/prod.yml:3:133: error: alb.existing.priority: 100 is the")
    assert "of shop/config/prod.yml and admin/config/prod.yml" in line


SLACK = "alerts: {slack: {workspace_id: T0123456789, channel_id: %s}}\n"
TENANT = "tenant_id: 11111111-2222-3333-4444-555555555555"
TEAMS = (
    f"alerts: {{teams: {{{TENANT}, team_id: 66666666-7777-8888-9999-000000000000, "
    "channel_id: '19%%3Aa%s%%40thread.tacv2'}}\n"
)


@pytest.mark.parametrize(
    ("configs", "expected", "code"),
    [
        (
            {"prod": TWO + REST + SLACK % "C1"},
            (
                "config/prod.yml:3:57: error: alerts.slack.channel_id: C1 is one Slack channel, "
                "and regions lists 2: AWS refuses it to the second stack of an account"
            ),
            1,
        ),
        (
            {"dev": ONE + REST + SLACK % "C1", "prod": ONE + REST + SLACK % "C1"},
            (
                "config/prod.yml:3:57: info: alerts.slack.channel_id: C1 is the Slack channel of "
                "config/dev.yml and config/prod.yml: AWS refuses it to the second stack of "
                "an account"
            ),
            0,
        ),
        (
            {"dev": ONE + REST + TEAMS % "b", "prod": ONE + REST + TEAMS % "b"},
            (
                "config/prod.yml:3:126: info: alerts.teams.channel_id: 19%3Aab%40thread.tacv2 is "
                "the Teams channel of config/dev.yml and config/prod.yml: AWS refuses it to the "
                "second stack of an account"
            ),
            0,
        ),
        ({"dev": ONE + REST + SLACK % "C1", "prod": ONE + REST + SLACK % "C2"}, "", 0),
        ({"dev": ONE + REST + TEAMS % "b", "prod": ONE + REST + TEAMS % "c"}, "", 0),
    ],
    ids=["two regions", "two environments", "Teams", "two channels", "two channels of Teams"],
)
def test_a_chat_channel_is_that_of_one_stack_in_an_account(
    configs: dict[str, str], expected: str, code: int, stack: Folder
) -> None:
    assert _refused(stack, configs) == ([expected] if expected else [])
    paths = [f"config/{name}.yml" for name in configs]
    assert stack.run("--no-lint", "--no-cache", *paths).code == code
    assert stack.run("--no-lint", "--no-cache", "--strict", *paths).code == bool(expected)


def test_a_channel_gets_the_topics_of_the_other_environments(stack: Folder) -> None:
    shared = ONE + REST + SLACK % "C1"
    stack.write("config/_shared.yml", shared)
    [dev] = re.findall(r"```yaml\n# config/dev.yml\n(extends: .*?)```", PAGE, re.DOTALL)
    assert _refused(stack, {"dev": dev, "prod": f"extends: _shared.yml\n{MORE_TOPICS}"}) == []
    assert "SlackChannel" not in stack.read("output/dev.yml")
    topics = stack.read("output/prod.yml").split("SnsTopicArns:")[1]
    assert re.findall(r"!Ref \w+|arn:\S+\w", topics)[:2] == [
        "!Ref AlertTopic",
        "arn:aws:sns:us-east-1:123456789012:shop-dev-AlertTopic-A1B2C3D4E5F6",
    ]
