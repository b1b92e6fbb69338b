"""What a rendering is compared with, by the name that a review gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.diagnostic import InvalidInput
from pipeline.review.baseline import read_baseline

TEMPLATE = "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n"
DATA = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


def test_the_output_of_today(tmp_path: Path) -> None:
    output = tmp_path / "prod.yml"
    assert read_baseline(output, None) == (f"nothing ({output} does not exist)", {})
    output.write_text(TEMPLATE, encoding="utf-8")
    assert read_baseline(output, None) == (str(output), DATA)


def test_a_file(tmp_path: Path) -> None:
    other = tmp_path / "old.yml"
    other.write_text(TEMPLATE, encoding="utf-8")
    assert read_baseline(tmp_path / "prod.yml", str(other)) == (str(other), DATA)


@pytest.mark.parametrize("text", ["Resources: [a]\n", "Resources: a\n"])
def test_what_is_no_template(text: str, tmp_path: Path) -> None:
    output = tmp_path / "prod.yml"
    output.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match="not a CloudFormation template"):
        read_baseline(output, None)


def test_neither_a_file_nor_a_commit(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as raised:
        read_baseline(tmp_path / "none" / "prod.yml", "nothing-of-the-kind")
    assert "--against nothing-of-the-kind: neither a file nor a commit" in str(raised.value)
