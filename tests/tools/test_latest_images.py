"""The tool that finds images and writes them into a config, with a stand-in for the AWS CLI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.support import ROOT

# As the AWS CLI answers: https://docs.aws.amazon.com/cli/latest/reference/ssm/get-parameter.html
AWS = """\
#!/bin/sh
[ "$1 $2 $3 $5 $6 $7" = "ssm get-parameter --region --output json --name" ] || exit 252
case "$4 $8" in
  "eu-west-1 "*/al2023-ami-kernel-default-x86_64) id=ami-0aaaaaaaaaaaaaaaa day=2026-11-20 ;;
  "eu-west-1 "*/al2023-ami-kernel-default-arm64) id=ami-0cccccccccccccccc day=2026-11-20 ;;
  "eu-central-1 "*/al2023-ami-kernel-default-x86_64) id=ami-0bbbbbbbbbbbbbbbb day=2026-11-18 ;;
  "eu-south-1 "*) id=ami-0dddddddddddddddd time=1728518400.0 ;;
  "eu-west-3 "*) echo "{}"; exit 0 ;;
  "eu-north-1 "*) echo None; exit 0 ;;
  *) echo "An error occurred (ParameterNotFound)" >&2; exit 254 ;;
esac
[ -n "$time" ] || time="\\"${day}T20:51:02+00:00\\""
value="\\"Value\\": \\"$id\\", \\"LastModifiedDate\\": $time"
echo "{\\"Parameter\\": {$value}}"
"""
IMAGES = """\
  images:
    eu-west-1: ami-0aaaaaaaaaaaaaaaa
  image_date: "2026-11-20"
"""
OLD = """\
  images:
    eu-west-1: ami-00000000000000000
  image_date: "2026-01-01"
