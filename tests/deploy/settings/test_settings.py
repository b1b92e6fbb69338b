"""A setting that is changed in the config changes the stack, by the README's command alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.render.parameters import SETTINGS
from tests.deploy.process import processes
from tests.deploy.report import REPORT
from tests.deploy.settings import arrival
from tests.deploy.settings.waves import Wave, missing, waves
from tests.deploy.stack import emulator as emulators
from tests.deploy.stack.config_under_test import PROJECT
from tests.deploy.stack.emulator import Emulator
from tests.rendered import Data


@pytest.fixture(scope="module")
def all_waves() -> list[Wave]:
    return waves()


@pytest.fixture(scope="module")
def own_emulator() -> Iterator[Emulator]:
    """An account of its own: a name such as a DNS record's can be in one stack of an account."""
    running = emulators.start()
    yield running
    processes.stop(running.process)


def test_each_setting_arrives(all_waves: list[Wave], own_emulator: Emulator) -> None:
    names = [case["name"] for wave in all_waves for case in wave.cases]
    assert len(names) == len(set(names)) >= 100
    messages = {
        wave.name: found
        for index, wave in enumerate(all_waves)
        if (found := list(_not_arrived(wave, own_emulator, f"settings-{index}")))
    }
    assert messages == {}


def _not_arrived(wave: Wave, emulator: Emulator, name: str) -> Iterator[str]:
    """Yield what is not in the stack after the deployment of a wave's config over another one."""
    regions = {key: wave.config[key] for key in wave.config.keys() & {"regions"}}
    before = arrival.config(regions, emulator.folder / name / "before" / "case.yml")
    after = arrival.config(wave.config, emulator.folder / name / "after" / "case.yml")
    created = arrival.create(emulator, before, emulator.folder, name)
    try:
        deployed = arrival.update(created, after)
    except AssertionError as error:  # the other waves are of interest, too
        yield f"not deployed: {error}"
        return
    yield from missing(arrival.filled(wave.cases, deployed), arrival.as_it_stands(deployed))
    assert deployed.stack.delete() == "DELETE_COMPLETE"  # another wave has the same DNS name
    REPORT.add("Settings that arrive", f"{len(wave.cases)} changes in one deployment: {wave.name}")


class Default(NamedTuple):
    """A value that is a parameter's default again: `edits` of the partials, by their names."""

    edits: dict[str, dict[str, str]]
    before: Data
    after: Data
    then: Data


DEFAULTS = {
    "LogsRetentionInDays": Default(
        {
            "logs.yml.j2": {
                '{% if "LogsRetentionInDays" in left_open %}': "{% if true %}",
                "{{ value_of.LogsRetentionInDays }}": "!Ref LogsRetentionInDays",
            }
        },
        {"logs": {"retention_days": 7}},
        {"logs": {"retention_days": 731}},
        {"Resources.LogGroup.Properties.RetentionInDays": 731},
    ),
    "InstanceType": Default(
        {
            "instance_parameters.yml.j2": {
                "{% if asks %}": "{% if true %}",
                '{% if "InstanceType" in left_open %}\n          - ': "          - ",
                "          - InstanceType\n{% endif %}": "          - InstanceType",
                '{% if "InstanceType" in left_open %}\n  InstanceType:': "  InstanceType:",
                "    Default: {{ fleet.instance_type }}\n{% endif %}": (
                    "    Default: {{ fleet.instance_type }}"
                ),
            },
            "instance.yml.j2": {
                "InstanceType: {{ value_of.InstanceType }}": "InstanceType: !Ref InstanceType"
            },
        },
        {"fleet": {"instance_type": "t3.small"}},
        {"fleet": {"instance_type": "m7i.large"}},
        {"Resources.LaunchTemplate.Properties.LaunchTemplateData.InstanceType": "m7i.large"},
    ),
    "AdminEmail": Default(
        {
            "alerts.yml.j2": {
                ' and "AdminEmail" in left_open %}': " %}",
                "must be an e-mail address": (
                    "must be an e-mail address\n    Default: {{ alerts.email }}"
                ),
                "value_of.AdminEmail": '{"Ref": "AdminEmail"}',
            }
        },
        {"alerts": {"email": "old@example.com"}},
        {"alerts": {"email": "new@example.com"}},
        {"Resources.AlertTopicEmailSubscription.Properties.Endpoint": "new@example.com"},
    ),
}


def _messages(
    default: Default, emulator: Emulator, folder: Path, name: str, partials: Path
) -> list[str]:
    before = arrival.config(default.before, folder / name / "before.yml", partials)
    after = arrival.config(default.after, folder / name / "after.yml", partials)
    deployed = arrival.update(arrival.create(emulator, before, folder, name), after)
    return missing([{"name": name, "then": [default.then]}], arrival.as_it_stands(deployed))


@pytest.mark.parametrize("parameter", DEFAULTS)
def test_a_value_that_is_only_a_parameters_default_is_noticed(
    parameter: str, emulator: Emulator, folder: Path, tmp_path: Path
) -> None:
    default = DEFAULTS[parameter]
    name = f"default-of-{parameter.lower()}"
    assert _messages(default, emulator, folder, f"{name}-sound", PROJECT.partials) == []

    partials = tmp_path / "partials"
    shutil.copytree(PROJECT.partials, partials)
    for partial, edits in default.edits.items():
        text = (partials / partial).read_text("utf-8")
        for find, replace in edits.items():
            assert text.count(find) == 1, f"{partial}: '{find}'"
            text = text.replace(find, replace)
        (partials / partial).write_text(text, encoding="utf-8")
    [message] = _messages(default, emulator, folder, name, partials)
    assert "does not hold" in message
    REPORT.add("Mutations noticed", f"{parameter} is a parameter's default again: {message}")


def test_the_readmes_command_states_no_value() -> None:
    from tests.deploy.stack.readme import deploy_command

    command = deploy_command("stack", Path("output/prod.yml"))
    assert command[:3] == ["aws", "cloudformation", "deploy"]
    assert "--parameter-overrides" not in command
    assert not [word for word in command if word.split("=")[0] in SETTINGS]
