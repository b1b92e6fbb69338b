"""`tox run -e deploy -- ...`: which configs are tested, and what goes to pytest."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.deploy import __main__ as deploy
from tests.deploy import background
from tests.deploy.stack import config_under_test

CONFIG = "regions: [eu-west-1]\napplication: {baked: true}\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what pytest would get; configs are in the folder where the command runs."""
    for name in ("shop/config/dev.yml", "shop/config/prod.yml", "mine.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(CONFIG, encoding="utf-8")
    (tmp_path / "shop" / "config" / "_shared.yml").write_text("regions: [eu-west-1]\n")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    given: list[str] = []

    def _run(options: list[str]) -> int:
        given.extend(options[3:])
        return 0

    monkeypatch.setattr(deploy, "_run", _run)
    return given


def _under_test(folder: Path, *names: str) -> list[str]:
    return [f"--config-under-test={folder / name}" for name in names]


@pytest.mark.parametrize("folder", ["shop", "shop/", "shop/config"])
def test_a_folder_is_its_configs(folder: str, run: list[str], tmp_path: Path) -> None:
    assert deploy.main([folder, "-x"]) == 0
    both = _under_test(tmp_path, "shop/config/dev.yml", "shop/config/prod.yml")
    assert run == [*both, "-x"]


def test_a_pattern_leaves_out_what_others_extend(run: list[str], tmp_path: Path) -> None:
    assert deploy.main(["shop/config/_shared.yml", "shop/config/dev.yml"]) == 0
    assert run == _under_test(tmp_path, "shop/config/dev.yml")


@pytest.mark.parametrize("name", ["empty", "shop/config/_shared.yml"])
def test_what_holds_no_environment_is_refused(
    name: str, run: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert deploy.main([name]) == 2
    assert capsys.readouterr().err == f"{name}: error: no environment's config\n"
    assert run == []


def test_the_rest_is_pytests(run: list[str]) -> None:
    tests = str(Path(config_under_test.__file__).parent)
    assert deploy.main(["-k", "shop", tests]) == 0
    assert run == ["-k", "shop", tests]


def test_with_a_config_only_its_tests_are_selected_and_the_rest_counts_as_deselected() -> None:
    fixtures = {
        "boot": ["path", "deployed_stacks"],
        "mutation": ["static_checks", "deployed_stacks"],
        "tool": ["tmp_path"],
    }
    items: Any = [SimpleNamespace(name=name, fixturenames=used) for name, used in fixtures.items()]
    left: list[str] = []
    hook = SimpleNamespace(pytest_deselected=lambda items: left.extend(each.name for each in items))
    config: Any = SimpleNamespace(hook=hook)
    background.keep_those_of_configs(config, items)
    assert ([each.name for each in items], left) == (["boot"], ["mutation", "tool"])
