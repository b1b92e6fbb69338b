"""Which folder a file belongs to, and what leads out of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.project import (
    Project,
    boundary,
    environments_in,
    holds,
    is_shared,
    leads_out,
    outputs_of,
    shown,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project's folder with an application, and a folder beside it."""
    root = tmp_path.resolve() / "project"
    for name in ("config", "shop/config", ".old/config", "../project-two"):
        (root / name).mkdir(parents=True)
    for name in ("config/prod.yml", "config/_base.yml", "shop/config/dev.yaml", "config/a.txt"):
        (root / name).touch()
    (root / "linked").symlink_to("shop")
    (root / "outside").symlink_to(root.parent / "project-two")
    return root


def test_applications_lie_in_the_project(root: Path) -> None:
    names = [path.name for path in Project(root).applications()]
    assert names == ["project", "config", "linked", "shop"]


def test_environments_are_the_configs_that_others_do_not_extend(root: Path) -> None:
    found = environments_in(root / "config")
    assert [path.name for path in found] == ["prod.yml"]
    assert [path.name for path in environments_in(root / "shop" / "config")] == ["dev.yaml"]
    assert environments_in(root / "nothing") == []
    assert is_shared(root / "config" / "_base.yml")


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("config/prod.yml", "output"),
        ("shop/config/dev.yml", "shop/output"),
        ("shop/config/eu/dev.yml", "shop/output"),
        ("other/dev.yml", "output"),
        ("dev.yml", "output"),
        ("../project-two/config/dev.yml", "../project-two/output"),
        ("../project-two/dev.yml", "output"),
        ("../config/eu/dev.yml", "output"),
    ],
)
def test_a_config_renders_into_the_folder_beside_its_own(
    config: str, expected: str, root: Path
) -> None:
    assert outputs_of(root, root / config) == Path(os.path.normpath(root / expected))


@pytest.mark.parametrize(
    ("path", "is_held"),
    [
        ("config/prod.yml", True),
        (".", True),
        ("config/../shop", True),
        ("../project-two/a.yml", False),
        ("..", False),
        ("outside/a.yml", True),  # as it is written
    ],
)
def test_what_a_project_holds(path: str, is_held: bool, root: Path) -> None:
    assert holds(root, root / path) is is_held
    assert not holds(root, None)
    own = os.path.realpath((root / path).parent)
    assert boundary(root, root / path) == (str(root) if is_held else own)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("config/prod.yml", False),
        ("linked/config", False),
        (".", False),
        ("../project-two", True),
        ("outside", True),
        ("config/../../a.yml", True),
    ],
)
def test_what_leads_out(path: str, expected: bool, root: Path) -> None:
    assert leads_out(str(root), root / path) is expected
    assert not leads_out(os.sep, root / path)


def test_a_path_as_this_folder_writes_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "shop")
    assert shown(root / "shop" / "config") == Path("config")
    assert shown(root / "config") == root / "config"
