"""`python -m ec2_readiness`: counts, and waivers for what is found today."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from cfnlint.rules import Rules

from .corpus import HERE, RULES, load

MINIMAL = load(HERE / "sound" / "minimal.yml")


@pytest.fixture(scope="module")
def program(rules: Rules) -> Any:
    """The module, as it is registered with the rules."""
    assert rules
    return import_module("ec2_readiness.__main__")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Return a template with two findings, an error and a warning, and one advice."""
    template = json.loads(json.dumps(MINIMAL))
    properties = template["Resources"]["Group"]["Properties"]
    properties |= {"MaxInstanceLifetime": 60, "HealthCheckGracePeriod": 7200}
    template["Resources"]["Copy"] = template["Resources"]["Group"]
    path = tmp_path / "faulty.json"
    path.write_text(json.dumps(template))
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.json"
    path.write_text(json.dumps(MINIMAL))
    return path


def test_counts_by_rule(
    program: Any, faulty: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.main(["counts", str(faulty), str(sound)]) == 0
    assert sorted(capsys.readouterr().out.splitlines()) == ["    2  ER9307", "    2  WR9301"]


def test_waivers_of_what_is_found(
    program: Any, faulty: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.main(["waivers", "--until", "2099-01-31", str(sound), str(faulty)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"# {faulty}\nMetadata:\n")
    words = {"reason": "there before the rules were", "until": "2099-01-31"}
    assert yaml.safe_load(printed)["Metadata"]["ec2-readiness"]["waivers"] == [
        {"rule": rule, "resource": resource, **words}
        for rule in ("ER9307", "WR9301")
        for resource in ("Copy", "Group")
    ]


def test_a_waiver_of_the_whole_template_names_no_resource(
    program: Any, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound.write_text(json.dumps({**MINIMAL, "Description": "x" * 1025}))
    arguments = ["waivers", "--until", "2099-01-31", "--reason", "known", str(sound)]
    assert program.main(arguments) == 0
    waivers = yaml.safe_load(capsys.readouterr().out)["Metadata"]["ec2-readiness"]["waivers"]
    assert waivers == [{"rule": "ER9901", "reason": "known", "until": "2099-01-31"}]


@pytest.mark.parametrize(("size", "printed"), [(51_200, ""), (51_201, "    1  WR9904\n")])
def test_the_size_is_that_of_the_file(
    size: int, printed: str, program: Any, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound.write_text(sound.read_text().ljust(size))
    assert program.main(["counts", str(sound)]) == 0
    assert capsys.readouterr().out == printed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "error: {path}: "),
        ("[]", "error: {path}: "),
        (None, "error: "),
        (
            '{"Transform": ["AWS::LanguageExtensions"], "Resources": {"Fn::ForEach::X": ["A"]}}',
            "error: {path}: ",
        ),
    ],
)
def test_what_is_no_template_is_an_error(
    text: str | None, message: str, program: Any, tmp_path: Path, capsys: Any
) -> None:
    path = tmp_path / "template.json"
    if text is not None:
        path.write_text(text)
    assert program.main(["counts", str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(message.format(path=path))
    assert len(printed.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        ([], "command"),
        (["waivers", "a.yml"], "--until"),
        (["waivers", "--until", "soon", "a.yml"], "--until"),
        (["counts"], "FILE"),
    ],
)
def test_what_the_command_line_lacks(
    arguments: list[str], missing: str, program: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        program.main(arguments)
    assert missing in capsys.readouterr().err


def test_the_package_is_registered_once_and_in_place_of_another(
    rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rules
    kept = {name: each for name, each in sys.modules.items() if name.startswith("ec2_readiness")}
    bootstrap = import_module("ec2_readiness.bootstrap")
    present = sys.modules["ec2_readiness"]
    bootstrap.register()
    assert sys.modules["ec2_readiness"] is present
    monkeypatch.setattr(present, "__path__", ["/elsewhere"])
    try:
        bootstrap.register()
        registered = sys.modules["ec2_readiness"]
        assert registered is not present
        assert list(registered.__path__) == [str(RULES / "ec2_readiness")]
        assert "ec2_readiness.engine" not in sys.modules or (
            sys.modules["ec2_readiness.engine"] is not kept["ec2_readiness.engine"]
        )
        assert "AlarmHasAction" in dir(registered)
    finally:
        for name in [each for each in sys.modules if each.startswith("ec2_readiness")]:
            del sys.modules[name]
        sys.modules.update(kept)


def test_members_are_the_rules(rules: Rules) -> None:
    assert rules
    package = sys.modules["ec2_readiness"]
    assert len(dir(package)) > 100
    assert dir(package) == sorted(dir(package))
    assert package.AlarmHasAction.id == "WR9604"
    for name in ("engine_of", "Nothing", "__wrapped__"):
        with pytest.raises(AttributeError, match=name):
            getattr(package, name)