"""
CASES = yaml.safe_load(Path(__file__).with_name("latest_images.yml").read_text(encoding="utf-8"))


def _run(folder: Path, *arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
    stand_in = folder / "bin" / "aws"
    stand_in.parent.mkdir(exist_ok=True)
    stand_in.write_text(AWS, encoding="utf-8")
    stand_in.chmod(0o755)
    path = path or os.pathsep.join([str(stand_in.parent), os.environ["PATH"]])
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / "latest_images.py"), *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_config_gets_the_images_and_keeps_the_rest(
    case: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "prod.yml").write_text(case["before"], encoding="utf-8")
    for _ in range(2):
        run = _run(tmp_path, "prod.yml")
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.startswith("prod.yml: eu-west-1 ami-0")
        assert (tmp_path / "prod.yml").read_text(encoding="utf-8") == case["after"]


@pytest.mark.parametrize(
    ("base", "own"),
    [
        ("fleet:\n", ""),
        ("fleet:\n", "fleet:\n  min_size: 2\n"),
        ("# Ours.\n\nfleet:\n  min_size: 1\n", "fleet: {min_size: 2}\n"),
    ],
)
def test_images_of_a_base_are_written_there(base: str, own: str, tmp_path: Path) -> None:
    before = f"regions: [eu-west-1]\n{base}{OLD}"
    (tmp_path / "_base.yml").write_text(before, encoding="utf-8")
    (tmp_path / "prod.yml").write_text(f"extends: _base.yml\n{own}", encoding="utf-8")
    assert _run(tmp_path, "prod.yml").stdout == (
        "_base.yml: eu-west-1 ami-0aaaaaaaaaaaaaaaa; so has each config that extends it\n"
    )
    after = (tmp_path / "_base.yml").read_text(encoding="utf-8")
    assert IMAGES in after
    assert "00000000" not in after
    assert after.count("fleet:") == 1
    assert (tmp_path / "prod.yml").read_text(encoding="utf-8") == f"extends: _base.yml\n{own}"


def test_images_of_other_environments_stay_in_the_file_that_they_share(tmp_path: Path) -> None:
    (tmp_path / "_base.yml").write_text(f"fleet:\n{OLD}", encoding="utf-8")
    for name, region in (("prod", "eu-central-1"), ("dev", "eu-west-1"), ("prod", "eu-central-1")):
        config = f"extends: _base.yml\nregions: [{region}]\n"
        (tmp_path / f"{name}.yml").write_text(config, encoding="utf-8")
        assert _run(tmp_path, f"{name}.yml").returncode == 0
        assert (tmp_path / "_base.yml").read_text(encoding="utf-8") == (
            "fleet:\n  images:\n    eu-west-1: ami-0aaaaaaaaaaaaaaaa\n"
            '    eu-central-1: ami-0bbbbbbbbbbbbbbbb\n  image_date: "2026-11-18"\n'
        )


def test_version_1_of_the_cli_gives_seconds(tmp_path: Path) -> None:
    # What awscli 1.46 prints for a public parameter of Systems Manager.
    (tmp_path / "prod.yml").write_text("regions: [eu-south-1]\n", encoding="utf-8")
    assert _run(tmp_path, "prod.yml").returncode == 0
    assert 'image_date: "2024-10-10"' in (tmp_path / "prod.yml").read_text(encoding="utf-8")


def test_a_cli_that_is_not_installed_is_named(tmp_path: Path) -> None:
    (tmp_path / "prod.yml").write_text("regions: [eu-west-1]\n", encoding="utf-8")
    run = _run(tmp_path, "prod.yml", path=str(tmp_path))
    assert (run.returncode, run.stderr) == (1, "aws: not found\n  hint: install the AWS CLI\n")


@pytest.mark.parametrize(
    ("fleet", "instead"),
    [("{min_size: 1}", ""), ("\n  image: ami-00000000000000000", ", instead of fleet.image")],
)
def test_what_cannot_be_edited_stays_as_it_was(fleet: str, instead: str, tmp_path: Path) -> None:
    text = f"regions: [eu-west-1]\nfleet: {fleet}\n"
    (tmp_path / "prod.yml").write_text(text, encoding="utf-8")
    run = _run(tmp_path, "prod.yml")
    assert run.returncode == 1
    assert run.stderr == f"prod.yml: write this by hand{instead}:\nfleet:\n{IMAGES}"
    assert (tmp_path / "prod.yml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("us-east-1", "An error occurred (ParameterNotFound)"),
        ("eu-west-3", "no parameter in the answer: {}"),
        ("eu-north-1", "no parameter in the answer: None"),
    ],
)
def test_what_aws_refuses_is_said(region: str, said: str, tmp_path: Path) -> None:
    text = f"regions: [eu-west-1, {region}]\n"
    (tmp_path / "prod.yml").write_text(text, encoding="utf-8")
    run = _run(tmp_path, "prod.yml")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.rstrip("\n") == f"aws: {region}: {said}"
    assert (tmp_path / "prod.yml").read_text(encoding="utf-8") == text


def test_printing_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "prod.yml").write_text("regions: [eu-west-1]\n", encoding="utf-8")
    assert _run(tmp_path, "--print", "prod.yml").stdout == f"fleet:\n{IMAGES}"
    assert (tmp_path / "prod.yml").read_text(encoding="utf-8") == "regions: [eu-west-1]\n"


def test_the_file_that_a_link_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.yml").write_text("regions: [eu-west-1]\n", encoding="utf-8")
    (tmp_path / "prod.yml").symlink_to("real.yml")
    assert _run(tmp_path, "prod.yml").returncode == 0
    assert (tmp_path / "prod.yml").is_symlink()
    assert IMAGES in (tmp_path / "real.yml").read_text(encoding="utf-8")


def test_a_file_that_is_read_only_is_said(tmp_path: Path) -> None:
    (tmp_path / "prod.yml").write_text("regions: [eu-west-1]\n", encoding="utf-8")
    (tmp_path / "prod.yml").chmod(0o444)
    run = _run(tmp_path, "prod.yml")
    assert (run.returncode, "Traceback" in run.stderr) == (2, False)
    assert "prod.yml: error: is read-only" in run.stderr
