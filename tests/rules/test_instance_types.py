"""What pipeline/ and the readiness rules, which stand alone, know of instance types is the same."""

from __future__ import annotations

import pytest

from pipeline.instance_types import architecture, is_unlimited_by_default
from tests.support import ROOT

X86 = ("t2.micro", "t3.micro", "t3a.large", "m7i.large", "c5.xlarge", "r6idn.large", "trn1.2xlarge")
ARM = ("a1.large", "t4g.nano", "m7g.large", "c6gn.large", "r8g.large", "im4gn.large", "x2gd.large")
G_BUT_X86 = ("g4dn.xlarge", "g5.xlarge", "gr6.4xlarge")


@pytest.fixture(autouse=True)
def _rules_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "rules")


@pytest.mark.parametrize("name", [*X86, *ARM, *G_BUT_X86])
def test_architecture(name: str) -> None:
    from ec2_readiness.engine import type_architecture

    assert architecture(name) == ("arm64" if name in ARM else "x86_64")
    assert architecture(name) == type_architecture(name)


def test_types_that_are_unlimited_are_burstable() -> None:
    from ec2_readiness.engine import is_burstable

    unlimited = [name for name in (*X86, *ARM) if is_unlimited_by_default(name)]
    assert unlimited == ["t3.micro", "t3a.large", "t4g.nano"]
    assert all(map(is_burstable, unlimited))
    assert not is_burstable("trn1.2xlarge")
