"""An impact after an upgrade of the project, which changed a default or the name of a setting."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.rendered import merged
from tests.review.support import BASE
from tests.support import STACK, Folder, copy_project

SCHEMA = "schema/alb.schema.json"
CHANGE = {"alb": {"slow_start": 60}, "application": {"environment": {"LOG_LEVEL": "debug"}}}


@pytest.fixture
def project(tmp_path: Path) -> Folder:
    """Return a copy of the project with one config, rendered and committed."""
    folder = copy_project(STACK, tmp_path / "project")
    for path in (*(folder.root / "config").glob("*.yml"), *(folder.root / "output").iterdir()):
        path.unlink()
    folder.write("config/prod.yml", json.dumps(merged(BASE, {"alb": {"sticky_seconds": 90}})))
    assert folder.run("--no-lint").code == 0
    git = ["git", "-c", "user.name=x", "-c", "user.email=ops@example.com", "-C", str(folder.root)]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], check=True)
    return folder


def test_a_changed_default_is_named_beside_other_changes(project: Folder) -> None:
    schema = json.loads(project.read(SCHEMA))
    schema["properties"]["deregistration_delay"]["default"] = 45
    project.write(SCHEMA, json.dumps(schema))
    for change in ({}, CHANGE):
        settings = merged(BASE, {"alb": {"sticky_seconds": 90}})
        project.write("config/prod.yml", json.dumps(merged(settings, change)))
        out = project.run("--no-lint", "--impact", "config/prod.yml").out
        [line] = [each for each in out.splitlines() if "Value: 60 -> 45" in each]
        assert "[config/prod.yml alb.deregistration_delay (default)]" in out
        assert "slow_start]" not in line


def test_a_renamed_and_a_new_setting_leave_the_other_causes(project: Folder) -> None:
    schema = json.loads(project.read(SCHEMA))
    schema["properties"]["cookie_seconds"] = schema["properties"].pop("sticky_seconds")
    schema["properties"]["novelty"] = {"type": "integer", "default": 7}
    project.write(SCHEMA, json.dumps(schema))
    for path in (project.root / "partials").glob("*.j2"):
        path.write_text(path.read_text().replace("alb.sticky_seconds", "alb.cookie_seconds"))
    new = merged(
        BASE,
        {"alb": {"cookie_seconds": 90}, "application": {"environment": {"LOG_LEVEL": "debug"}}},
    )
    project.write("config/prod.yml", json.dumps(new))
    out = project.run("--no-lint", "--impact", "config/prod.yml").out
    assert out.count("application.environment.LOG_LEVEL]") == 3
    assert "cookie_seconds" not in out
