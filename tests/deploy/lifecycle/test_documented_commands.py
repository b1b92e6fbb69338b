"""The commands of docs/deploying.md do what the page says, as they stand there."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from tests.deploy.lifecycle.reader import Page, Reader
from tests.deploy.stack import config_under_test, deployed_stack, unsupported
from tests.deploy.stack.config_under_test import PROJECT, ConfigUnderTest, changed
from tests.deploy.stack.emulator import Emulator
from tests.deploy.stack.stack import Stack

PAGE = Page("deploying.md", "output/prod.yml", "shop-prod")
NAME = "documented"


@pytest.fixture(scope="module")
def prod(emulator: Emulator, folder: Path) -> ConfigUnderTest:
    scratch = folder / f"{NAME}-config"
    scratch.mkdir()
    path = next(path for path in PROJECT.configs() if path.stem == "prod")
    changes = {"deployment": {"rollback_minutes": 10}}
    config = changed(config_under_test.read(path), changes, scratch)
    deployed_stack.prepare(emulator, config, folder)
    return config


@pytest.fixture
def reader(emulator: Emulator, folder: Path, prod: ConfigUnderTest, tmp_path: Path) -> Reader:
    return Reader(Stack(emulator, NAME, prod.region, folder), tmp_path, PAGE)


def test_a_stack_from_its_first_change_set_to_its_deletion(
    reader: Reader, prod: ConfigUnderTest
) -> None:
    text = reader.stack.with_substitutes(prod.deployable[1])
    reader.render(text)
    assert "LoadBalancer" in reader.run("execute", after="review")
    assert reader.status() == "CREATE_COMPLETE"

    # The emulator has an ARN where AWS has PendingConfirmation, for each address.
    assert reader.run("addresses to confirm") == ""
    listed = reader.run("addresses to confirm", ("=='PendingConfirmation'", "!=''")).split()
    assert set(listed) == {"ops@example.com", "oncall@example.com"}

    reader.run("protect")
    described = reader.stack.describe()
    assert described["EnableTerminationProtection"] is True
    assert {"Key": "application", "Value": "shop"} in described["Tags"]

    reader.render(text.replace("MaxSize: '4'", "MaxSize: '5'"))
    reader.run("triggers")
    assert reader.status() == "UPDATE_COMPLETE"
    reader.run("reasons")
    reader.run("delete")
    assert not reader.exists()


def test_a_creation_that_fails_and_is_tried_again(reader: Reader, prod: ConfigUnderTest) -> None:
    template = copy.deepcopy(prod.deployable[0])
    (feature,) = unsupported.FEATURES
    failing = {"Type": feature.type, "DependsOn": "LoadBalancer", "Properties": feature.probe}
    template["Resources"]["Failing"] = failing
    text = config_under_test.with_template(prod, template).text
    reader.render(reader.stack.with_substitutes(text))
    reader.run("execute", after="review")
    assert reader.status() in {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED"}
    assert "Failing" in reader.run("reasons")
    reader.run("delete after a failed creation")
    assert not reader.exists()

    reader.render(reader.stack.with_substitutes(prod.deployable[1]))
    reader.run("execute", after="review")
    assert reader.status() == "CREATE_COMPLETE"
    reader.run("unprotect")
    reader.run("delete after a failed creation")


def test_each_block_is_run() -> None:
    files = [Path(__file__), Path(__file__).with_name("test_failed_states.py")]
    source = "".join(path.read_text("utf-8") for path in files)
    assert [name for name in PAGE.blocks() if f'"{name}"' not in source] == []
    assert len(PAGE.blocks()) >= 6
