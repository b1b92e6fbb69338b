"""What second readers are given: every template that is there, and the strictest example."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.rendered import render_file
from tests.support import ROOT

ACCEPTED: dict[str, dict[str, str]] = yaml.safe_load((ROOT / ".security.yml").read_text("utf-8"))
OUTPUTS = sorted([*ROOT.glob("output/*.yml"), *ROOT.glob("*/output/*.yml")])
EXAMPLE = ROOT / "config" / "examples" / "regulated.yml"


class Template(NamedTuple):
    """A template, and which of the readers' findings have a reason."""

    name: str
    text: str
    accepted: set[str]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "template" in metafunc.fixturenames:
        paths = [path for path in [*OUTPUTS, EXAMPLE] if path.is_file()]
        names = [path.relative_to(ROOT).as_posix() for path in paths]
        metafunc.parametrize("path", paths, ids=names)


@pytest.fixture
def template(path: Path) -> Template:
    name = path.relative_to(ROOT).as_posix()
    text = render_file(path).text if path == EXAMPLE else path.read_text("utf-8")
    return Template(name, text, set(ACCEPTED.get(name, {})))
