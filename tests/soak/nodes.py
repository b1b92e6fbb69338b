"""Each node of the templates of prod and regulated is deleted: a test or a check notices."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path

from pipeline.paths import dotted, walk
from tests.soak.figure import Figure
from tests.soak.noticing import Checks
from tests.soak.samples import WithoutNode, key

NAME = "nodes of the templates of prod and regulated deleted, and not noticed"
ALLOWED = 0.05  # share of the nodes


def run(count: int, seed: int) -> Figure:
    """Delete every node, or `count` drawn from them."""
    with tempfile.TemporaryDirectory() as name:
        checks = Checks(Path(name))
        every = [
            (each.stack.name, WithoutNode(path, key(each.stack.template, path)))
            for each in checks.stacks
            for path, _ in walk(each.stack.data)
            if path
        ]
        chosen = every if count >= len(every) else random.Random(seed).sample(every, count)
        seen: Counter[str] = Counter()
        failures = []
        for stack, variant in chosen:
            noticed = checks.noticed_by(variant)
            seen[noticed] += 1
            if not noticed:
                failures.append(f"{stack}: {dotted(variant.path)}, {variant.origin[0]}")
        print(dict(seen))
        return Figure(NAME, len(chosen), failures, int(len(chosen) * ALLOWED))
