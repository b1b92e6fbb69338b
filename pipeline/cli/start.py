"""The start of an application: configs that render and deploy as they are."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import sys
from pathlib import Path

from pipeline.cli.options import Options
from pipeline.diagnostic import Diagnostic, InvalidInput, Location, printable
from pipeline.project import CONFIGS, SUFFIXES, Project, leads_out, outputs_of, shown
from pipeline.regular_files import names_in, read_regular, reason

_STARTER = Path(__file__).with_name("starter")
_FILES = ("_shared.yml", "dev.yml", "prod.yml")
# Leaves room in a stack's name, of 128 characters, for that of the environment.
_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
_TAKEN = {  # folders of the project
    "bench", "config", "docs", "output", "partials", "pipeline",
    "rules", "schema", "tests", "tools",
}  # fmt: skip
_OPTION = "--init"
_RANGE = re.compile(r"\b10\.(\d+)\.\d+\.\d+/\d+")
_CREATED = "vpc: create"


def start(project: Project, options: Options) -> int:
    """Write an application's configs into its folder, `.` for the project's own; say what is next.

    Returns the exit code. Raises InvalidInput, and leaves everything as it was.
    """
    folder = _folder(project, options.init or "")
    configs = folder / CONFIGS
    application = folder.name if _NAME.fullmatch(folder.name) else "application"
    texts = {configs / each: starting_text(each, application, project, configs) for each in _FILES}
    texts = _in_free_ranges(texts, project)
    for path in texts:
        if os.path.lexists(path):
            raise _refused(path, "exists already", "change it, or delete it first")
    _write(texts)
    [region] = re.findall(r"^regions: \[(\S+)\]$", texts[configs / _FILES[0]], re.MULTILINE)
    _say(project, application, list(texts), region)
    return 0


def _folder(project: Project, name: str) -> Path:
    folder = project.root if name == "." else project.root / _checked(name)
    for path in (folder, folder / CONFIGS):
        if os.path.lexists(path) and not path.is_dir():
            raise _refused(path, "is not a folder", "choose another name")
        if leads_out(os.path.realpath(project.root), path):
            raise _refused(path, "is a link that leads out of the project", "choose another name")
    return folder


def _checked(name: str) -> str:
    """Return the name of an application's folder; raises InvalidInput if it cannot be one."""
    name = name.rstrip("/") or name
    if not _NAME.fullmatch(name):
        hint = (
            "take lower-case letters, digits and dashes, a letter first, up to 63 of them, "
            "such as shop"
        )
        raise _refused(Path(_OPTION), f"'{name}' is not an application's name", hint)
    if name in _TAKEN:
        hint = "choose another name, or none for the top-level config/"
        raise _refused(Path(_OPTION), f"'{name}' is a folder of this project", hint)
    return name


def starting_text(name: str, application: str, project: Project, configs: Path) -> str:
    """Return a config to start with, for this application in this folder."""
    schema = os.path.relpath(project.schema.with_name("editor.json"), configs)
    text = (_STARTER / name).read_text(encoding="utf-8")
    return text.replace("SCHEMA", Path(schema).as_posix()).replace("APPLICATION", application)


def _in_free_ranges(texts: dict[Path, str], project: Project) -> dict[Path, str]:
    """Return configs with a range for each VPC that no config of the project names."""
    folders = [each / CONFIGS for each in project.applications()]
    taken: set[int] = set()
    for path in (folder / name for folder in folders for name in names_in(folder, *SUFFIXES)):
        with contextlib.suppress(OSError):
            text = read_regular(path).decode("utf-8", "replace")
            taken.update(map(int, _RANGE.findall(text)))
            taken.update([0] if _CREATED in text else [])  # the default of network.create.cidr
    free = (number for number in range(256) if number not in taken)
    return {
        path: _RANGE.sub(lambda _: f"10.{next(free, 0)}.0.0/16", text)
        for path, text in texts.items()
    }


def _write(texts: dict[Path, str]) -> None:
    """Write new files, all or none; raises InvalidInput."""
    made: list[Path] = []
    try:
        for path, text in texts.items():
            made += _make_folders(path.parent)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                made.append(path)
                file.write(text)
    except OSError as error:
        for each in reversed(made):
            with contextlib.suppress(OSError):
                each.rmdir() if each.is_dir() else each.unlink()
        raise _refused(path, f"cannot be written: {reason(error)}", "") from None


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those around it; return the new ones, the outermost first."""
    missing = [each for each in (folder.parent, folder) if not each.exists()]
    for each in missing:
        each.mkdir()
    return missing


def _say(project: Project, application: str, paths: list[Path], region: str) -> None:
    shared, first, _ = (str(shown(each)) for each in paths)
    python = str(shown(sys.executable)) if sys.executable else "python"
    template = str(shown(outputs_of(project.root, paths[1]) / paths[1].name))
    deploy = ["aws", "cloudformation", "deploy", "--region", region]
    deploy += ["--stack-name", f"{application}-dev"]
    deploy += ["--template-file", template, "--capabilities", "CAPABILITY_IAM"]
    lines = [
        *(f"{shown(each)}: written" for each in paths),
        f"set alerts.email and regions in {shared}, then, with your region:",
        f"    {shlex.join([python, str(shown(project.root / 'render.py')), first])}",
        f"    {shlex.join(deploy)}",
    ]
    print("\n".join(map(printable, lines)), file=sys.stderr)  # noqa: T201 (asked for)


def _refused(path: Path, message: str, hint: str) -> InvalidInput:
    name = str(shown(path)) if path.is_absolute() else str(path)
    return InvalidInput([Diagnostic(Location(name), message, hint)])
