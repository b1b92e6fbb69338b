"""What docs/deploying.md says of stacks is true of those that the configs make."""

from __future__ import annotations

import re

from tests.rendered import ENVIRONMENTS, EXAMPLES, maximal, render, render_file
from tests.support import ROOT

PAGE = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")


def test_the_table_names_every_resource_that_is_kept() -> None:
    network = render({"network": {"vpc": "create", "create": {"flow_logs": True}}})
    stacks = [*map(render_file, [*ENVIRONMENTS, *EXAMPLES]), *maximal(), network]
    kept = {
        id_
        for stack in stacks
        for id_, resource in stack.resources.items()
        if resource.get("DeletionPolicy") == "Retain"
    }
    _, _, section = PAGE.partition("What stays, because")
    first_cells = re.findall(r"^\| (`.+?`) \|", section, re.MULTILINE)
    assert {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)} == kept


def test_links_lead_to_headings_of_the_page() -> None:
    headings = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", each.lower()).replace(" ", "-") for each in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
