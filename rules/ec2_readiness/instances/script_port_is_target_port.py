"""Script and target group speak of different ports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    as_list,
    attached_target_groups,
    aws,
    launch_for,
    prepared,
)

LISTENS = re.compile(
    r"(?m)^\s*(?:export\s+)?(?:HTTP_|SERVER_|APP_)?PORT=['\"]?(\d{2,5})\b"
    r"|\s--(?:http-|server[.-])?port[= ](\d{2,5})\b|\blisten\s+(\d{2,5})\s*(?:default_server)?;"
    r"|\bhttp\.server\s+(\d{2,5})\b|(?m:^Listen\s+(\d{2,5}))|\bdocker run\b[^\n]*-p\s*(\d{2,5}):\d+"
)

NAMED = re.compile(r"(?m)^\s*(?:export\s+)?PORT=['\"]?(\d{2,5})['\"]?\s*$")
CALLED = re.compile(r"\b(https?)://(?:127\.0\.0\.1|localhost):(\d{2,5})\b")
PUBLISHED = re.compile(r"\bdocker run\b[^\n]*?\s(?:-p|--publish)[= ]\s*(?:[\d.]+:)?(\d{2,5}):\d+")

INNER = re.compile(r"\bdocker run\b[^\n]*?\s(?:-p|--publish)[= ]\s*(?:[\d.]+:)?\d{2,5}:(\d{2,5})")


class ScriptPortIsTargetPort(Rule):
    id = "WR9440"
    shortdesc = "The application listens at the target group's port"
    description = (
        "Where the boot script says at which port the application listens, and no target group of "
        "its group has that port, every health check fails. So it is where the script names two "
        "ports, publishes another one, or calls its own port by another protocol."
    )
    instead = "Write the same port in the script and the target group"
    assumes = "the port in the script is the one that the application listens on"
    source_url = aws("elasticloadbalancing/latest/application/target-group-health-checks.html")
    tags = ["instances", "boot", "balancing"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        targets = attached_target_groups(resource)
        wanted = {target.number("Port") for target in targets}
        if launch is None or not targets or None in wanted:
            return
        if len(targets) != len(as_list(resource.get("TargetGroupARNs"))):
            return
        text = prepared(launch.boot_text or "")
        plain = all(target.string("Protocol") == "HTTP" for target in targets)
        found = {float(port) for match in LISTENS.findall(text) for port in match if port}
        problem = self._mismatch(text, found, wanted, plain=plain)
        problem = problem or self._other(text, found, wanted, targets)
        if problem:
            yield launch.finding(problem, "UserData")

    @staticmethod
    def _other(
        text: str, found: set[float], wanted: set[float | None], targets: list[Resource]
    ) -> str:
        """No port of the script is a target group's."""
        if not found:
            return ""
        others = re.sub(r"://[^/\s]*", "", text)  # an address that is called, not one to listen on
        if not found & wanted and not any(f"{p:g}" in others for p in wanted if p):
            port, other = min(found), min(port for port in wanted if port is not None)
            return f"The script has port {port:g}, {targets[0].name} of {other:g}"
        return ""

    @staticmethod
    def _mismatch(text: str, listens: set[float], wanted: set[float | None], *, plain: bool) -> str:
        """The script disagrees with itself about the port."""
        ports = {float(port) for port in NAMED.findall(text)}
        if len(ports) > 1 and ports & wanted:
            return f"PORT is {' and '.join(f'{port:g}' for port in sorted(ports))}"
        for scheme, port in CALLED.findall(text):
            if listens & wanted and float(port) not in listens | wanted:
                return f"The script calls port {port} of its own; nothing listens there"
            if plain and scheme == "https" and float(port) in wanted:
                return f"The script calls port {port} by HTTPS"
        if "docker run" not in text:
            return ""
        inner = {float(port) for port in INNER.findall(text)}
        if inner and ports and re.search(r"--env(?:-file)?[ =]PORT\b", text) and not inner & ports:
            return f"Docker publishes port {min(inner):g} of the container, PORT is {min(ports):g}"
        published = {float(port) for port in PUBLISHED.findall(text)}
        proxied = re.search(r"\blisten\s+\d|(?m:^Listen\s)", text) is not None
        if published and not published & wanted and not proxied:
            return f"Docker publishes port {min(published):g}"
        return ""
