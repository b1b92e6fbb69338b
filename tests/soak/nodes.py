"""Each node of the templates of prod and regulated is deleted: a test or a check notices."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.paths import dotted, walk
from tests.soak.figure import Soak
from tests.soak.noticing import Checks
from tests.soak.samples import WithoutNode, key

NAME = "nodes of the templates of prod and regulated deleted, and not noticed"
ALLOWED = 0.05  # share of the nodes


def soak(count: int, seed: int, folder: Path) -> Soak:
    """Delete every node, or `count` drawn from them."""
    checks = Checks(folder)
    every = [
        (each.stack.name, WithoutNode(path, key(each.stack.template, path)))
        for each in checks.stacks
        for path, _ in walk(each.stack.data)
        if path
    ]
    chosen = every if count >= len(every) else random.Random(seed).sample(every, count)

    def tried(cases: Sequence[tuple[str, WithoutNode]]) -> Iterator[str]:
        for stack, variant in cases:
            if not checks.noticed_by(variant):
                yield f"{stack}: {dotted(variant.path)}, {variant.origin[0]}"

    return Soak(NAME, chosen, lambda _: tried, together=1, allowed=ALLOWED)
