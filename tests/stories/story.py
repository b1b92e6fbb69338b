"""A story: a file with rows and the messages expected at each site.

Its settings (`with`) are merged over the site's.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.template.normalise import parse_template
from tests.rendered import merged, render
from tests.stories.player import Player
from tests.stories.stack_alarms import read_alarms
from tests.stories.timeline import Site, Timeline

Data = dict[str, Any]
HERE = Path(__file__).parent
SITES: dict[str, Data] = yaml.safe_load((HERE / "sites.yml").read_text("utf-8"))


@dataclass(frozen=True)
class Story:
    """A story as its file has it."""

    name: str
    data: Data

    def expected(self, site: str) -> list[str] | None:
        """Return the messages expected at a site, None where the story does not apply."""
        expected: dict[str, list[str]] = self.data["expect"]
        found = expected.get(site, expected.get("every"))
        return None if found is None else list(found)

    def messages(self, site: str, template: Data | None = None) -> list[str]:
        """Play the story at a site, or with another template of it."""
        place = read_site(site, json.dumps(self.data.get("with", {})))
        if template is not None:
            place = Site(template, place.sizes, place.requests)
        keys = ("creation", "group_complete", "replaced")
        options = {key: self.data[key] for key in keys if key in self.data}
        timeline = Timeline(place, self.data["minutes"], self.data["rows"], **options)
        return Player(read_alarms(place.template), timeline).play()


@functools.lru_cache
def read_site(name: str, settings: str = "{}") -> Site:
    """Render a site's config and a story's settings over it (JSON, which is hashable).

    Return its template, sizes and usual requests.
    """
    config = yaml.safe_load((HERE / "configs" / f"{name}.yml").read_text("utf-8"))
    stack = render(merged(config, json.loads(settings)))
    fleet, template = stack.settings["fleet"], parse_template(stack.text, name)
    sizes = {"min": fleet["min_size"], "max": fleet["max_size"]}
    return Site(template, sizes, tuple(SITES[name]["requests"]))


def stories() -> list[Story]:
    """Return all stories, by name."""
    paths = sorted((HERE / "cases").glob("*.yml"))
    return [Story(path.stem, yaml.safe_load(path.read_text("utf-8"))) for path in paths]


def differences(story: Story, site: str, template: Data | None = None) -> Iterator[str]:
    """Yield each message that is missing or too many."""
    expected, found = story.expected(site) or [], story.messages(site, template)
    yield from (f"missing: {each}" for each in expected if each not in found)
    yield from (f"too many: {each}" for each in found if each not in expected)
    if sorted(expected) == sorted(found) and expected != found:
        yield "in another order"
    if len(found) != len(expected) and set(found) == set(expected):
        yield f"{len(found)} messages, not {len(expected)}"
