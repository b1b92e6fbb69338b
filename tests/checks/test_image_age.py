"""Images that are older than the config allows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.checks.image_age import image_age
from pipeline.config.load import load_config
from pipeline.config.schema_files import load_schema
from tests.support import ROOT, Folder

CONFIG = """\
regions: [eu-west-1]
application: {baked: true}
fleet:
  image: ami-0123456789abcdef0
  image_date: "2026-05-01"
  image_max_age_days: 45
"""


EXPECTED = """\
config/prod.yml:5:15: info: fleet.image_date: the images are 46 days old, the limit is 45
    hint: python tools/latest_images.py config/prod.yml writes the newest Amazon Linux 2023"""


@pytest.mark.parametrize(
    ("today", "expected"), [(dt.date(2026, 6, 15), []), (dt.date(2026, 6, 16), [EXPECTED])]
)
def test_it_is_said_from_the_first_day_on(
    today: dt.date, expected: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "prod.yml"
    path.write_text(CONFIG, encoding="utf-8")
    schema = load_schema(ROOT / "schema" / "config.schema.json")
    found = image_age(load_config(schema, path, "config/prod.yml"), today)
    assert [note.text for note in found] == expected


def test_a_run_says_it_every_time_and_succeeds(stack: Folder) -> None:
    stack.write("config/case.yml", CONFIG)
    assert stack.run("--no-lint", "config/case.yml").code == 0
    for _ in range(2):
        result = stack.run("--check", "--no-lint", "config/case.yml")
        assert result.code == 0
        assert "config/case.yml:5:15: info: fleet.image_date: the images are" in result.err
        assert result.lines[-1].startswith("1 environment: 1 unchanged")
