"""Booting an instance of a stack that stands, well or with something wrong."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.deploy import image, init, provisions, snapshot, world
from tests.deploy.sandbox import Sandbox
from tests.deploy.scenarios import Scenario
from tests.deploy.standing import Standing

Data = dict[str, Any]
_SURVEY = "/opt/proof/tests/deploy/instance/survey.py"
_TIMEOUT = re.compile(r"^TIMEOUT=(\d+)$", re.MULTILINE)
_SECONDS = 150  # that any boot may take here
# The script gives up half a minute, or with a lifecycle hook a minute, before CloudFormation does.
_SPARE, _SPARE_WITH_HOOK = 30, 60  # seconds
_VERDICTS = {"SUCCESS": True, "CONTINUE": True, "FAILURE": False, "ABANDON": False}


@dataclass
class Boot:
    """What came of a boot."""

    scenario: Scenario
    limit: int  # seconds after which the script gives up, at the latest
    status: int | None
    seconds: float
    calls: list[Data]
    console: str
    packages: list[str]
    said: str
    survey: Data = field(default_factory=dict)
    streams: dict[str, list[str]] = field(default_factory=dict)

    def last_word(self) -> str:
        """Return what the boot script said at the end, or whatever else was said."""
        lines = self.console.splitlines()
        return ([line for line in lines if line.startswith("boot: ")] or lines or [""])[-1][:200]

    def verdicts(self, action: str) -> list[bool]:
        """Return what each signal, or completed hook, says: that all is well, or not."""
        fields = [each["parameters"] for each in self.calls if each["action"] == action]
        return [_VERDICTS[each.get("Status") or each["LifecycleActionResult"]] for each in fields]


def user_data(standing: Standing) -> str:
    """Return the boot script that the stack's instances get."""
    return base64.b64decode(snapshot.user_data(standing)["UserData"]).decode()


def run(standing: Standing, scenario: Scenario) -> Boot:
    """Boot an instance and look around on it."""
    with Sandbox(standing.stack.emulator.port) as sandbox:
        limit = _prepare(standing, scenario, sandbox)
        _provide(standing, scenario)
        began = time.monotonic()
        status = _start(standing, scenario, sandbox)
        seconds = round(time.monotonic() - began, 1)
        survey = _survey(standing, sandbox) if status == 0 else {}
        known = scenario.network == "all"
        streams = _delivered(standing, world.instance_of(scenario)) if known else {}
        return Boot(
            scenario, limit, status, seconds, sandbox.calls(), sandbox.console(),
            sandbox.packages(), sandbox.said(), survey, streams,
        )  # fmt: skip


def _start(standing: Standing, scenario: Scenario, sandbox: Sandbox) -> int | None:
    """Start the instance as often as the scenario has it; return how the last boot ended."""
    status: int | None = 0
    for start in scenario.starts:
        if status == 0:
            last = start is scenario.starts[-1]
            _rotate(standing, scenario, provisions.SECRET if last else "as it was")
            sandbox.start(world.make(standing, scenario, start))
            status = sandbox.await_boot(_SECONDS)
    return status


def _rotate(standing: Standing, scenario: Scenario, value: str) -> None:
    """Give the parameter that changes between two starts its value."""
    if name := _rotated(standing, scenario):
        own = f"{name}-{standing.stack.name}"
        provisions.put_readable(standing.stack.emulator, standing.subject, own, value)


def _rotated(standing: Standing, scenario: Scenario) -> str:
    names = [str(each) for each in standing.subject.setting("application.parameters", {}).values()]
    return names[0] if names and len(scenario.starts) > 1 else ""


def _prepare(standing: Standing, scenario: Scenario, sandbox: Sandbox) -> int:
    """Make what is on the disk; return the seconds that the boot script gives itself."""
    text = user_data(standing)
    if scenario.patience is not None:
        seconds = scenario.patience + (_SPARE_WITH_HOOK if world.hooks(standing) else _SPARE)
        text, count = _TIMEOUT.subn(f"TIMEOUT={seconds}", text)
        assert count == 1, "the boot script has no TIMEOUT of its own"
    for old, new in _edits(standing, scenario):
        assert old in text, f"the boot script does not say {old}"
        text = text.replace(old, new)
    image.make(sandbox.image, text, helpers=scenario.helpers)
    command = str(standing.subject.setting("application.command"))
    image.add_interpreter(sandbox.image, command)
    if not standing.subject.setting("application.artifact.bucket"):
        image.add_application(sandbox.image, command, provisions.application(scenario.mode))
    return int(_TIMEOUT.findall(text)[0])


def _edits(standing: Standing, scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield what is other in the scenario's user data: a release of its own, say."""
    application = standing.subject.settings["application"]
    if application["artifact"]["bucket"]:
        version = standing.value("application.artifact.version", "ApplicationVersion")
        yield f"{version}.tar.gz", f"{world.instance_of(scenario)}.tar.gz"
    if scenario.release == "no secrets":
        names = {**application.get("parameters", {}), **application.get("secrets", {})}
        name = str(next(iter(names.values())))
        yield f"={name}", f"={name}-missing"
    if name := _rotated(standing, scenario):
        yield f"={name}", f"={name}-{standing.stack.name}"


def _provide(standing: Standing, scenario: Scenario) -> None:
    """Put the scenario's release, and what the role may read, into the emulator."""
    subject, emulator = standing.subject, standing.stack.emulator
    statements = snapshot.role_statements(standing, standing.ids["InstanceRole"])
    provisions.provide_readable(emulator, subject, statements)
    if subject.setting("application.artifact.bucket"):
        bodies = {"missing": None, "corrupt": b"<html>not what was asked for</html>"}
        sound = provisions.release(subject, scenario.mode)
        body = bodies.get(scenario.release, sound)
        provisions.put_release(emulator, subject, world.instance_of(scenario), body)


def _survey(standing: Standing, sandbox: Sandbox) -> Data:
    group = world.target_group(standing)
    asked = {
        "files": list(init.files(standing)),
        "services": list(init.services(standing)),
        "url": f"http://127.0.0.1:{group['health_port']}{group['path']}",
        "environment": f"http://127.0.0.1:{group['port']}/environment",
        "kill": True,
    }
    text = sandbox.run("/opt/proof/python", _SURVEY, json.dumps(asked))
    return dict(json.loads(text))


def _delivered(standing: Standing, instance: str) -> dict[str, list[str]]:
    """Return the lines that reached the log group from an instance, once they have settled."""
    client = standing.client("logs")
    found: dict[str, list[str]] = {}
    time.sleep(1.2)  # the agent looks at its files twice a second
    for group in standing.deployed("AWS::Logs::LogGroup").values():
        answer = client.describe_log_streams(logGroupName=group)
        names = [each["logStreamName"] for each in answer["logStreams"]]
        for name in names:
            if name.startswith(instance):
                events = client.get_log_events(logGroupName=group, logStreamName=name)["events"]
                found[name.partition("/")[2]] = [each["message"] for each in events]
    return found
