"""An update: what the last release rendered renders still, and the changelog names what differs."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from pipeline import VERSION
from pipeline.diagnostic import InvalidInput
from tests.releases.notes import notes_since, read_changelog
from tests.releases.record import changed, configs, elements, releases
from tests.rendered import render_file
from tests.support import ROOT

LAST = releases()[-1]
CHANGELOG = read_changelog()
_SETTING = re.compile(r"error: ([\w.]+): ")


def _owed(messages: str, notes: str) -> list[str]:
    """Return the messages whose setting the notes do not name."""
    errors = [line for line in messages.splitlines() if "error: " in line]
    names = {line: _SETTING.search(line) for line in errors}
    return [line for line, name in names.items() if not name or f"`{name[1]}`" not in notes]


@pytest.mark.parametrize("config", configs(LAST), ids=lambda path: path.stem)
def test_the_last_releases_configs_render_or_the_notes_name_the_setting(config: Path) -> None:
    try:
        render_file(config)
    except InvalidInput as error:
        owed = _owed(str(error), notes_since(LAST.name, CHANGELOG))
        assert owed == [], "name these settings in CHANGELOG.md, below ### Upgrading"


def test_the_notes_name_each_element_that_renders_otherwise() -> None:
    date = next(each.date for each in CHANGELOG if each.version == LAST.name)
    if not date:
        pytest.skip(f"{LAST.name} is not released: python -m tests.releases records it")
    before = json.loads((LAST / "elements.json").read_text())
    notes = notes_since(LAST.name, CHANGELOG)
    missing = {name for name in changed(before, elements(LAST)) if f"`{name}`" not in notes}
    assert missing == set(), "name these in CHANGELOG.md, below ### Upgrading"


def test_the_changelog_and_the_program_have_one_version() -> None:
    sections = [each for each in CHANGELOG if each.version != "Unreleased"]
    assert sections[0].version == VERSION == LAST.name


def test_a_version_that_has_a_tag_is_released() -> None:
    """The changelog gives its date, and the record is there: steps 1 to 3 of CONTRIBUTING.md."""
    command = ["git", "tag", "--list", f"v{VERSION}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not done.stdout:
        pytest.skip(f"there is no tag v{VERSION}")
    assert [each.version for each in CHANGELOG if each.version == VERSION and each.date]
    assert (LAST / "elements.json").is_file()


def test_changed_elements() -> None:
    before = {"config/a.yml": {"Resources.A": "1", "Resources.B": "2", "Resources.C": "3"}}
    now = {"config/a.yml": {"Resources.A": "1", "Resources.B": "9", "Resources.D": "4"}}
    assert changed(before, now) == {"Resources.B", "Resources.C", "Resources.D"}


def test_notes_of_the_releases_above() -> None:
    changelog = read_changelog(
        "# Changelog\n\n## Unreleased\n\n- one\n\n### Upgrading\n\n- `fleet.a` is gone.\n\n"
        "## 1.1.0, 2027-01-01\n\n### Upgrading\n\n- `Resources.A`\n\n"
        "## 1.0.0, 2026-12-01\n\n- all\n"
    )
    assert [each.date for each in changelog] == ["", "2027-01-01", "2026-12-01"]
    notes = notes_since("1.0.0", changelog)
    assert "`Resources.A`" in notes
    messages = "config/a.yml:1:1: error: fleet.a: unknown setting\n    hint: x\n"
    assert _owed(messages, notes) == []
    assert _owed(messages.replace("fleet.a", "fleet.b"), notes) == [
        "config/a.yml:1:1: error: fleet.b: unknown setting"
    ]
    assert notes_since("1.1.0", changelog) == "\n- `fleet.a` is gone.\n\n"
