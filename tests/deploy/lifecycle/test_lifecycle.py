from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.lifecycle.lifecycle_runner import LifecycleRunner
from tests.deploy.lifecycle.lifecycle_steps import STEPS


@pytest.mark.parametrize("step", STEPS)
def test_lifecycle_step(lifecycle_runner: LifecycleRunner, path: Path, step: str) -> None:
    if error := lifecycle_runner.outcome(path, step):
        raise error
