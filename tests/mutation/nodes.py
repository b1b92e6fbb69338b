"""A pytest plugin that deletes each node of prod's template, in a fork of this process.

What is deleted there is deleted in every template that the tests render, as if the partials lacked
it. cfn-lint and the readiness rules come first, then the tests of the stack. None of them compares
with `output/`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.paths import walk
from pipeline.render.provenance import Source
from tests import rendered
from tests.mutation import outcome
from tests.mutation.covering import caches
from tests.mutation.forks import Forks
from tests.mutation.renderings import Node, Renderings
from tests.support import SHOP

SURVIVORS = Path(__file__).with_name("nodes.yml")
PROD = SHOP / "config" / "prod.yml"

pytest_addoption = outcome.add_options


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run all tests as they are, then without each node; fail for survivors without a reason."""
    renderings = Renderings()
    vars(rendered)["render_config"] = renderings.render
    remembered = caches("tests.")
    seconds: dict[pytest.Item, float] = {}

    def forget() -> None:
        for cache in remembered:
            cache.cache_clear()

    def timed(test: Callable[[], bool]) -> bool:
        started = time.perf_counter()
        passed = test()
        seconds[session.items[len(seconds)]] = time.perf_counter() - started
        return passed

    def delete(node: Node) -> list[pytest.Item]:
        renderings.deleted = node.path
        forget()
        checks, *others = session.items
        return [checks, *sorted(others, key=seconds.__getitem__)]

    forget()
    forks = Forks(session, delete)
    forks.run_unchanged(timed)
    session.testsfailed = outcome.run(session, _nodes(), forks.survivors, SURVIVORS)
    return True


def _nodes() -> list[Node]:
    template = rendered.render_file(PROD).template
    paths = [path for path, _ in walk(template.data) if path]
    return [Node(path, _location(template.source(path))) for path in paths]


def _location(source: Source | None) -> str:
    return str(source.partial) if source else "pipeline/template/merge.py"
