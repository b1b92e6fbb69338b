"""Mutations: single changes to a partial, each with the check that must notice it."""

from __future__ import annotations

import dataclasses
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.deploy.alerts import delivery, log_lines, metric_math_alarms
from tests.deploy.boots import boot, boot_checks, rights, scenarios
from tests.deploy.boots.boot import BootResult
from tests.deploy.boots.scenario import Scenario, with_short_timeout
from tests.deploy.checks import CHECKS, Check
from tests.deploy.stack import config_under_test, deployed_stack
from tests.deploy.stack.config_under_test import ConfigUnderTest
from tests.deploy.stack.deployed_stack import DeployedStack
from tests.deploy.stack.emulator import Emulator

_FOLDER = Path(__file__).with_name("mutations")
_ALL: dict[str, Check] = {
    **CHECKS,
    "alarm delivery": delivery.check,
    "metric math": metric_math_alarms.check,
    "log lines": log_lines.check,
}


@dataclass(frozen=True)
class Mutation:
    """A change to a partial; `noticed_by` is the check that must notice it.

    `complaint` is part of the check's message, if the check could fail for another reason too.
    """

    what: str
    partial: str
    find: str
    replace: str
    noticed_by: str
    complaint: str = ""
    config: str = "prod"
    scenario: str = "well"

    @property
    def needs_boot(self) -> bool:
        """Whether only a boot notices the mutation."""
        return self.noticed_by == "a boot"

    @property
    def about_rights(self) -> bool:
        """Whether it changes permissions, which are checked with the calls of another boot."""
        return self.noticed_by == "rights"


def read() -> list[Mutation]:
    """Return all mutations, in order."""
    files = sorted(_FOLDER.glob("*.yml"))
    return [Mutation(**each) for file in files for each in yaml.safe_load(file.read_text("utf-8"))]


def config_of(mutation: Mutation) -> Path:
    """Return the config that uses the mutated part."""
    return next(path for path in config_under_test.paths() if path.stem == mutation.config)


def mutate(mutation: Mutation, folder: Path) -> Path:
    """Return a copy of the partials with the change, wherever it matches; it must match."""
    partials = folder / "partials"
    shutil.copytree(config_under_test.partials_of(config_of(mutation)), partials)
    path = partials / mutation.partial
    text = path.read_text("utf-8")
    assert mutation.find in text, f"{mutation.partial} has no match for '{mutation.what}'"
    path.write_text(text.replace(mutation.find, mutation.replace), encoding="utf-8")
    return partials


def render(mutation: Mutation, folder: Path) -> ConfigUnderTest:
    """Return the config, rendered with the mutation in a new folder."""
    folder.mkdir()
    return config_under_test.read(config_of(mutation), mutate(mutation, folder))


def deploy(mutant: ConfigUnderTest, emulator: Emulator, folder: Path, name: str) -> DeployedStack:
    """Deploy a mutated config."""
    deployed, deployment = deployed_stack.deploy(emulator, mutant, folder, name, quickly=True)
    assert deployment.ok, f"{deployment.output} {deployed.stack.failures()}"
    return deployed


def noticed(mutation: Mutation, deployed: DeployedStack) -> list[str]:
    """Return the messages of the check that should notice the mutation."""
    if mutation.needs_boot:
        return list(boot_checks.check(deployed, boot.run(deployed, _scenario(mutation, deployed))))
    return list(_ALL[mutation.noticed_by](deployed))


def noticed_in_rights(
    deployed: DeployedStack, result: BootResult, unchanged: DeployedStack
) -> list[str]:
    """Check a mutation's permissions with the calls of a boot of the unchanged stack."""
    text = json.dumps(result.calls)
    for name, identity in unchanged.ids.items():
        text = text.replace(identity, deployed.ids[name])
    calls = json.loads(text)
    for call in calls:
        if call["parameters"].get("Namespace") == unchanged.stack.name:
            call["parameters"]["Namespace"] = deployed.stack.name
    return list(rights.check(deployed, dataclasses.replace(result, calls=calls)))


def _scenario(mutation: Mutation, deployed: DeployedStack) -> Scenario:
    known = {each.name: each for each in scenarios.all_of(deployed)}
    return with_short_timeout(known[mutation.scenario])
