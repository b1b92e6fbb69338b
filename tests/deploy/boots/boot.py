"""Boots an instance of a deployed stack, in a scenario that succeeds or fails."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.deploy.boots import image, instance_environment, log_streams
from tests.deploy.boots.instance.agent import HELD
from tests.deploy.boots.sandbox import Sandbox
from tests.deploy.boots.scenario import WELL, Scenario
from tests.deploy.checks import instance
from tests.deploy.stack import init_metadata, prerequisites
from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]
_SURVEY = "/opt/proof/tests/deploy/boots/instance/survey.py"
_TIMEOUT = re.compile(r"^TIMEOUT=(\d+)$", re.MULTILINE)
_POLLED = 1.2  # seconds, in which the agent reads its files twice
_SECONDS = 150  # limit of any boot in these tests
# The script gives up this long before CloudFormation does.
_SPARE, _SPARE_WITH_HOOK = 30, 60  # seconds
_VERDICTS = {"SUCCESS": True, "CONTINUE": True, "FAILURE": False, "ABANDON": False}


@dataclass
class BootResult:
    """The result of a boot."""

    scenario: Scenario
    limit: int  # seconds after which the script gives up
    status: int | None
    seconds: float
    calls: list[Data]
    console: str
    packages: list[str]
    log: str
    survey: Data = field(default_factory=dict)
    streams: dict[str, list[str]] = field(default_factory=dict)

    def last_log_line(self) -> str:
        """Return the boot script's last line on the console, or the console's."""
        lines = self.console.splitlines()
        return ([line for line in lines if line.startswith("boot: ")] or lines or [""])[-1]

    def verdicts(self, action: str) -> list[bool]:
        """Return whether each signal, or completed hook, reports success."""
        fields = [each["parameters"] for each in self.calls if each["action"] == action]
        return [_VERDICTS[each.get("Status") or each["LifecycleActionResult"]] for each in fields]


def user_data(deployed: DeployedStack) -> str:
    """Return the user data of the stack's instances."""
    return base64.b64decode(instance.launch_template_data(deployed)["UserData"]).decode()


def run(deployed: DeployedStack, scenario: Scenario) -> BootResult:
    """Boot an instance, and survey it if it succeeds."""
    with Sandbox(deployed.stack.emulator.port) as sandbox:
        limit = _prepare(deployed, scenario, sandbox)
        _provide(deployed, scenario)
        began = time.monotonic()
        status = _start(deployed, scenario, sandbox)
        seconds = round(time.monotonic() - began, 1)
        survey = _survey(deployed, sandbox) if status == 0 or scenario.serves else {}
        if scenario.name == WELL.name and status == 0:
            sandbox.stop()
        elif status == 0:
            time.sleep(HELD + _POLLED)
        known = scenario.network == "all"
        streams = (
            log_streams.delivered(deployed, instance_environment.instance_id(scenario))
            if known
            else {}
        )
        return BootResult(
            scenario, limit, status, seconds, sandbox.calls(), sandbox.console(),
            sandbox.packages(), sandbox.log(), survey, streams,
        )  # fmt: skip


def _start(deployed: DeployedStack, scenario: Scenario, sandbox: Sandbox) -> int | None:
    """Start the instance once for each of the scenario's starts; return the last exit status."""
    status: int | None = 0
    for start in scenario.starts:
        if status == 0:
            last = scenario.serves or start is scenario.starts[-1]
            _rotate(deployed, scenario, prerequisites.SECRET if last else "an earlier value")
            sandbox.start(instance_environment.make(deployed, scenario, start))
            status = sandbox.await_boot(_SECONDS)
    return status


def _rotate(deployed: DeployedStack, scenario: Scenario, value: str) -> None:
    """Set the value of the parameter that changes between two starts."""
    if name := _rotated(deployed, scenario):
        own = f"{name}-{_owner(deployed, scenario)}"
        prerequisites.put_readable(deployed.stack.emulator, deployed.config, own, value)


def _rotated(deployed: DeployedStack, scenario: Scenario) -> str:
    names = [str(each) for each in deployed.config.setting("application.parameters", {}).values()]
    return names[0] if names and len(scenario.starts) > 1 else ""


