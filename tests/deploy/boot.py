"""Booting an instance of a stack that stands, well or with something wrong."""

from __future__ import annotations

import base64
import hashlib
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
    _add_application(standing, scenario, sandbox)
    return int(_TIMEOUT.findall(text)[0])


def _add_application(standing: Standing, scenario: Scenario, sandbox: Sandbox) -> None:
    """Put the application where it does not come from S3, nor the template."""
    command = str(standing.subject.setting("application.command"))
    if standing.subject.setting("application.container.image"):
        image.add_container(sandbox.image, provisions.application(scenario.mode))
    elif standing.subject.setting("application.baked"):
        image.add_interpreter(sandbox.image, command)
        image.add_application(sandbox.image, command, provisions.application(scenario.mode))


def _edits(standing: Standing, scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield what is other in the scenario's user data: a release of its own, say."""
    application = standing.subject.settings["application"]
    if application["artifact"]["bucket"]:
        version = standing.scope.names["ApplicationVersion"]
        yield f"{version}.tar.gz", f"{world.instance_of(scenario)}.tar.gz"
    if (wanted := application["artifact"].get("sha256")) and scenario.release != "other sum":
        body = provisions.release(standing.subject, scenario.mode, scenario.release)
        yield f"SHA256={wanted}", f"SHA256={hashlib.sha256(body).hexdigest()}"
    if scenario.edit:
        yield scenario.edit
    if scenario.release == "no secrets":
        names = {**application.get("parameters", {}), **application.get("secrets", {})}
        name = str(next(iter(names.values()))).partition(":")[0]
        yield name, f"{name}-missing"
    if name := _rotated(standing, scenario):
        yield f"={name}", f"={name}-{standing.stack.name}"


def _provide(standing: Standing, scenario: Scenario) -> None:
    """Put the scenario's release, and what the role may read, into the emulator."""
    subject, emulator = standing.subject, standing.stack.emulator
    if scenario.failed_before:
        _fail_before(standing, world.instance_of(scenario))
    statements = snapshot.role_statements(standing, standing.ids["InstanceRole"])
    provisions.provide_readable(emulator, subject, statements)
    if subject.setting("application.artifact.bucket"):
        bodies = {"missing": None, "corrupt": b"<html>not what was asked for</html>"}
        sound = provisions.release(subject, scenario.mode, scenario.release)
        body = bodies.get(scenario.release, sound)
        provisions.put_release(emulator, subject, world.instance_of(scenario), body)


def _fail_before(standing: Standing, instance: str) -> None:
    """Make the stream that a failure of the same instance has left."""
    client = standing.client("logs")
    for group in standing.deployed("AWS::Logs::LogGroup").values():
        client.create_log_stream(logGroupName=group, logStreamName=f"{instance}/failure")


def _survey(standing: Standing, sandbox: Sandbox) -> Data:
    group = world.target_group(standing)
    asked = {
        "files": [*init.files(standing), *_touched(standing)],
        "services": list(init.services(standing)),
        "url": f"http://127.0.0.1:{group['health_port']}{group['path']}",
        "environment": f"http://127.0.0.1:{group['port']}/environment",
        "kill": True,
    }
    text = sandbox.run("/opt/proof/python", _SURVEY, json.dumps(asked))
    return dict(json.loads(text))


def _touched(standing: Standing) -> list[str]:
    """Return the files that the config's own commands make."""
    commands: list[str] = standing.subject.setting("application.setup", [])
    return [each.split()[1] for each in commands if each.startswith("touch ")]


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
