"""What production runs on, and the strictest example: what second readers are given."""

from __future__ import annotations

import pytest

from tests.rendered import PROJECT, Stack, render_file
from tests.support import ROOT

CONFIGS = {
    "prod": PROJECT.root / "config" / "prod.yml",
    "regulated": ROOT / "config" / "examples" / "regulated.yml",
}


@pytest.fixture(params=CONFIGS)
def stack(request: pytest.FixtureRequest) -> Stack:
    """Return a rendered config."""
    return render_file(CONFIGS[request.param])
