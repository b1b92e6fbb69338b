"""Values as the console and the AWS CLI print them: the hint says what to write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.config.attribute_settings import OWN_SETTINGS
from pipeline.config.extends import read_config
from pipeline.config.schema import settings
from pipeline.config.validate import validate
from tests.rendered import SCHEMA
from tests.support import ROOT

STACK = "arn:aws:cloudformation:eu-west-1:123456789012:stack/net/1"


@pytest.mark.parametrize(
    ("config", "message", "written"),
    [
        (
            "dns: {hosted_zone_id: /hostedzone/Z0123456789ABCDEFGHIJ}",
            "'/hostedzone/Z0123456789ABCDEFGHIJ' is not a hosted zone's id",
            "Z0123456789ABCDEFGHIJ",
        ),
        (
            "dns: {hosted_zone_id: /hostedzone/Z32O12XQLNTSW2}",
            "'/hostedzone/Z32O12XQLNTSW2' is not a hosted zone's id",
            "Z32O12XQLNTSW2",
        ),
        (
            "dns: {hosted_zone_id: 'arn:aws:route53:::hostedzone/Z32O12XQLNTSW2'}",
            "'arn:aws:route53:::hostedzone/Z32O12XQLNTSW2' is not a hosted zone's id",
            "Z32O12XQLNTSW2",
        ),
        (
            (
                "access: {permissions_boundary: "
                "'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/company-boundary'}"
            ),
            "is not the ARN of an IAM policy, or the name of one, with its path",
            "company-boundary",
        ),
        ("dns: {name: WWW.example.com}", "'WWW.example.com' is not a domain", "www.example.com"),
        ("dns: {name: www.example.com.}", "'www.example.com.' is not a domain", "www.example.com"),
        ("dns: {name: 'https://example.com/'}", "'https://example.com/' is not a", "example.com"),
        (
            "fleet: {volumes: [{device: /dev/xvdf, size: 10}]}",
            "'/dev/xvdf' is not a device name",
            "/dev/sdf",
        ),
        (
            "fleet: {image: 'resolve:ssm:/images/shop:3'}",
            "'resolve:ssm:/images/shop:3' is not",
            "/images/shop:3",
        ),
        (
            "application: {artifact: {bucket: 's3://example-releases/web'}}",
            "'s3://example-releases/web' is not a bucket's name",
            "example-releases",
        ),
        (
            "alb: {access_logs: {bucket: 'arn:aws:s3:::example-logs'}}",
            "'arn:aws:s3:::example-logs' is not a bucket's name",
            "example-logs",
        ),
        (
            "application: {parameters: {A: 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/a'}}",
            "'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/a' is not",
            "/shop/a",
        ),
        (
            "network: {existing: {vpc_id: 'arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-01234567'}}",
            "'arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-01234567' is not a VPC's id",
            "vpc-01234567",
        ),
        (
            f"network: {{parent_vpc_stack: '{STACK}'}}",
            f"'{STACK}' is not",
            "net",
        ),
        (
            "alb: {rules: [{name: A, priority: 5, sources: [10.0.0.1]}]}",
            "'10.0.0.1' is not an IPv4 or IPv6 range",
            "10.0.0.1/32",
        ),
        ("alb: {clients: {cidrs: [10.0.0.1]}}", "'10.0.0.1' is not an IPv4 range", "10.0.0.1/32"),
        ("alb: {clients: {ipv6_cidrs: ['::1']}}", "'::1' is ", "::1/128"),
        (
            "alb: {rules: [{name: old, priority: 5, paths: [/a]}]}",
            "'old' is not",
            "Old",
        ),
        (
            "alb: {rules: [{name: A, priority: 5, methods: [get]}]}",
            "'get' is not a method in capital letters",
            "GET",
        ),
        ("regions: [eu-west-1a]", "'eu-west-1a' is not", "eu-west-1"),
        (
            "scaling: {schedule: [{name: A, cron: '0  7 * * 1', min_size: 2}]}",
            "'0  7 * * 1' is not a cron expression of five fields",
            "0 7 * * 1",
        ),
        ("alerts: {email: ' ops@example.com '}", "is not an e-mail", "ops@example.com"),
    ],
)
def test_the_hint_is_what_to_write(config: str, message: str, written: str, tmp_path: Path) -> None:
    config = config if "regions" in config else f"regions: [eu-west-1]\n{config}"
    path = tmp_path / "case.yml"
    path.write_text(f"{config}\n", encoding="utf-8")
    [found] = validate(read_config(path, "case.yml"), SCHEMA).diagnostics
    assert message in found.message
    assert found.hint == f"write {written}"


@pytest.mark.parametrize(
    ("config", "message", "hint"),
    [
        (
            "alb: {attributes: {idle_timeout.timeout_seconds: '90'}}",
            "'idle_timeout.timeout_seconds' is not one of",
            "the setting is alb.idle_timeout",
        ),
        (
            "overrides: {AutoScalingGroup: {Properties: {Cooldown: '60'}}}",
            "'AutoScalingGroup' is not one of",
            "a resource is at overrides.Resources.AutoScalingGroup",
        ),
        ("overrides: {Resource: {A: {}}}", "'Resource' is not one of", "did you mean 'Resources'?"),
        (
            "alb: {health_check: {path: '/health?x=\u00fc'}}",
            "'/health?x=\u00fc' has \u00fc, and only ASCII characters are taken here",
            "for example /health",
        ),
        (
            "alb: {health_check: {path: 'health?x=\u00fc'}}",
            "'health?x=\u00fc' is not a path that begins with a slash",
            "for example /health",
        ),
    ],
)
def test_other_hints(config: str, message: str, hint: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yml"
    path.write_text(f"regions: [eu-west-1]\n{config}\n", encoding="utf-8")
    [found] = validate(read_config(path, "case.yml"), SCHEMA).diagnostics
    assert message in found.message
    assert found.hint == hint


def test_attributes_with_a_setting_are_those_that_partials_write() -> None:
    files = ("alb", "targets", "listeners")
    texts = [(ROOT / "partials" / f"{name}.yml.j2").read_text(encoding="utf-8") for name in files]
    written = {
        key
        for text in texts
        for key in re.findall(r"- Key: ([a-z][a-z0-9_.]+)$", text, re.MULTILINE)
    }
    known = {name for name, _ in settings(SCHEMA)}
    without = {"routing.http.drop_invalid_header_fields.enabled", "stickiness.type"}
    prefixes = {each for each in written if each.endswith("s3.prefix")}
    assert set(OWN_SETTINGS) == written - without - prefixes
    assert {tuple(each.split(".")) for each in OWN_SETTINGS.values()} <= known
