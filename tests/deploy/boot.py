"""Booting an instance of a stack that stands, well or with something wrong."""

from __future__ import annotations

import base64
import json
import re
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.deploy import image, provisions, snapshot
from tests.deploy.checks import targets
from tests.deploy.emulator import ACCOUNT
from tests.deploy.sandbox import Sandbox
from tests.deploy.standing import Standing

Data = dict[str, Any]
_SURVEY = "/opt/proof/tests/deploy/instance/survey.py"
_TIMEOUT = re.compile(r"^TIMEOUT=\d+$", re.MULTILINE)
_SECONDS = 150  # that any boot may take here
# The script gives up half a minute, or with a lifecycle hook a minute, before CloudFormation does.
_SPARE, _SPARE_WITH_HOOK = 30, 60  # seconds
_VERDICTS = {"SUCCESS": True, "CONTINUE": True, "FAILURE": False, "ABANDON": False}


@dataclass(frozen=True)
class Scenario:
    """A boot: what is wrong with it, if anything, and how a person would say so."""

    name: str
    mode: str = "well"  # of the application
    release: str = "sound"  # or missing, or corrupt
    network: str = "all"
    metadata_delay: float = 0
    helpers: bool = True
    patience: int | None = None  # seconds before the boot gives up; None: as the config has it
    succeeds: bool = False
    reason: str = ""  # a regular expression


@dataclass
class Boot:
    """What came of a boot."""

    scenario: Scenario
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

    def verdicts(self, action: str = "SignalResource") -> list[bool]:
        """Return what each signal, or completed hook, says: that all is well, or not."""
        fields = [each["parameters"] for each in self.calls if each["action"] == action]
        return [_VERDICTS[each.get("Status") or each["LifecycleActionResult"]] for each in fields]


def user_data(standing: Standing) -> str:
    """Return the boot script that the stack's instances get."""
    return base64.b64decode(snapshot.user_data(standing)["UserData"]).decode()


def run(standing: Standing, scenario: Scenario) -> Boot:
    """Boot an instance and look around on it."""
    port = standing.stack.emulator.port
    with Sandbox(_world(standing, scenario), port) as sandbox:
        _prepare(standing, scenario, sandbox)
        _provide(standing, scenario)
        began = time.monotonic()
        sandbox.boot()
        status = sandbox.await_boot(_SECONDS)
        seconds = round(time.monotonic() - began, 1)
        survey = _survey(standing, sandbox) if status == 0 else {}
        streams = _delivered(standing, sandbox, scenario)
        return Boot(
            scenario, status, seconds, sandbox.calls(), sandbox.console(), sandbox.packages(),
            sandbox.said(), survey, streams,
        )  # fmt: skip


def _prepare(standing: Standing, scenario: Scenario, sandbox: Sandbox) -> None:
    text = user_data(standing)
    if scenario.patience is not None:
        seconds = scenario.patience + (_SPARE_WITH_HOOK if _hooks(standing) else _SPARE)
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


