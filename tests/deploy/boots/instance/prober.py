"""The load balancer's health checks."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from typing import Any

from tests.deploy.boots.instance.serving import ENVIRONMENT


class Prober(threading.Thread):
    """Checks the application's health as the target group does, but twice a second."""

    state = ("initial", "Elb.RegistrationInProgress")

    def run(self) -> None:
        """Check until stopped."""
        passed = 0
        while True:
            reason = _probe(ENVIRONMENT["target_group"])
            passed = 0 if reason else passed + 1
            if reason:
                Prober.state = ("unhealthy", reason)
            elif passed >= ENVIRONMENT["target_group"]["healthy_threshold"]:
                Prober.state = ("healthy", "")
            time.sleep(0.5)


def _probe(group: dict[str, Any]) -> str:
    url = f"http://127.0.0.1:{group['health_port']}{group['path']}"
    try:
        with urllib.request.urlopen(url, timeout=group["timeout"]) as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    except OSError:
        return "Target.FailedHealthChecks"
    return "" if _among(status, group["matcher"]) else "Target.ResponseCodeMismatch"


def _among(status: int, matcher: str) -> bool:
    for part in matcher.split(","):
        first, _, last = part.partition("-")
        if int(first) <= status <= int(last or first):
            return True
    return False
