"""The lives of all stacks, lived in the background until a test asks how a step of one went."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from pathlib import Path

from tests.deploy.lifecycle import lifecycle
from tests.deploy.stack import standing
from tests.deploy.stack.emulator import Emulator
from tests.deploy.stack.standing import Standing
from tests.deploy.stack.subject import Subject

Outcomes = dict[str, BaseException | None]


class Lives:
    """Stacks of their own, to be changed at will."""

    def __init__(self, executor: Executor, emulator: Emulator, folder: Path) -> None:
        self.executor, self.emulator, self.folder = executor, emulator, folder
        self.futures: dict[Path, Future[Outcomes]] = {}

    def begin(self, path: Path, subject: Subject) -> None:
        """Begin the life of a subject's stack."""
        self.futures[path] = self.executor.submit(self._live, subject)

    def outcome(self, path: Path, step: str) -> BaseException | None:
        """Return what went wrong with a step, None if nothing did, once it is over."""
        return self.futures[path].result()[step]

    def _live(self, subject: Subject) -> Outcomes:
        each = lifecycle.elsewhere(subject, self.folder)
        name = f"{each.name}-life"
        made, deployment = standing.stand(self.emulator, each, self.folder, name)
        assert deployment.ok, (deployment.said, made.stack.failures())
        return {step: self._step(step, made) for step in lifecycle.STEPS}

    def _step(self, step: str, made: Standing) -> BaseException | None:
        scratch = self.folder / f"{made.stack.name}-{step.replace(' ', '-')}"
        scratch.mkdir()
        try:
            lifecycle.STEPS[step](made, scratch)
        except Exception as error:
            return error
        return None