def _edits(standing: Standing, scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield what is other in the scenario's user data: a release of its own, say."""
    application = standing.subject.settings["application"]
    if application["artifact"]["bucket"]:
        version = standing.scope.names["ApplicationVersion"]
        yield f"{version}.tar.gz", f"{instance_of(scenario)}.tar.gz"
    if scenario.release == "no secrets":
        names = {**application.get("parameters", {}), **application.get("secrets", {})}
        name = str(next(iter(names.values())))
        yield f"={name}", f"={name}-missing"


def _provide(standing: Standing, scenario: Scenario) -> None:
    """Put the scenario's release, and what the role may read, into the emulator."""
    subject, emulator = standing.subject, standing.stack.emulator
    statements = snapshot.role_statements(standing, standing.ids["InstanceRole"])
    provisions.provide_readable(emulator, subject, statements)
    if subject.setting("application.artifact.bucket"):
        bodies = {"missing": None, "corrupt": b"<html>not what was asked for</html>"}
        sound = provisions.release(subject, scenario.mode)
        body = bodies.get(scenario.release, sound)
        provisions.put_release(emulator, subject, instance_of(scenario), body)


def _world(standing: Standing, scenario: Scenario) -> Data:
    return {
        "instance": instance_of(scenario),
        "network": scenario.network,
        "metadata_delay": scenario.metadata_delay,
        "metadata": _metadata(standing, scenario),
        "target_group": _target_group(standing),
        "group": standing.one("AWS::AutoScaling::AutoScalingGroup"),
        "hooks": _hooks(standing),
    }


def _hooks(standing: Standing) -> list[str]:
    groups = standing.expected("AWS::AutoScaling::AutoScalingGroup").values()
    return [
        hook["LifecycleHookName"]
        for group in groups
        for hook in group.get("LifecycleHookSpecificationList", [])
        if hook["LifecycleTransition"] == "autoscaling:EC2_INSTANCE_LAUNCHING"
    ]


def instance_of(scenario: Scenario) -> str:
    """Return an instance id of the scenario's own, so that log streams do not mix."""
    return f"i-{zlib.crc32(scenario.name.encode()):017x}"


def _metadata(standing: Standing, scenario: Scenario) -> dict[str, str]:
    region = standing.subject.region
    credentials = {
        "Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": ACCOUNT, "SecretAccessKey": "none",
        "Token": "none", "Expiration": "2099-01-01T00:00:00Z",
        "LastUpdated": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    document = {"instanceId": instance_of(scenario), "region": region, "accountId": ACCOUNT}
    return {
        "meta-data/instance-id": instance_of(scenario),
        "meta-data/placement/region": region,
        "meta-data/placement/availability-zone": f"{region}a",
        "meta-data/local-ipv4": "10.0.0.7",
        "meta-data/tags/instance/aws:autoscaling:groupName": standing.ids["AutoScalingGroup"],
        "meta-data/autoscaling/target-lifecycle-state": "InService",
        "meta-data/iam/security-credentials": "role",
        "meta-data/iam/security-credentials/role": json.dumps(credentials),
        "dynamic/instance-identity/document": json.dumps(document),
    }


def _target_group(standing: Standing) -> Data:
    name = next(iter(targets.ids(standing)))
    found = targets.describe(standing, name)
    port = found["HealthCheckPort"]
    return {
        "arn": standing.ids[name],
        "port": found["Port"],
        "health_port": found["Port"] if port == "traffic-port" else int(port),
        "path": found["HealthCheckPath"],
        "timeout": found["HealthCheckTimeoutSeconds"],
        "healthy_threshold": found["HealthyThresholdCount"],
        "matcher": found["Matcher"]["HttpCode"],
    }


def configs(standing: Standing) -> list[Data]:
    """Return the configs in the metadata, whatever sets they are in."""
    return [each for name, each in standing.init.items() if name != "configSets"]


def files(standing: Standing) -> Data:
    """Return the files that the metadata describes."""
    return {
        path: each for config in configs(standing) for path, each in config.get("files", {}).items()
    }


def services(standing: Standing) -> Data:
    """Return the services that the metadata describes."""
    return {
        name: each
        for config in configs(standing)
        for name, each in config.get("services", {}).get("systemd", {}).items()
    }


def _survey(standing: Standing, sandbox: Sandbox) -> Data:
    group = _target_group(standing)
    asked = {
        "files": list(files(standing)),
        "services": list(services(standing)),
        "url": f"http://127.0.0.1:{group['health_port']}{group['path']}",
        "environment": f"http://127.0.0.1:{group['port']}/environment",
        "kill": True,
    }
    text = sandbox.run("/opt/proof/python", _SURVEY, json.dumps(asked))
    return dict(json.loads(text))


def _delivered(standing: Standing, sandbox: Sandbox, scenario: Scenario) -> dict[str, list[str]]:
    """Return the lines that reached the log group from this instance, once they have settled."""
    client = standing.client("logs")
    found: dict[str, list[str]] = {}
    if sandbox.world["network"] == "none":
        return found
    time.sleep(1.2)  # the agent looks at its files twice a second
    for group in standing.deployed("AWS::Logs::LogGroup").values():
        answer = client.describe_log_streams(logGroupName=group)
        names = [each["logStreamName"] for each in answer["logStreams"]]
        for name in names:
            if name.startswith(instance_of(scenario)):
                events = client.get_log_events(logGroupName=group, logStreamName=name)["events"]
                found[name.partition("/")[2]] = [each["message"] for each in events]
    return found
