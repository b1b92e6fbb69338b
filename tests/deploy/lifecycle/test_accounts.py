"""The commands of docs/accounts.md, with the starter's environments in two accounts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.deploy.lifecycle.reader import Page, run_block
from tests.deploy.stack import config_under_test, deployed_stack
from tests.deploy.stack.config_under_test import ROOT
from tests.deploy.stack.emulator import ACCOUNT, Emulator
from tests.deploy.stack.stack import Stack

PAGE = Page("accounts.md", "output/prod.yml", "shop-prod")
ACCOUNTS = {"dev": ACCOUNT, "prod": ACCOUNT[::-1]}
REGION = "eu-west-1"


class Person:
    """A person with a profile of the AWS CLI for each of two accounts."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.emulators = {"dev": emulator, "prod": emulator.of(ACCOUNTS["prod"])}
        self.folder = folder
        profiles = [
            f"[shop-{name}]\naws_access_key_id = {account}\naws_secret_access_key = none\n"
            for name, account in ACCOUNTS.items()
        ]
        (folder / "credentials").write_text("\n".join(profiles))
        (folder / "output").mkdir()
        self._render()

    def _render(self) -> None:
        configs = self.folder / "config"
        shutil.copytree(ROOT / "pipeline" / "cli" / "starter", configs)
        for path in configs.iterdir():
            path.write_text(path.read_text().replace("APPLICATION", "shop"))
        for name in ACCOUNTS:
            config = config_under_test.read(configs / f"{name}.yml")
            deployed_stack.prepare(self.emulators[name], config, self.folder)
            text = self.stack(name).with_substitutes(config.deployable[1])
            (self.folder / "output" / f"{name}.yml").write_text(text)

    def stack(self, name: str, *, account: str = "") -> Stack:
        """Return the stack of an environment, in its own account or another environment's."""
        return Stack(self.emulators[account or name], f"shop-{name}", REGION, self.folder)

    def run(self, block: str) -> str:
        """Run a block of the page; return what it printed."""
        environment = self.emulators["dev"].environment(REGION)
        without = {key: value for key, value in environment.items() if "ACCESS_KEY" not in key}
        environment = {**without, "AWS_SHARED_CREDENTIALS_FILE": str(self.folder / "credentials")}
        return run_block(block, PAGE.blocks()[block], self.folder, environment)


@pytest.fixture
def person(emulator: Emulator, tmp_path: Path) -> Person:
    return Person(emulator, tmp_path)


def test_two_environments_in_two_accounts(person: Person) -> None:
    assert person.run("accounts").split() == list(ACCOUNTS.values())
    person.run("two accounts")
    for name, account in ACCOUNTS.items():
        stack = person.stack(name)
        assert stack.settle(stack.describe()["StackId"]) == "CREATE_COMPLETE"
        assert f":{account}:stack/shop-{name}/" in stack.describe()["StackId"]
        other = person.stack(name, account="prod" if name == "dev" else "dev")
        with pytest.raises(Exception, match="does not exist"):
            other.describe()
        topic = stack.ids()["AlertTopic"]
        assert f":{account}:" in topic
        assert stack.delete() == "DELETE_COMPLETE"


def test_the_bucket_of_releases_admits_the_other_account(person: Person) -> None:
    emulator = person.emulators["dev"]
    emulator.make_bucket("example-releases", REGION)
    person.run("releases")
    client = emulator.client("s3", REGION)
    policy = json.loads(client.get_bucket_policy(Bucket="example-releases")["Policy"])
    (statement,) = policy["Statement"]
    assert statement["Action"] == "s3:GetObject"


def test_each_block_is_run() -> None:
    source = Path(__file__).read_text("utf-8")
    assert [name for name in PAGE.blocks() if f'run("{name}")' not in source] == []
