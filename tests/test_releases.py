"""The configs in docs/releases.md render, and what they start is on the instance."""

from __future__ import annotations

import re
import shlex

import pytest
import yaml

from pipeline.config.runtimes import missing_package
from tests.rendered import Data, merged, render
from tests.support import ROOT

PAGE = (ROOT / "docs" / "releases.md").read_text(encoding="utf-8")
RELEASE: Data = {"artifact": {"bucket": "example-releases", "version": "1.0.0"}}


def configs() -> list[Data]:
    """Return the page's settings of `application`; some blocks leave the section's name out."""
    blocks = [yaml.safe_load(each) for each in re.findall(r"```yaml\n(.+?)```", PAGE, re.DOTALL)]
    found = [block.get("application", block) for block in blocks]
    return [each if "container" in each else merged(RELEASE, each) for each in found]


@pytest.mark.parametrize("application", configs(), ids=" ".join)
def test_a_config_of_the_page_renders(application: Data) -> None:
    render({"application": {"baked": False, "placeholder": False, **application}})


def test_each_program_is_on_the_instance() -> None:
    commands = [each for each in configs() if "command" in each]
    assert len(commands) >= 4
    for each in commands:
        words = shlex.split(each["command"])
        assert missing_package(words, each.get("packages", [])) is None
        lacking = missing_package(words, [])
        assert lacking is None or lacking in each["packages"]
