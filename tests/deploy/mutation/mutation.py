"""Breaking the stack on purpose: one change to a partial, and the check that has to notice."""

from __future__ import annotations

import dataclasses
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.deploy.alerts import alert, log_lines, maths
from tests.deploy.boots import boot, rights, scenarios
from tests.deploy.boots.boot import Boot
from tests.deploy.boots.scenarios import Scenario
from tests.deploy.checks import CHECKS, Check, boots
from tests.deploy.stack import standing, subject
from tests.deploy.stack.emulator import Emulator
from tests.deploy.stack.standing import Standing
from tests.deploy.stack.subject import Subject

_FOLDER = Path(__file__).with_name("mutations")
_ALL: dict[str, Check] = {
    **CHECKS,
    "an alert's way": alert.check,
    "metric maths": maths.check,
    "log lines": log_lines.check,
}


@dataclass(frozen=True)
class Mutation:
    """A change to a partial; `noticed_by` is the check that complains of it.

    `complaint` is part of what it has to say, where it may have other reasons to complain.
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
    def boots(self) -> bool:
        """Whether it takes a boot of its own to notice."""
        return self.noticed_by == "a boot"

    @property
    def rights(self) -> bool:
        """Whether it is about what instances may do: what they do is known from another boot."""
        return self.noticed_by == "rights"


def read() -> list[Mutation]:
    """Return all mutations, in order."""
    files = sorted(_FOLDER.glob("*.yml"))
    return [Mutation(**each) for file in files for each in yaml.safe_load(file.read_text("utf-8"))]


def config_of(mutation: Mutation) -> Path:
    """Return the config that shows the mutation."""
    return next(path for path in subject.paths() if path.stem == mutation.config)


def mutate(mutation: Mutation, folder: Path) -> Path:
    """Return a copy of the partials with the change; it must have exactly one place."""
    partials = folder / "partials"
    shutil.copytree(subject.PROJECT.partials, partials)
    path = partials / mutation.partial
    text = path.read_text("utf-8")
    count = text.count(mutation.find)
    assert count == 1, f"{mutation.partial} has {count} places for '{mutation.what}'"
    path.write_text(text.replace(mutation.find, mutation.replace), encoding="utf-8")
    return partials


def render(mutation: Mutation, folder: Path) -> Subject:
    """Return the config that shows the mutation, rendered with it, in a new folder."""
    folder.mkdir()
    return subject.read(config_of(mutation), mutate(mutation, folder))


def stand(mutant: Subject, emulator: Emulator, folder: Path, name: str) -> Standing:
    """Let a mutation stand."""
    made, deployment = standing.stand(emulator, mutant, folder, name, quickly=True)
    assert deployment.ok, f"{deployment.said} {made.stack.failures()}"
    return made


def noticed(mutation: Mutation, made: Standing) -> list[str]:
    """Return what the check that should notice has to complain of."""
    if mutation.boots:
        return list(boots.check(made, boot.run(made, _scenario(mutation, made))))
    return list(_ALL[mutation.noticed_by](made))


def noticed_in_rights(made: Standing, came: Boot, sound: Standing) -> list[str]:
    """Return what is wrong with a mutation's rights for the calls of a boot of the sound stack."""
    text = json.dumps(came.calls)
    for name, identity in sound.ids.items():
        text = text.replace(identity, made.ids[name])
    calls = json.loads(text)
    for call in calls:
        if call["parameters"].get("Namespace") == sound.stack.name:
            call["parameters"]["Namespace"] = made.stack.name
    return list(rights.check(made, dataclasses.replace(came, calls=calls)))


def _scenario(mutation: Mutation, made: Standing) -> Scenario:
    known = {each.name: each for each in scenarios.all_of(made)}
    return scenarios.hurried(known[mutation.scenario])
