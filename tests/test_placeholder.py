"""The page that stands in for an application, as a process of its own."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time

import pytest

from tests.rendered import PROJECT

PAGE = PROJECT.partials / "boot" / "placeholder.py"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _ask(port: int, method: str) -> tuple[int, bytes]:
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request(method, "/any/path")
            answer = connection.getresponse()
            return answer.status, answer.read()
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError("the placeholder does not listen")


@pytest.mark.parametrize(
    ("status", "method", "has_page"),
    [(200, "GET", True), (200, "HEAD", False), (301, "GET", True), (204, "GET", False)],
)
def test_it_answers_as_the_health_check_wants_it(
    status: int, method: str, *, has_page: bool
) -> None:
    port = _free_port()
    command = [sys.executable, "-I", str(PAGE), str(status)]
    process = subprocess.Popen(command, env={"PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        found, page = _ask(port, method)
    finally:
        process.terminate()
        process.wait()
    assert (found, b"application.artifact" in page) == (status, has_page)
