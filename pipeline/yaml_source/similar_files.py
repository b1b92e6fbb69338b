"""Which config is meant where a file or folder is named that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.diagnostic import most_like
from pipeline.project import CONFIGS, SUFFIXES, is_shared


def similar_file(missing: Path) -> Path | None:
    """Return the config, or the folder of an application, whose name is most like a missing one."""
    try:
        folder = next(each for each in missing.parents if each.is_dir())
        configs = (each for each in _configs(folder) if is_shared(each) == is_shared(missing))
        known = {_stem(each, folder): each for each in configs}
        wanted = _stem(missing, folder)
    except (OSError, StopIteration, ValueError):
        return None
    names = [name for name, path in known.items() if wanted == path.stem]
    return known.get(next(iter(names), "") or most_like(wanted, known))


def _stem(path: Path, folder: Path) -> str:
    """Return a path in a folder without the suffix, which would make all names alike."""
    return str(path.relative_to(folder).with_suffix(""))


def _configs(folder: Path) -> Iterator[Path]:
    """Yield the configs in a folder, the folders of applications in it, and their configs."""
    for each in sorted(folder.iterdir()):
        if each.suffix in SUFFIXES:
            yield each
        elif each.name == CONFIGS and each.is_dir():
            yield from _files(each)
        elif (each / CONFIGS).is_dir():
            yield each
            yield from _files(each / CONFIGS)


def _files(folder: Path) -> Iterator[Path]:
    yield from (each for each in sorted(folder.iterdir()) if each.suffix in SUFFIXES)