def _prepare(deployed: DeployedStack, scenario: Scenario, sandbox: Sandbox) -> int:
    """Write the instance's disk; return the boot script's own time limit in seconds."""
    text = user_data(deployed)
    if scenario.timeout is not None:
        seconds = scenario.timeout + (
            _SPARE_WITH_HOOK if instance_environment.hooks(deployed) else _SPARE
        )
        text, count = _TIMEOUT.subn(f"TIMEOUT={seconds}", text)
        assert count == 1, "the boot script does not set TIMEOUT"
    for old, new in _edits(deployed, scenario):
        assert old in text, f"the boot script does not contain {old}"
        text = text.replace(old, new)
    image.make(sandbox.image, text, helpers=scenario.helpers)
    _add_application(deployed, scenario, sandbox)
    return int(_TIMEOUT.findall(text)[0])


def _add_application(deployed: DeployedStack, scenario: Scenario, sandbox: Sandbox) -> None:
    """Write the application to the disk, if it comes neither from S3 nor from the template."""
    command = str(deployed.config.setting("application.command"))
    if deployed.config.setting("application.container.image"):
        image.add_container(sandbox.image, prerequisites.application(scenario.mode))
    elif deployed.config.setting("application.baked"):
        image.add_interpreter(sandbox.image, command)
        image.add_application(sandbox.image, command, prerequisites.application(scenario.mode))


def _edits(deployed: DeployedStack, scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the replacements that a scenario makes in the user data."""
    application = deployed.config.settings["application"]
    if application["artifact"]["bucket"]:
        version = deployed.value("application.artifact.version", "ApplicationVersion")
        yield f"{version}.tar.gz", f"{_owner(deployed, scenario)}.tar.gz"
    if (wanted := application["artifact"].get("sha256")) and scenario.release != "other sum":
        body = prerequisites.release(deployed.config, scenario.mode, scenario.release)
        yield f"SHA256={wanted}", f"SHA256={hashlib.sha256(body).hexdigest()}"
    if scenario.edit:
        yield scenario.edit
    if scenario.release == "no secrets":
        names = {**application.get("parameters", {}), **application.get("secrets", {})}
        name = str(next(iter(names.values()))).partition(":")[0]
        yield name, f"{name}-missing"
    if name := _rotated(deployed, scenario):
        yield f"={name}", f"={name}-{_owner(deployed, scenario)}"


def _provide(deployed: DeployedStack, scenario: Scenario) -> None:
    """Create the scenario's release, and what the role may read, in the emulator."""
    config, emulator = deployed.config, deployed.stack.emulator
    if scenario.failed_before:
        _fail_before(deployed, instance_environment.instance_id(scenario))
    statements = deployed.role_statements(deployed.ids["InstanceRole"])
    prerequisites.provide_readable(emulator, config, statements)
    if config.setting("application.artifact.bucket"):
        bodies = {"missing": None, "corrupt": b"<html>not an archive</html>"}
        sound = prerequisites.release(config, scenario.mode, scenario.release)
        body = bodies.get(scenario.release, sound)
        prerequisites.put_release(emulator, config, _owner(deployed, scenario), body)


def _owner(deployed: DeployedStack, scenario: Scenario) -> str:
    """Return what a boot's own release and parameter are named by: boots share a bucket."""
    return f"{deployed.stack.name}-{instance_environment.instance_id(scenario)}"


def _fail_before(deployed: DeployedStack, instance: str) -> None:
    """Create the log stream of an earlier failure of the same instance."""
    client = deployed.client("logs")
    for group in deployed.physical_ids("AWS::Logs::LogGroup").values():
        client.create_log_stream(logGroupName=group, logStreamName=f"{instance}/failure")


def _survey(deployed: DeployedStack, sandbox: Sandbox) -> Data:
    group = instance_environment.target_group(deployed)
    asked = {
        "files": [*init_metadata.files(deployed), *_touched(deployed)],
        "services": list(init_metadata.services(deployed)),
        "url": f"http://127.0.0.1:{group['health_port']}{group['path']}",
        "environment": f"http://127.0.0.1:{group['port']}/environment",
        "kill": True,
    }
    text = sandbox.run("/opt/proof/python", _SURVEY, json.dumps(asked))
    return dict(json.loads(text))


def _touched(deployed: DeployedStack) -> list[str]:
    """Return the files that the config's commands create."""
    commands: list[str] = deployed.config.setting("application.setup", [])
    return [each.split()[1] for each in commands if each.startswith("touch ")]
