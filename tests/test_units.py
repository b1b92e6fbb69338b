"""The units and the log rotation that cfn-init writes, read by systemd's own programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.rendered import Data, Stack, as_text, render

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed"
)
_UNIT = "/etc/systemd/system/application.service"
# Programs, units and users that this machine need not have.
_PROGRAM = re.compile(r"^(Exec\w+=)(/usr/bin/docker|/opt/application/start)", re.MULTILINE)
_ABSENT = re.compile(r"^((Requires|After)=docker\.service|User=.*)\n", re.MULTILINE)
_IMAGE: Data = {"image": "registry.example.com/shop/web", "version": "1.0.0"}
APPLICATIONS: dict[str, Data] = {
    "baked": {"baked": True},
    "port 80": {"baked": True, "port": 80},
    "secrets": {"baked": True, "secrets": {"TOKEN": "shop/token"}},
    "container": {"container": {**_IMAGE, "arguments": "server --name 'a b'"}},
}


def files(stack: Stack) -> dict[str, str]:
    """Return the texts that cfn-init writes, by path."""
    metadata = stack.resources["LaunchTemplate"]["Metadata"]["AWS::CloudFormation::Init"]
    sections = [each for each in metadata.values() if "files" in each]
    return {
        path: as_text(file["content"]) for each in sections for path, file in each["files"].items()
    }


def unit(application: Data) -> str:
    """Return the application's unit."""
    return files(render({"application": {"placeholder": False, "baked": False, **application}}))[
        _UNIT
    ]


@needs_systemd
@pytest.mark.parametrize("name", APPLICATIONS)
def test_systemd_finds_nothing_wrong_with_the_unit(name: str, tmp_path: Path) -> None:
    text = unit(APPLICATIONS[name])
    text = _PROGRAM.sub(r"\1/bin/true", _ABSENT.sub("", text))
    path = tmp_path / "application.service"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in done.stderr.splitlines() if "application.service" in line] == []
    broken = tmp_path / "broken.service"
    broken.write_text(text.replace("TimeoutStopSec=", "TimeoutStopSecs="), encoding="utf-8")
    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(broken)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "TimeoutStopSecs" in found.stderr  # what is wrong would be found


@pytest.mark.parametrize("name", APPLICATIONS)
def test_the_application_stops_before_the_agent_and_may_open_many_files(name: str) -> None:
    text = unit(APPLICATIONS[name])
    after = " ".join(re.findall(r"^After=(.+)$", text, re.MULTILINE)).split()
    assert "amazon-cloudwatch-agent.service" in after
    limits = re.findall(r"^LimitNOFILE=(\d+)$|--ulimit nofile=(\d+):", text, re.MULTILINE)
    assert [int(soft or hard) for soft, hard in limits] == [65536]


@needs_systemd
def test_logs_are_rotated_by_size_every_few_minutes() -> None:
    found = files(render({}))
    timer = found["/etc/systemd/system/logrotate.timer.d/size.conf"]
    [calendar] = re.findall(r"^OnCalendar=(.+)$", timer, re.MULTILINE)
    done = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=2", calendar],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C"},
    )
    times = re.findall(r"(\d\d):(\d\d):\d\d UTC$", done.stdout, re.MULTILINE)[:2]
    first, second = (60 * int(hour) + int(minute) for hour, minute in times)
    assert (second - first) % (24 * 60) <= 5

    rotation = found["/etc/logrotate.d/rsyslog"].split()
    # With dateext, a second rotation on one day is skipped.
    assert {"size", "nodateext", "copytruncate"} <= set(rotation)
    assert {"/var/log/application.log", "/var/log/messages"} <= set(rotation)


LOGROTATE = shutil.which("logrotate", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin"]))


@pytest.mark.skipif(not LOGROTATE, reason="needs logrotate: apt-get install logrotate")
def test_logrotate_itself_keeps_three_logs_and_empties_the_open_one(tmp_path: Path) -> None:
    assert LOGROTATE
    log, rules = tmp_path / "application.log", tmp_path / "rules"
    text = files(render({}))["/etc/logrotate.d/rsyslog"]
    # A smaller size, and no log of this machine.
    text = re.sub(r"^/var/log/.* {$", f"{log} {{", text, flags=re.MULTILINE)
    rules.write_text(text.replace("size 100M", "size 1k"), encoding="utf-8")
    rules.chmod(0o644)
    log.touch()
    kept = log.stat().st_ino
    for turn in range(5):
        log.write_bytes(b"%d" % turn * 2000)
        command = [LOGROTATE, "--state", str(tmp_path / "state"), str(rules)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert (log.stat().st_ino, log.stat().st_size) == (kept, 0)
    names = sorted(path.name for path in tmp_path.glob("application.log.*"))
    assert names == ["application.log.1", "application.log.2.gz", "application.log.3.gz"]
    assert (tmp_path / "application.log.1").read_bytes() == b"4" * 2000

    log.write_bytes(b"small")
    subprocess.run(command, check=True)
    assert log.read_bytes() == b"small"


def test_a_container_has_the_volumes_and_docker_starts_on_its_own() -> None:
    mounts = ("/data", "/srv/files", "/var/lib/docker")
    volumes = [
        {"device": f"/dev/sd{letter}", "size": 10, "mount": mount}
        for letter, mount in zip("fgh", mounts, strict=True)
    ]
    application = {"baked": False, "container": {**_IMAGE, "arguments": "serve"}}
    stack = render({"fleet": {"volumes": volumes}, "application": application})
    [start] = re.findall(r"^ExecStart=(.+)$", files(stack)[_UNIT], re.MULTILINE)
    assert start.endswith(" --volume /data:/data --volume /srv/files:/srv/files application serve")
    metadata = stack.resources["LaunchTemplate"]["Metadata"]["AWS::CloudFormation::Init"]
    prepared = metadata["configSets"]["prepare"]
    assert prepared.index("volumes") < prepared.index("runtime")
    # systemd.mount(5): nothing is ordered after a mount with "nofail", nor fails without it.
    for unit in (_UNIT, "/etc/systemd/system/docker.service.d/volumes.conf"):
        section = files(stack)[unit].partition("[Unit]\n")[2].partition("\n[")[0].splitlines()
        assert "RequiresMountsFor=/data /srv/files /var/lib/docker" in section


def test_without_a_mounted_volume_no_unit_waits_for_one() -> None:
    volumes = [{"device": "/dev/sdf", "size": 10}]
    stack = render({"fleet": {"volumes": volumes}})
    assert "RequiresMountsFor" not in str(files(stack))
