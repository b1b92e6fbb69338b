"""Find the newest Amazon Linux 2023 for each region of a config, and write the ids into it.

    python tools/latest_images.py config/prod.yml

asks AWS with the AWS CLI and its credentials, which need `ssm:GetParameter` on the public
parameters, and sets `fleet.images` and `fleet.image_date` in the file where they are set already,
else in the file that is named. Regions that have an image already get a new one, too: a file that
configs extend has those of other environments. Nothing else of the file changes, so that `git diff`
shows what there is to review. With `--print` the settings are printed, and no file changes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.config.extends import Config, read_config
from pipeline.config.schema import fill_defaults
from pipeline.config.schema_files import load_schema
from pipeline.diagnostic import InvalidInput
from pipeline.output.writing import write_output
from tools.generated import ROOT

PARAMETER = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"
_SECTION = ("fleet",)
_IMAGES = ("fleet", "images")
_DATE = ("fleet", "image_date")


class AskError(Exception):
    """The AWS CLI failed for a region, or its answer has no image."""


class Image(NamedTuple):
    """An image, and the day on which it was published as the newest."""

    id: str
    date: str


def newest(region: str, architecture: str) -> Image:
    """Ask AWS for the newest image; raises AskError with what the AWS CLI says."""
    command = ["aws", "ssm", "get-parameter", "--region", region, "--output", "json"]
    command += ["--name", PARAMETER + architecture]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise AskError(f"{region}: {run.stderr.strip()}")
    try:
        parameter = json.loads(run.stdout)["Parameter"]
        return Image(parameter["Value"], _day(parameter["LastModifiedDate"]))
    except (ValueError, LookupError, TypeError):
        raise AskError(
            f"{region}: no parameter in the answer: {run.stdout[:200].strip()}"
        ) from None


def _day(time: str | float) -> str:
    """Return the day of a time: seconds since 1970 from version 1 of the AWS CLI, else ISO 8601."""
    if isinstance(time, str):
        return time[:10]
    return datetime.fromtimestamp(time, tz=timezone.utc).date().isoformat()


def settings(images: dict[str, Image]) -> list[str]:
    """Return the lines of the section `fleet` for these images; the date is the oldest one's."""
    lines = ["  images:", *(f"    {region}: {image.id}" for region, image in images.items())]
    return [*lines, f'  image_date: "{min(image.date for image in images.values())}"']


def edit(text: str, config: Config, name: str, images: dict[str, Image]) -> str:
    """Return a config's text with the images in it, in place of those that it has.

    `config` is that of the file itself, `name` the file's as positions know it. Only block style
    is edited: see `_write`.
    """
    lines = text.split("\n")
    added = settings(images)
    for keys in sorted(config.keys, key=lambda keys: config.keys[keys].line, reverse=True):
        if keys in (_IMAGES, _DATE) and config.keys[keys].file == name:
            line = config.keys[keys].line - 1
            indent = config.keys[keys].column - 1
            end = line + 1
            while keys == _IMAGES and end < len(lines) and _is_inside(lines[end], indent):
                end += 1
            del lines[line:end]
    section = config.keys.get(_SECTION)
    if section and section.file == name:
        lines[section.line : section.line] = added
    else:
        lines = [*"\n".join(lines).rstrip("\n").split("\n"), "", "fleet:", *added, ""]
    return "\n".join(lines)


def _is_inside(line: str, indent: int) -> bool:
    return bool(line.strip()) and len(line) - len(line.lstrip()) > indent


def _file(config: Config) -> str:
    """Return the file that sets the images now, else the config itself."""
    known = config.keys.get(_IMAGES) or config.keys.get(_DATE)
    return known.file if known else config.name


def main(arguments: list[str]) -> int:
    """Find the images and write them; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("config", help="a config, such as config/prod.yml")
    parser.add_argument("--print", action="store_true", help="print the settings, change no file")
    options = parser.parse_args(arguments)
    try:
        config = read_config(Path(options.config), options.config)
        images = _find(config)
        if options.print:
            print("\n".join(["fleet:", *settings(images)]))
            return 0
        return _write(config, Path(options.config), images)
    except InvalidInput as error:
        print(error, file=sys.stderr)
        return error.code
    except FileNotFoundError:
        print("aws: not found\n  hint: install the AWS CLI", file=sys.stderr)
        return 1
    except (OSError, AskError) as error:
        print(f"aws: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130


def _find(config: Config) -> dict[str, Image]:
    schema = load_schema(ROOT / "schema" / "config.schema.json")
    found = fill_defaults(schema, config.data)
    regions = dict.fromkeys([*found["fleet"]["images"], *found["regions"]])
    return {region: newest(region, found["fleet"]["architecture"]) for region in regions}


def _write(config: Config, path: Path, images: dict[str, Image]) -> int:
    """Edit the file, and restore it unless the config then has these images and no other."""
    name = _file(config)
    target = Path(name)
    before = target.read_text(encoding="utf-8")
    # A section is where the last file that has it writes it.
    edited = config if name == config.name else read_config(target, name)
    place = target.resolve()  # of a link, what it leads to
    write_output(place, edit(before, edited, name, images))
    wanted = {region: image.id for region, image in images.items()}
    if not _has(path, config.name, wanted):
        write_output(place, before)
        lines = "\n".join(["fleet:", *settings(images)])
        instead = ", instead of fleet.image" if "image" in config.data.get("fleet", {}) else ""
        print(f"{name}: write this by hand{instead}:\n{lines}", file=sys.stderr)
        return 1
    others = "; so has each config that extends it" if name != config.name else ""
    print(f"{name}: " + ", ".join(f"{region} {id_}" for region, id_ in wanted.items()) + others)
    return 0


def _has(path: Path, name: str, wanted: dict[str, str]) -> bool:
    try:
        config = read_config(path, name)
    except InvalidInput:
        return False
    fleet = config.data.get("fleet", {})
    return not config.diagnostics and fleet.get("images") == wanted and "image" not in fleet


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
