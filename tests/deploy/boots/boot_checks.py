"""Checks of a boot's result, successful or failed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.deploy.boots import instance_environment
from tests.deploy.boots.boot import BootResult
from tests.deploy.boots.scenario import WELL
from tests.deploy.checks.compare import same
from tests.deploy.stack import init_metadata, prerequisites
from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]
_LATE = 40  # seconds of tolerance, because other tests run meanwhile; CloudFormation waits 120
_HOOK, _SIGNAL = "CompleteLifecycleAction", "SignalResource"


def check(deployed: DeployedStack, result: BootResult) -> Iterator[str]:
    """Yield what differs from the scenario and the config."""
    scenario = result.scenario
    if result.status is None:
        yield f"the boot did not end within {result.seconds} seconds"
        return
    for complaint in same("whether the boot succeeded", result.status == 0, scenario.succeeds):
        yield f"{complaint}: {result.last_log_line()}"
    if scenario.network == "all":
        yield from _signals(deployed, result)
    if result.status == 0:
        yield from _files(deployed, result)
        yield from _services(deployed, result)
        yield from _application(deployed, result)
        yield from _setup(deployed, result)
        yield from _proxy(deployed, result)
        yield from _logs(deployed, result)
    elif scenario.serves:
        yield from _application(deployed, result)
    if scenario.reason and scenario.succeeds == (result.status == 0):
        yield from _reason(result)


def _signals(deployed: DeployedStack, result: BootResult) -> Iterator[str]:
    """Yield a message unless hooks, and CloudFormation after them, get one signal each."""
    launches = [start for start in result.scenario.starts if start.state.endswith(":Wait")]
    latest = result.scenario.starts[-1]
    well = result.scenario.succeeds
    hooks = [start is not latest or well or result.scenario.serves for start in launches]
    yield from same("the completed hooks", result.verdicts(_HOOK), hooks)
    # An instance that waits in the warm pool is no part of a deployment yet.
    signals = [launches[-1] is not latest or well] * (launches[-1].target == "InService")
    yield from same("the signals", result.verdicts(_SIGNAL), signals)
    completed = [call for call in result.calls if call["action"] in (_HOOK, _SIGNAL)]
    for last in completed[-1:]:
        yield from same("the last signal", last["action"], _SIGNAL)
        if last["at"] > result.limit + _LATE:
            yield f"signalled after {last['at']} s, although the limit is {result.limit} s"
    waiting = {
        name
        for name, each in deployed.config.template["Resources"].items()
        if "CreationPolicy" in each
    }
    for call in result.calls:
        if call["action"] == _SIGNAL:
            signal = call["parameters"]
            yield from same("the signalled stack", signal["StackName"], deployed.stack.name)
            if signal["LogicalResourceId"] not in waiting:
                yield f"{signal['LogicalResourceId']} was signalled instead of {sorted(waiting)}"
            yield from same(
                "the signal's UniqueId",
                signal["UniqueId"],
                instance_environment.instance_id(result.scenario),
            )


def _reason(result: BootResult) -> Iterator[str]:
    """Yield a message unless the reason is on the console and in the log group."""
    reason = re.compile(result.scenario.reason, re.DOTALL)
    if not reason.search(result.console):
        yield f"the reason is not on the console: {result.console[-500:]}"
    kept = " ".join(result.streams.get("SystemLogGroup/failure", []))
    if result.scenario.network == "all" and not reason.search(kept):
        yield f"the reason is not in the log group: '{kept}'"


def _files(deployed: DeployedStack, result: BootResult) -> Iterator[str]:
    for path, wanted in init_metadata.files(deployed).items():
        found = result.survey["files"].get(path) or {}
        yield from same(f"{path}'s mode", found.get("mode"), wanted.get("mode", "000644")[-4:])
        yield from same(f"{path}'s owner", found.get("owner"), wanted.get("owner", "root"))
        content = wanted["content"]
        text = found.get("text", "")
        if isinstance(content, str):
            yield from same(path, text, content)
        elif not text or json.loads(text) != content:
            yield f"{path} differs from the metadata"


def _services(deployed: DeployedStack, result: BootResult) -> Iterator[str]:
    for name in init_metadata.services(deployed):
        states = result.survey["services"].get(name)
        yield from same(f"{name}, at boot and now", states, ["enabled", "active"])
    if failed := [line for line in result.survey["failed"] if line]:
        yield f"units failed: {failed}"


def _application(deployed: DeployedStack, result: BootResult) -> Iterator[str]:
    settings = deployed.config.settings["application"]
    survey = result.survey
    if not survey["answer"].startswith("200"):
        yield f"the application answers {survey['answer']}"
    # The main process is the stand-in for Docker, which runs as root.
    user = "root" if settings["container"]["image"] else settings["user"]
    yield from same("the application's user", survey["user"], user)
    if survey.get("seconds_to_return") is None:
        yield "the application does not restart after SIGKILL"
    if settings["placeholder"]:
        return
    for name in ("environment", "environment after a restart"):
        if not survey[name].startswith("200 "):
            yield "the application does not listen on its port"
            return
        found = json.loads(survey[name][4:])
        yield from _environment(settings, found)
        yield from _names_of_resources(deployed, found)


def _environment(settings: Data, found: dict[str, str]) -> Iterator[str]:
    yield from same("PORT", found.get("PORT"), settings["port"])
    if "KEEP_ALIVE_SECONDS" not in found:
        yield "KEEP_ALIVE_SECONDS is not set"
    if not settings["container"]["image"]:
        yield from same("STATE_DIRECTORY", found.get("STATE_DIRECTORY"), "/var/lib/application")
    for name, value in settings.get("environment", {}).items():
        yield from same(name, found.get(name), str(value))
    for name in (*settings.get("parameters", {}), *settings.get("secrets", {})):
        yield from same(name, found.get(name), prerequisites.SECRET)


def _names_of_resources(deployed: DeployedStack, found: dict[str, str]) -> Iterator[str]:
    """Yield what differs of the variables that `configs/partials/jobs.yml.j2` adds."""
    if deployed.config.setting("custom.jobs"):
        yield from same("JOBS_URL", found.get("JOBS_URL"), deployed.ids["Jobs"])
        arns = [deployed.ids["LoadBalancer"]]
        described = deployed.client("elbv2").describe_load_balancers(LoadBalancerArns=arns)
        [balancer] = described["LoadBalancers"]
        yield from same("JOBS_ADDRESS", found.get("JOBS_ADDRESS"), f"{balancer['DNSName']}/jobs")


def _setup(deployed: DeployedStack, result: BootResult) -> Iterator[str]:
    """Yield commands of application.setup that were not run."""
    for command in deployed.config.setting("application.setup", []):
        program, _, path = command.partition(" ")
        if program == "touch" and not result.survey["files"].get(path):
            yield f"not run: {command}"


def _proxy(deployed: DeployedStack, result: BootResult) -> Iterator[str]:
    """Yield calls that use the proxy, or avoid it, against the config."""
    proxied = bool(deployed.config.setting("network.proxy.url"))
    for call in result.calls:
        if call["proxied"] != proxied:
            yield f"{call['caller']} {call['action']}: proxied is {call['proxied']}, not {proxied}"


def _logs(deployed: DeployedStack, result: BootResult) -> Iterator[str]:
    """Yield a message unless the application's and the boot's output is in the log group."""
    placeholder = deployed.config.settings["application"]["placeholder"]
    lines = result.streams.get("LogGroup/application", [])
    if not any(line.startswith("listening on port ") for line in lines):
        yield f"the application's output does not reach the log group: {sorted(result.streams)}"
    if result.scenario.name == WELL.name and "stopping" not in lines and not placeholder:
        yield f"the application's last line does not reach the log group: {lines[-3:]}"
    for name in ("boot", "cfn-init", "journal"):
        if not result.streams.get(f"SystemLogGroup/{name}"):
            yield f"the stream {name} does not reach the system's log group"
    if others := [name for name in result.streams if name.startswith("LogGroup/")][1:]:
        yield f"more than the application is in its log group: {others}"
    if "SystemLogGroup/failure" in result.streams and not result.scenario.reason:
        yield f"a failure is reported: {result.streams['SystemLogGroup/failure']}"
