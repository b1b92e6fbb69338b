"""Functions of a script where they are called, and how long a script waits."""

from __future__ import annotations

import pytest
from cfnlint.rules import Rules


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        ('f() {\n  cfn-init -c "$1"\n}\nf prepare\nf start\n', ["prepare", "start"]),
        ("f() {\n  cfn-init -c ${1}\n}\nf 'one'\n", ["one"]),
        ("f() {\n  cfn-init -c default\n}\nf\n", ["default"]),
        ('f() {\n  {\n    true\n  }\n  cfn-init -c "$1"\n}\nf inner\n', ["inner"]),
        ('f() {\n  cfn-init -c "$1"\n}\n', []),
    ],
)
def test_a_function_stands_where_it_is_called(script: str, wanted: list[str], rules: Rules) -> None:
    from ec2_readiness.engine import commands, inlined, option  # registered with the rules

    assert rules
    calls = commands(inlined(script), "cfn-init")
    assert [option(arguments, "-c") for arguments in calls] == wanted


@pytest.mark.parametrize(
    ("script", "seconds"),
    [
        ("TIMEOUT=600\nuntil up; do\n  ((SECONDS < TIMEOUT - 60)) || exit 1\ndone\n", 540),
        ("while [ $SECONDS -lt 300 ]; do sleep 5; done\n", 300),
        ("for i in {1..30}; do sleep 2m; done\n", 3600),
        ("for i in $(seq 1 10); do sleep 3; done\n", 30),
        ("((SECONDS < LIMIT)) || exit 1\n", 0),
        ("sleep 5\n", 0),
    ],
)
def test_a_script_waits_as_long_as_it_says(script: str, seconds: float, rules: Rules) -> None:
    from ec2_readiness.engine import longest_wait  # registered with the rules

    assert rules
    assert longest_wait(script) == seconds
