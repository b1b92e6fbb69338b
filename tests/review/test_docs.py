"""The excerpts in docs/review.md are real, and the workflows use options that exist."""

from __future__ import annotations

import re
import shlex

import pytest
import yaml

from pipeline.cli.arguments import parse_arguments
from pipeline.review.attribution import Earlier
from pipeline.review.explain.answer import explain
from pipeline.review.failure import explain_events
from pipeline.review.impact import impact
from pipeline.review.impact_formats import as_text
from pipeline.review.partial_text import read_partials
from pipeline.review.sheet.page import review_sheet
from pipeline.template.assembly import Rendering, render_config
from tests.rendered import ENVIRONMENTS
from tests.review.support import DATA, PARTIALS, PROJECT, SCHEMA, render
from tests.support import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
WORKFLOWS = sorted((ROOT / "docs" / "workflows").glob("*-review.yml"))


def output(name: str) -> str:
    if name == "impact":
        before, changed = render(), render({"application": {"port": 8080}})
        known = Earlier(before.config, PARTIALS)
        data = before.template.data
        found = impact(changed, data, "output/prod.yml", PROJECT.partials, lambda: known)
        return as_text(found)
    if name == "sheet":
        return review_sheet(render(), read_partials(PROJECT.partials), PROJECT.bytecode)
    events = str(DATA / "events" / "boot-failure-signal.json")
    return explain_events(events, render(), PROJECT.partials)


def shop() -> Rendering:
    """Return the rendering that the README shows."""
    [path] = [path for path in ENVIRONMENTS if path.stem == "prod"]
    return render_config(PARTIALS, SCHEMA, path, "config/prod.yml")


def test_picture_in_the_readme_is_the_diagram_of_the_sheet() -> None:
    page = review_sheet(shop(), read_partials(PROJECT.partials), PROJECT.bytecode)
    drawn, shown = (
        re.search(r"^```mermaid\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        for text in (page, README.partition("<!-- picture -->")[2])
    )
    assert drawn
    assert shown
    assert shown[1] == drawn[1], "copy the diagram of the sheet into the README"


@pytest.mark.parametrize("name", ["AutoScalingGroup.MinSize", "fleet.min_size"])
def test_explanation_in_the_readme_is_real(name: str) -> None:
    block = re.search(
        rf"<!-- explain {re.escape(name)} -->\n```\n\$ .*?\n(.*?)```", README, re.DOTALL
    )
    assert block
    text = explain(shop(), PROJECT, name)
    pattern = "".join(
        "(?:.*\n)+" if line.strip() == "..." else f"{re.escape(line)}\n"
        for line in block[1].splitlines()
    )
    assert re.fullmatch(pattern, text.rstrip("\n") + "\n"), "copy the lines that changed"


@pytest.mark.parametrize("name", ["impact", "sheet", "why"])
def test_excerpt_is_real(name: str) -> None:
    block = re.search(rf"<!-- excerpt: {name} -->\n```\n(.*?)```", PAGE, re.DOTALL)
    assert block
    lines = output(name).splitlines()
    for line in block[1].splitlines():
        assert line in lines


def commands(text: str) -> list[str]:
    return re.findall(r"python render\.py ([^\n|`>]+)", text)


@pytest.mark.parametrize("text", [PAGE, *(path.read_text() for path in WORKFLOWS)])
def test_commands_have_options_that_exist(text: str) -> None:
    assert commands(text)
    for command in commands(text):
        parse_arguments(shlex.split(command))


def test_workflows_are_yaml_and_run_on_requests_to_merge() -> None:
    github, gitlab = (yaml.safe_load(path.read_text()) for path in WORKFLOWS)
    assert "pull_request" in github[True]  # YAML 1.1 reads `on` as a boolean
    assert "merge_request_event" in gitlab["review"]["rules"][0]["if"]
    script = "\n".join(step.get("run", "") for step in github["jobs"]["review"]["steps"])
    assert "${{" not in script  # what a branch is called must not become a command
