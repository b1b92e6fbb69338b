"""What follows from the settings on the application."""

from __future__ import annotations

import re

import pytest

from pipeline.render.application import success


def expression(codes: str, version: str = "HTTP1") -> str:
    check = {"success_codes": codes, "grpc_codes": codes}
    values = {"alb": {"target_protocol_version": version, "health_check": check}}
    return str(success(values)["success_codes"])


def test_success_codes_are_short() -> None:
    assert expression("200-299") == "2.."
    assert expression("200,204") == "200|204"


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        ("200", {200}),
        ("200-499", {*range(200, 500)}),
        ("200-299,401", {*range(200, 300), 401}),
        ("205-321", {*range(205, 322)}),
        ("299-300", {299, 300}),
    ],
)
def test_success_codes_are_those_of_the_health_check(codes: str, wanted: set[int]) -> None:
    pattern = re.compile(expression(codes))
    assert {code for code in range(100, 600) if pattern.fullmatch(str(code))} == wanted


def test_success_codes_of_grpc() -> None:
    pattern = re.compile(expression("0-99", "GRPC"))
    assert {code for code in range(200) if pattern.fullmatch(str(code))} == {*range(100)}
