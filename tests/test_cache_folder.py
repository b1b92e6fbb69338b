"""The folder of the user's cache for one project: another one for each, and named by its path."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipeline.cache_folder import _base, project_cache


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


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/cache"}, "/cache"),
        ("linux", {"XDG_CACHE_HOME": "cache"}, "/home/me/.cache"),
        ("linux", {}, "/home/me/.cache"),
        ("linux", {"LOCALAPPDATA": "/local"}, "/home/me/.cache"),
        ("linux", {"HOME": "me"}, None),
        ("linux", {"HOME": "me", "XDG_CACHE_HOME": "/cache"}, "/cache"),
        ("darwin", {}, "/home/me/Library/Caches"),
        ("darwin", {"XDG_CACHE_HOME": "/cache"}, "/cache"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local"),
        ("win32", {"XDG_CACHE_HOME": "/cache"}, "/home/me/.cache"),
    ],
)
def test_where_caches_are(
    platform: str,
    variables: dict[str, str],
    expected: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The XDG base directory specification: a path that is not absolute counts for nothing."""
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/me", **variables}.items():
        monkeypatch.setenv(name, value)
    assert _base() == (None if expected is None else Path(expected))
