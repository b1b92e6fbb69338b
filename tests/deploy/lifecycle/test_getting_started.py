"""The commands of docs/getting-started.md, with the configs that `--init` writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.deploy.lifecycle.reader import Page, Reader
from tests.deploy.stack import config_under_test, deployed_stack
from tests.deploy.stack.config_under_test import ROOT
from tests.deploy.stack.emulator import Emulator
from tests.deploy.stack.stack import Stack

PAGE = Page("getting-started.md", "shop/output/dev.yml", "shop-dev")
NAME = "started"


@pytest.fixture
def reader(emulator: Emulator, folder: Path, tmp_path: Path) -> Reader:
    """Return a person who has rendered the starter's config for development."""
    configs = folder / f"{NAME}-config"
    shutil.copytree(ROOT / "pipeline" / "cli" / "starter", configs)
    for path in configs.iterdir():
        path.write_text(path.read_text().replace("APPLICATION", "shop"))
    config = config_under_test.read(configs / "dev.yml")
    deployed_stack.prepare(emulator, config, folder)
    reader = Reader(Stack(emulator, NAME, config.region, folder), tmp_path, PAGE)
    reader.render(reader.stack.with_substitutes(config.deployable[1]))
    return reader


def test_from_the_first_deployment_to_none(reader: Reader) -> None:
    reader.run("start")
    assert reader.status() == "CREATE_COMPLETE"
    assert reader.run("address").startswith("http://")
    reader.run("clean up")
    assert not reader.exists()


def test_each_block_is_run() -> None:
    source = Path(__file__).read_text("utf-8")
    assert [name for name in PAGE.blocks() if f'run("{name}")' not in source] == []
