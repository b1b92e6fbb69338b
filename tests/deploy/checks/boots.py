"""What must be true of a boot that went well, and of one that went wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.deploy import init, provisions, world
from tests.deploy.boot import Boot
from tests.deploy.checks.compare import same
from tests.deploy.checks.deployment import waits_for_hook
from tests.deploy.standing import Standing

Data = dict[str, Any]
_LATE = 20  # seconds; on this machine much else goes on
_HOOK, _SIGNAL = "CompleteLifecycleAction", "SignalResource"


def check(standing: Standing, came: Boot) -> Iterator[str]:
    """Complain of all that is not as the scenario has it."""
    scenario = came.scenario
    if came.status is None:
        yield f"the boot did not end within {came.seconds} seconds"
        return
    for complaint in same("whether the boot went well", came.status == 0, scenario.succeeds):
        yield f"{complaint}: {came.last_word()}"
    if scenario.network == "all":
        yield from _signals(standing, came)
    if came.status == 0:
        yield from _files(standing, came)
        yield from _services(standing, came)
        yield from _application(standing, came)
        yield from _setup(standing, came)
        yield from _proxy(standing, came)
        yield from _logs(came)
    elif not scenario.succeeds:
        yield from _reason(came)


def _signals(standing: Standing, came: Boot) -> Iterator[str]:
    """Complain unless those who wait are told, once each, and CloudFormation last."""
    verdict = came.scenario.succeeds
    yield from same("the signals", came.verdicts(_SIGNAL), [verdict])
    hooks = [verdict] * _hooks(standing, came)
    yield from same("the completed hooks", came.verdicts(_HOOK), hooks)
    told = [call for call in came.calls if call["action"] in (_HOOK, _SIGNAL)]
    for last in told[-1:]:
        yield from same("who is told last", last["action"], _SIGNAL)
        if last["at"] > came.limit + _LATE:
            yield f"told after {last['at']} s, though the boot has {came.limit} s"
    waiting = {
        name
        for name, each in standing.subject.template["Resources"].items()
        if "CreationPolicy" in each
    }
    for call in came.calls:
        if call["action"] == _SIGNAL:
            told = call["parameters"]
            yield from same("the stack that was told", told["StackName"], standing.stack.name)
            if told["LogicalResourceId"] not in waiting:
                yield f"{told['LogicalResourceId']} was told, and {sorted(waiting)} wait"
            yield from same("who told", told["UniqueId"], world.instance_of(came.scenario))


def _hooks(standing: Standing, came: Boot) -> int:
    """Return how often the group waits for the instance: not for one that is in service."""
    if not waits_for_hook(standing.subject):
        return 0
    return sum(start.state.endswith(":Wait") for start in came.scenario.starts)


def _reason(came: Boot) -> Iterator[str]:
    """Complain unless an operator finds out why: on the console, and in the log group."""
    reason = re.compile(came.scenario.reason, re.DOTALL)
    if not reason.search(came.console):
        yield f"the console does not say why: {came.console[-500:]}"
    kept = " ".join(came.streams.get("failure", []))
    if came.scenario.network == "all" and not reason.search(kept):
        yield f"the log group does not say why: '{kept}'"


def _files(standing: Standing, came: Boot) -> Iterator[str]:
    for path, wanted in init.files(standing).items():
        found = came.survey["files"].get(path) or {}
        yield from same(f"{path}'s mode", found.get("mode"), wanted.get("mode", "000644")[-4:])
        yield from same(f"{path}'s owner", found.get("owner"), wanted.get("owner", "root"))
        content = wanted["content"]
        text = found.get("text", "")
        if isinstance(content, str):
            yield from same(path, text, content)
        elif not text or json.loads(text) != content:
            yield f"{path} is not what the metadata says"


def _services(standing: Standing, came: Boot) -> Iterator[str]:
    for name in init.services(standing):
        states = came.survey["services"].get(name)
        yield from same(f"{name}, at boot and now", states, ["enabled", "active"])
    if failed := [line for line in came.survey["failed"] if line]:
        yield f"units failed: {failed}"


def _application(standing: Standing, came: Boot) -> Iterator[str]:
    settings = standing.subject.settings["application"]
    survey = came.survey
    if not survey["answer"].startswith("200"):
        yield f"the application answers {survey['answer']}"
    # A container's process belongs to Docker, which stands in for it.
    user = "root" if settings["container"]["image"] else settings["user"]
    yield from same("the application's user", survey["user"], user)
    if survey.get("seconds_to_return") is None:
        yield "the application does not come back after SIGKILL"
    if settings["placeholder"]:
        return
    if survey["environment"].startswith("200 "):
        yield from _environment(settings, json.loads(survey["environment"][4:]))
    else:
        yield "the application does not listen on its port"


def _environment(settings: Data, found: dict[str, str]) -> Iterator[str]:
    yield from same("PORT", found.get("PORT"), settings["port"])
    if "KEEP_ALIVE_SECONDS" not in found:
        yield "the application does not learn how long connections stay open"
    if not settings["container"]["image"]:
        yield from same("the state's folder", found.get("STATE_DIRECTORY"), "/var/lib/application")
    for name, value in settings.get("environment", {}).items():
        yield from same(name, found.get(name), str(value))
    for name in (*settings.get("parameters", {}), *settings.get("secrets", {})):
        yield from same(name, found.get(name), provisions.SECRET)


def _setup(standing: Standing, came: Boot) -> Iterator[str]:
    """Complain of a command that was not run before the application."""
    for command in standing.subject.setting("application.setup", []):
        program, _, path = command.partition(" ")
        if program == "touch" and not came.survey["files"].get(path):
            yield f"not run: {command}"


def _proxy(standing: Standing, came: Boot) -> Iterator[str]:
    """Complain of a call that does not go the way that the config has it."""
    proxied = bool(standing.subject.setting("network.proxy.url"))
    for call in came.calls:
        if call["proxied"] != proxied:
            yield f"{call['caller']} {call['action']}: through the proxy is {call['proxied']}"


def _logs(came: Boot) -> Iterator[str]:
    """Complain unless what the application says, and the boot, reach the log group."""
    lines = came.streams.get("application", [])
    if not any(line.startswith("listening on port ") for line in lines):
        yield f"the application's words do not reach the log group: {sorted(came.streams)}"
    if not came.streams.get("boot"):
        yield "the boot's words do not reach the log group"
    if "failure" in came.streams:
        yield f"a failure is told of: {came.streams['failure']}"
