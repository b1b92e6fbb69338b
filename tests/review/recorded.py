"""What the reviews say of stacks with everything on: texts that a person has read.

`python -m tests.review.recorded` writes them anew after a change of partials, settings or words.
Read the difference before you commit it.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import NamedTuple

import yaml

from tests.rendered import MAXIMAL, SMALLEST, maximal_configs, merged
from tests.support import STACK, Folder, copy_project

FOLDER = Path(__file__).with_name("recorded")


class Record(NamedTuple):
    """A file with what commands print, and what config/case.yml was when it was rendered."""

    name: str
    commands: tuple[str, ...] = ()  # none: the review sheet
    before: str = ""
    after: str = ""


RECORDS = (
    Record("sheet.md", before="refresh", after="refresh"),
    Record("impact.txt", ("--impact config/case.yml",), "refresh", "mixed"),
    Record("impact.md", ("--impact --format markdown config/case.yml",), "mixed", "replace"),
    Record(
        "compare.txt",
        (
            "--compare config/refresh.yml config/replace.yml",
            "--compare --format markdown config/mixed.yml config/replace.yml",
        ),
    ),
    Record(
        "explain.txt",
        tuple(
            f"--explain {path} config/refresh.yml"
            for path in (
                *("fleet.min_size", "fleet.volume_size", "alarms.latency", "alb.rules"),
                *("AutoScalingGroup.MinSize", "AutoScalingGroup.MinSise", "Parameters", "nothing"),
                *(
                    "LaunchTemplate.LaunchTemplateData.ImageId",
                    "UsersAffectedAlarm",
                    "fleet.min_sise",
                ),
            )
        ),
    ),
    Record("permissions.txt", ("--permissions config/smallest.yml",)),
)


def answer(record: Record, folder: Path) -> str:
    """Return what the commands print in a new project in a folder, or the sheet without any."""
    project = copy_project(STACK, folder)
    configs = dict(zip(MAXIMAL, maximal_configs(), strict=True))
    texts = {name: yaml.safe_dump(merged(SMALLEST, each)) for name, each in configs.items()}
    texts["smallest"] = yaml.safe_dump(SMALLEST)
    for name, text in texts.items():
        project.write(f"config/{name}.yml", text)
    if record.before:
        project.write("config/case.yml", texts[record.before])
        project.run("--no-lint", "config/case.yml")
        project.write("config/case.yml", texts[record.after])
    if not record.commands:
        return project.read("output/case.md")
    return "\n".join(_printed(project, command) for command in record.commands)


def _printed(project: Folder, command: str) -> str:
    result = project.run(*command.split())
    out = re.sub(r"(\.j2|\.sh):\d+", r"\1", result.out)  # lines of partials change all the time
    return f"$ python render.py {command}\n{out}{result.err}exit code {result.code}\n"


def main() -> None:
    """Write all records."""
    FOLDER.mkdir(exist_ok=True)
    for record in RECORDS:
        with tempfile.TemporaryDirectory() as folder:
            text = answer(record, Path(folder) / "project")
        (FOLDER / record.name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
