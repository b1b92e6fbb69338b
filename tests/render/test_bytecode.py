"""Compiled partials that are kept: used where they are whole, this user's and of this source."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from pipeline.render.bytecode import Bytecode

SOURCE = "{{ a }}\n"


def _compiled(folder: Path, source: str = SOURCE) -> bool:
    """Return whether a template has to be compiled."""
    bucket = Bytecode(folder).get_bucket(jinja2.Environment(), "own", "own.yml.j2", source)  # noqa: S701
    return bucket.code is None


def _keep(folder: Path) -> Path:
    store = Bytecode(folder)
    bucket = store.get_bucket(jinja2.Environment(), "own", "own.yml.j2", SOURCE)  # noqa: S701
    bucket.code = compile("1", "own", "eval")
    store.set_bucket(bucket)
    [file] = folder.iterdir()
    return file


def test_what_is_kept_is_used(tmp_path: Path) -> None:
    assert _compiled(tmp_path)
    file = _keep(tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    assert not _compiled(tmp_path)
    assert _compiled(tmp_path, "{{ b }}\n")


@pytest.mark.parametrize("place", [0, 31, 32, -1])
def test_a_byte_that_differs_makes_it_none(place: int, tmp_path: Path) -> None:
    file = _keep(tmp_path)
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    assert _compiled(tmp_path)


def test_a_file_that_others_may_write_is_none(tmp_path: Path) -> None:
    _keep(tmp_path).chmod(0o602)
    assert _compiled(tmp_path)


def test_a_folder_that_is_not_there_keeps_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    store = Bytecode(folder)
    bucket = store.get_bucket(jinja2.Environment(), "own", "own.yml.j2", SOURCE)  # noqa: S701
    bucket.code = compile("1", "own", "eval")
    store.set_bucket(bucket)
    assert _compiled(folder)
