"""A DNS name that the second of two stacks cannot have is refused; latency records are not."""

from __future__ import annotations

import re

import pytest

from tests.support import ROOT, Folder

DNS = "dns: {name: shop.example.com, hosted_zone_id: Z0123456789ABCDEFGHIJ}\n"
OTHER_ZONE = DNS.replace("Z0", "Z1")
ONE, TWO = "regions: [eu-west-1]\n", "regions: [eu-west-1, us-east-1]\n"
REST = "application: {placeholder: true}\n"
PAGE = (ROOT / "docs" / "accounts.md").read_text(encoding="utf-8")
[LATENCY] = re.findall(r"```yaml\n# config/prod.yml\n(overrides:\n.*?)```", PAGE, re.DOTALL)


def _refused(stack: Folder, configs: dict[str, str]) -> list[str]:
    for name, text in configs.items():
        stack.write(f"config/{name}.yml", text)
    paths = [f"config/{name}.yml" for name in configs]
    return [line for line in stack.run("--no-lint", *paths).lines if "error: dns.name" in line]


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
    ],
    ids=[
        "no name", "one region", "two regions", "latency of two regions", "latency of IPv4 only",
        "two environments", "inherited", "another zone", "another name",
        "latency of two environments",
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
