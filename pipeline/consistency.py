"""Rules across settings, which a schema cannot say: each with a message and a place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from pipeline.config import Keys, dotted
from pipeline.extends import VERBATIM, Config
from pipeline.problem import Problem

Finding = tuple[str, str, str]
Rule = Callable[[dict[str, Any]], Iterator[Finding]]


def check(config: Config, data: dict[str, Any]) -> list[Problem]:
    """Return what does not fit together in a config whose defaults are filled in (`data`).

    A rule that needs a setting which is already reported (`config.spoiled`) says nothing.
    """
    problems = list(_references(config, data, ()))
    data = _without(data, config.spoiled, ())
    for rule in RULES:
        with contextlib.suppress(KeyError):
            for setting, message, hint in rule(data):
                place = config.place(tuple(setting.split(".")))
                problems.append(Problem(place, f"{setting}: {message}", hint))
    return problems


def _without(data: Any, spoiled: set[Keys], keys: Keys) -> Any:
    if isinstance(data, list):
        return [item for index, item in enumerate(data) if (*keys, index) not in spoiled]
    if not isinstance(data, dict):
        return data
    kept = {key: value for key, value in data.items() if (*keys, key) not in spoiled}
    return {key: _without(value, spoiled, (*keys, key)) for key, value in kept.items()}


def _sizes(data: dict[str, Any]) -> Iterator[Finding]:
    low, high = data["fleet"]["min_size"], data["fleet"]["max_size"]
    if low > high:
        hint = "lower min_size or raise max_size"
        yield "fleet.min_size", f"{low} is greater than max_size {high}", hint


def _batch(data: dict[str, Any]) -> Iterator[Finding]:
    fleet = data["fleet"]
    if fleet["batch_size"] > fleet["max_size"]:
        message = f"{fleet['batch_size']} is greater than fleet.max_size {fleet['max_size']}"
        yield "fleet.batch_size", message, "replace fewer instances at once"


def _health_check(data: dict[str, Any]) -> Iterator[Finding]:
    check = data["alb"]["health_check"]
    if check["timeout"] >= check["interval"]:
        message = f"{check['timeout']} is not less than interval {check['interval']}"
        yield "alb.health_check.timeout", message, "a check must end before the next one starts"


def _drain(data: dict[str, Any]) -> Iterator[Finding]:
    delay, minutes = data["alb"]["deregistration_delay"], data["fleet"]["boot_timeout"]
    if delay > minutes * 60:
        message = f"{delay} seconds is longer than fleet.boot_timeout, {minutes} minutes"
        yield (
            "alb.deregistration_delay",
            message,
            "a deployment would not wait for the last requests",
        )


def _cpu(data: dict[str, Any]) -> Iterator[Finding]:
    out, low = data["scaling"]["scale_out"]["cpu_above"], data["scaling"]["scale_in"]["cpu_below"]
    if low >= out:
        message = f"{low} is not less than scaling.scale_out.cpu_above {out}"
        yield (
            "scaling.scale_in.cpu_below",
            message,
            "leave a gap, or the fleet grows and shrinks in turn",
        )
    alarm = data["alarms"]["cpu_high"]
    if alarm["enabled"] and alarm["threshold"] <= out:
        message = f"{alarm['threshold']} is not above scaling.scale_out.cpu_above {out}"
        yield "alarms.cpu_high.threshold", message, "the alarm would ring at every scale-out"


def _certificate(data: dict[str, Any]) -> Iterator[Finding]:
    certificate = data["alb"]["https"]["certificate"]
    if certificate:
        region = certificate.split(":")[3]
        if any(each != region for each in data["regions"]):
            message = f"is in {region}, the stack in {', '.join(data['regions'])}"
            yield (
                "alb.https.certificate",
                message,
                "a load balancer takes certificates of its own region only",
            )


def _ssh(data: dict[str, Any]) -> Iterator[Finding]:
    access = data["access"]
    if access["ssh_from_world"] and access["bastion_stack"]:
        message = "true, and there is a bastion"
        yield (
            "access.ssh_from_world",
            message,
            "with a bastion, SSH is open to its group only: delete one of the two",
        )
    if access["ssh_from_world"] and data["network"]["instance_subnets"] == "private":
        message = "true, but the instances are in private subnets, which the Internet cannot reach"
        yield (
            "access.ssh_from_world",
            message,
            "use a bastion, or set network.instance_subnets to public",
        )


def _artifact(data: dict[str, Any]) -> Iterator[Finding]:
    artifact = data["application"]["artifact"]
    for key in ("prefix", "version"):
        if artifact[key] and not artifact["bucket"]:
            yield (
                f"application.artifact.{key}",
                "set, but there is no bucket",
                "add application.artifact.bucket",
            )


def _bytes(data: dict[str, Any]) -> Iterator[Finding]:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    size = len(data["description"].encode())
    if size > 1024:
        message = f"{size} bytes, more than the 1,024 of a template's description"
        yield "description", message, "shorten it"


RULES: tuple[Rule, ...] = (
    _sizes,
    _batch,
    _health_check,
    _drain,
    _cpu,
    _certificate,
    _ssh,
    _artifact,
    _bytes,
)


def _references(config: Config, value: Any, keys: Keys) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key, item in value.items():
            if (*keys, key)[0] != VERBATIM:
                yield from _references(config, item, (*keys, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _references(config, item, (*keys, index))
    elif isinstance(value, str) and "{{resolve:" in value and keys not in config.spoiled:
        message = (
            f"{dotted(keys)}: a dynamic reference, which would be readable once it is resolved"
        )
        yield Problem(config.place(keys), message, "this setting takes plain text only")
