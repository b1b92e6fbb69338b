"""The folder of the user's cache for one project: another one for each, and named by its path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.cache_folder import project_cache


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "ec2-web-stack"


def _made(root: Path) -> Path:
    root.mkdir(parents=True)
    folder = project_cache(root)
    assert folder
    assert folder.is_dir()
    return folder


def test_the_name_is_the_projects_path(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "realpath", str)
    folder = project_cache(Path("/srv/50% off/shop"))
    assert folder == cache / "%2Fsrv%2F50%25 off%2Fshop"


def test_projects_share_no_folder(cache: Path, tmp_path: Path) -> None:
    names = ("a/b", "a%2Fb", "a%252Fb", "a", "a:b", "a%3Ab", "\\", "ä", "\udcff")
    long = (f"{'a' * 200}/{name}" for name in ("a", "b"))
    folders = [_made(tmp_path / "projects" / name / "x") for name in (*names, *long)]
    assert len(set(folders)) == len(folders)
    assert {folder.parent for folder in folders} == {cache}


def test_a_link_to_a_project_leads_to_its_folder(cache: Path, tmp_path: Path) -> None:
    folder = _made(tmp_path / "project")
    (tmp_path / "link").symlink_to(tmp_path / "project")
    assert project_cache(tmp_path / "link") == folder
    assert folder.parent == cache
