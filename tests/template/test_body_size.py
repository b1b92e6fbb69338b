"""A template that CloudFormation refuses for its size is no output."""

from __future__ import annotations

import pytest

from pipeline.config.aws_limits import limit
from pipeline.diagnostic import InvalidInput, Location
from pipeline.render.provenance import Source
from pipeline.template.body_size import check_body_size
from pipeline.template.template import Template
from tests.support import REGIONS, Folder

MOST = limit("bytes of a template")
PARTIAL = Location("partials/own.yml.j2", 4)
HANDLE = "  %s: {Type: AWS::CloudFormation::WaitConditionHandle, Metadata: {A: %s}}\n"
LONG = '{{ "x" | center(600000) }}'


@pytest.mark.parametrize(("text", "size"), [("a" * (MOST + 1), MOST + 1), ("é" * MOST, 2 * MOST)])
def test_too_long(text: str, size: int) -> None:
    data = {"Resources": {"Small": "a", "Large": "a" * 9}}
    template = Template(data, {("Resources", "Large"): Source(PARTIAL)})
    with pytest.raises(InvalidInput) as error:
        check_body_size(template, text, "config/prod.yml")
    [found] = error.value.diagnostics
    assert (found.location, found.message, found.hint) == (
        PARTIAL,
        f"the template has {size:,} bytes, and CloudFormation takes 1,000,000 at most",
        "the longest resource is Large: make it shorter, or move some to another stack",
    )


def test_no_longer_than_it_may_be() -> None:
    check_body_size(Template({}, {}), "a" * MOST, "config/prod.yml")


def test_a_run_writes_none(small: Folder) -> None:
    resources = "".join(
        HANDLE % (name, '{{ "x" | center(600000) }}') for name in ("First", "Second")
    )
    small.write("partials/own.yml.j2", f"Resources:\n{resources}")
    result = small.render(REGIONS)
    assert (result.code, result.out) == (2, "")
    assert "CloudFormation takes 1,000,000 at most" in result.lines[0]
