"""Rendered configs that are rendered again, or have nodes deleted, as if a partial were changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, Protocol

import yaml

from pipeline.diagnostic import Location
from pipeline.paths import KeyPath, walk
from pipeline.template.template import Template
from tests import rendered
from tests.rendered import SMALLEST, Data, Stack, merged

Key = tuple[Location | None, str | int]  # the partial's line, and the last key of a path


class Sample(NamedTuple):
    """A config, what it renders to, and the paths of its nodes by where they come from.

    `lines` are those that the template has nodes of, by partial.
    """

    path: Path
    stack: Stack
    nodes: dict[Key, list[KeyPath]]
    lines: dict[str, set[int]]


class Variant(Protocol):
    """A change of the partials."""

    def of(self, sample: Sample) -> Stack | None:
        """Return what a sample renders to then, None if it is the same; raises InvalidInput."""

    def distance(self, sample: Sample) -> int | None:
        """Return how near a sample is to what is changed, 0 if it has it; None if it is not."""


def sample(path: Path) -> Sample:
    """Return a config of a file as a sample."""
    stack = rendered.render_file(path)
    nodes: dict[Key, list[KeyPath]] = {}
    for keys, _ in walk(stack.data):
        if keys:
            nodes.setdefault(key(stack.template, keys), []).append(keys)
    lines: dict[str, set[int]] = {}
    for partial, _ in nodes:
        if partial:
            lines.setdefault(partial.file, set()).add(partial.line)
    return Sample(path, stack, nodes, lines)


def sample_of(folder: Path, config: Data) -> Sample:
    """Return a config given as data as a sample; its file is in a folder of its own."""
    folder.mkdir(parents=True)
    path = folder / "case.yml"
    path.write_text(yaml.safe_dump(merged(SMALLEST, config), sort_keys=True), encoding="utf-8")
    return sample(path)


def key(template: Template, path: KeyPath) -> Key:
    """Return where a node comes from."""
    source = template.source(path)
    return source.partial if source else None, path[-1]


def without(data: Any, path: KeyPath) -> Any:
    """Return data without the node at a path; the rest is shared."""
    first, *rest = path
    if isinstance(data, dict):
        changed = dict(data)
        if rest:
            changed[str(first)] = without(data[first], tuple(rest))
        else:
            del changed[first]
        return changed
    items = list(data)
    if rest:
        items[int(first)] = without(items[int(first)], tuple(rest))
    else:
        del items[int(first)]
    return items


class Unchanged:
    """Nothing is changed: what is noticed then is no change."""

    def distance(self, sample: Sample) -> int | None:
        """Return 0 for every sample."""
        return 0

    def of(self, sample: Sample) -> Stack | None:
        """Return the sample as it is."""
        return sample.stack


class WithoutNode:
    """The node at a path is not rendered, nor what its line of the partial makes elsewhere."""

    def __init__(self, path: KeyPath, origin: Key) -> None:
        self.path = path
        self.origin = origin

    def distance(self, sample: Sample) -> int | None:
        """Return 0 for a sample that has the node."""
        return 0 if self.origin in sample.nodes else None

    def of(self, sample: Sample) -> Stack | None:
        """Return a sample without the node; where its path is another, without all of its line."""
        paths = sample.nodes.get(self.origin, [])
        if not paths:
            return None
        data: Any = sample.stack.data
        for path in [self.path] if self.path in paths else reversed(paths):
            data = without(data, path)
        template = Template(data, sample.stack.template.sources)
        return sample.stack._replace(template=template)
