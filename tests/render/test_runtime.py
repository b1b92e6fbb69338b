"""What starts the application and what it finds around it, from the settings."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config.schema import fill_defaults
from pipeline.render.application import boot_switches, runtime, secrets
from tests.rendered import SCHEMA, SMALLEST, merged

Data = dict[str, Any]
ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf"
ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
ARTIFACT = {"bucket": "releases", "version": "1.0.0"}


def derived(change: Data) -> Data:
    values = fill_defaults(SCHEMA, merged(SMALLEST, change))
    found: Data = {}
    for derive in (runtime, secrets, boot_switches):
        found |= derive(values)
    return found


def application(**settings: Any) -> Data:
    return {"application": settings}


def codes(text: str) -> Data:
    return {"alb": {"health_check": {"success_codes": text}}}


def by_name(name: str) -> Data:
    arn = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:"
    return {"Fn::Sub": f"{arn}{name}-??????"}


PAGE = "/usr/bin/python3 /opt/application/placeholder.py"
PROXY = {"network": {"proxy": {"url": "http://proxy:3128", "exclude": [".internal"]}}}


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        (application(command="/opt/run"), "command", "/opt/run"),
        (application(placeholder=True), "command", f"{PAGE} 200"),
        (
            merged(application(placeholder=True), codes("204-299")),
            "command",
            f"{PAGE} 204",
        ),
        (
            merged(application(placeholder=True), codes("201,302")),
            "command",
            f"{PAGE} 201",
        ),
        # Longer than the load balancer waits, which else sends requests into a closed connection.
        ({"alb": {"idle_timeout": 60}}, "keep_alive", 75),
        (merged(application(keep_alive=90), {"alb": {"idle_timeout": 60}}), "keep_alive", 90),
        (application(setup=["a", "b"]), "setup_commands", {"setup-01": "a", "setup-02": "b"}),
        ({}, "versioned", None),
        ({}, "registry", None),
        (application(container={"image": "docker.io/shop"}), "registry", None),
        (
            application(container={"image": f"{ECR}/shop/web"}),
            "registry",
            {
                "account": "123456789012", "region": "eu-west-1", "host": ECR,
                "repository": "shop/web",
            },
        ),
        ({}, "proxy_variables", {}),
        (
            PROXY,
            "proxy_variables",
            {
                "http_proxy": "http://proxy:3128",
                "https_proxy": "http://proxy:3128",
                "no_proxy": "localhost,127.0.0.1,169.254.169.254,.internal",
                "HTTP_PROXY": "http://proxy:3128",
                "HTTPS_PROXY": "http://proxy:3128",
                "NO_PROXY": "localhost,127.0.0.1,169.254.169.254,.internal",
            },
        ),
        (
            application(environment={"A": "1"}, parameters={"B": "/b"}, secrets={"C": "c"}),
            "variables",
            ["PORT", "KEEP_ALIVE_SECONDS", "A", "B", "C"],
        ),
        (
            application(secrets={"A": "shop/a", "B": "shop/a:key"}),
            "secret_arns",
            [by_name("shop/a")],
        ),
        (application(secrets={"A": ARN, "B": f"{ARN}:key"}), "secret_arns", [ARN]),
        (
            application(secrets={"A": "shop/a", "B": f"{ARN}:key"}),
            "secret_words",
            ["A|shop/a| B|arn:", f"{ARN[len('arn:aws') :]}|key"],
        ),
        (
            application(container={"credentials": ARN}),
            "credentials",
            ["arn:", ARN[len("arn:aws") :]],
        ),
        ({}, "credentials", [""]),
    ],
)  # fmt: skip
def test_what_the_application_finds(change: Data, name: str, expected: Any) -> None:
    assert derived(change)[name] == expected


def test_what_is_versioned() -> None:
    found = derived(application(artifact=ARTIFACT))["versioned"]
    assert (found["bucket"], found["version"]) == ("releases", "1.0.0")
    image = {"image": "docker.io/shop", "version": "2"}
    found = derived(application(artifact=ARTIFACT, container=image))["versioned"]
    assert (found["image"], found["version"]) == ("docker.io/shop", "2")


@pytest.mark.parametrize(
    ("change", "on"),
    [
        ({}, {"FIRST_BOOT", "HTTP"}),
        ({"alb": {"target_protocol": "HTTPS"}}, {"FIRST_BOOT", "HTTPS"}),
        ({"alb": {"target_protocol_version": "HTTP2"}}, {"FIRST_BOOT", "HTTP2"}),
        (
            {"alb": {"target_protocol": "HTTPS", "target_protocol_version": "GRPC"}},
            {"FIRST_BOOT", "GRPC"},
        ),
        (application(artifact=ARTIFACT), {"FIRST_BOOT", "HTTP", "ARTIFACT"}),
        (
            application(artifact={**ARTIFACT, "sha256": "a" * 64}),
            {"FIRST_BOOT", "HTTP", "ARTIFACT", "SHA256"},
        ),
        (application(container={"image": "docker.io/shop"}), {"FIRST_BOOT", "HTTP", "CONTAINER"}),
        (
            application(container={"image": f"{ECR}/shop"}),
            {"FIRST_BOOT", "HTTP", "CONTAINER", "REGISTRY"},
        ),
        (
            application(container={"image": "docker.io/shop", "credentials": ARN}),
            {"FIRST_BOOT", "HTTP", "CONTAINER", "CREDENTIALS"},
        ),
        (application(parameters={"A": "/a"}), {"FIRST_BOOT", "HTTP", "PARAMETERS"}),
        (application(secrets={"A": "a"}), {"FIRST_BOOT", "HTTP", "SECRETS"}),
        (PROXY, {"FIRST_BOOT", "HTTP", "PROXY"}),
        ({"fleet": {"update_at_boot": "2023.9"}}, {"FIRST_BOOT", "HTTP", "UPDATE"}),
        ({"fleet": {"warm_pool": {"enabled": True}}}, {"HTTP", "WARM_POOL"}),
    ],
)
def test_the_parts_of_the_boot_script(change: Data, on: set[str]) -> None:
    assert {name for name, is_on in derived(change)["switches"].items() if is_on} == on
