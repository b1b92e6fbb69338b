"""Configs of the proof: rendered with the partials that they are for, changed ones, too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.deploy.stack import config_under_test
from tests.deploy.stack.config_under_test import PROJECT, ConfigUnderTest, changed

JOBS = """\
Instances:
  Statements:
    - {Sid: SendJobs, Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Jobs.Arn}

Resources:
  Jobs:
    Type: AWS::SQS::Queue
"""


@pytest.fixture
def config(tmp_path: Path) -> ConfigUnderTest:
    """Return a config of a team that has a partial of its own."""
    shutil.copytree(PROJECT.partials, tmp_path / "partials")
    (tmp_path / "partials" / "jobs.yml.j2").write_text(JOBS, encoding="utf-8")
    path = tmp_path / "prod.yml"
    path.write_text("regions: [eu-west-1]\napplication: {baked: true}\n", encoding="utf-8")
    return config_under_test.read(path, tmp_path / "partials")


def test_a_changed_config_keeps_its_partials(config: ConfigUnderTest, tmp_path: Path) -> None:
    folders = [tmp_path / "once", tmp_path / "twice"]
    for folder in folders:
        folder.mkdir()
        config = changed(config, {"fleet": {"max_size": 8}}, folder)
        assert config.resources("AWS::SQS::Queue").keys() == {"Jobs"}


def test_statements_of_the_team_are_known(config: ConfigUnderTest) -> None:
    assert config.own_sids == {"SendJobs"}
