from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.lifecycle.lifecycle import STEPS
from tests.deploy.lifecycle.lives import Lives


@pytest.mark.parametrize("step", STEPS)
def test_a_life(lives: Lives, path: Path, step: str) -> None:
    if error := lives.outcome(path, step):
        raise error
