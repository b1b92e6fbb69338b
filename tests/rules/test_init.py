"""Which resource and config sets a script's calls of cfn-init name."""

from __future__ import annotations

import pytest

from tests.support import ROOT

INIT = {
    "configSets": {"default": ["one"], "all": ["one", "two"]},
    "one": {"packages": {"yum": {"docker": []}}},
    "two": {},
}


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ("", ["one"]),
        ("--configsets all", ["one", "two"]),
        ("-c two,one", ["two", "one"]),
        ('--configsets "$1"', ["one", "two"]),  # any of them
        ("--configsets=$SETS", ["one", "two"]),
        ("-c ${!SETS} --region x", ["one", "two"]),
    ],
)
def test_the_configs_that_a_call_works_through(
    arguments: str, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "rules")
    from ec2_readiness.engine._init import asked, configs

    script = f"#!/bin/bash\n/opt/aws/bin/cfn-init --stack s --resource Template {arguments}\n"
    [(resource, sets)] = asked(script)
    assert resource == "Template"
    assert [name for name, _ in configs(INIT, sets)] == names
