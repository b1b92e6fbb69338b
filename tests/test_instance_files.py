"""What cfn-init writes to an instance, as systemd, logrotate, Docker and the agent need it."""

from __future__ import annotations

import json
import re
from collections import defaultdict

import pytest

from tests.rendered import Data, Stack
from tests.test_examples import NAMES, stacks
from tests.test_units import files

UNITS = "/etc/systemd/system"
AGENT = "/opt/aws/amazon-cloudwatch-agent/etc/stack.json"
LOG = "/var/log/application.log"
# What stands under each section of a unit: several lines of one name are a list.
Unit = dict[str, dict[str, list[str]]]


@pytest.fixture(params=NAMES)
def rendered(request: pytest.FixtureRequest) -> Stack:
    return stacks()[request.param]


def _unit(text: str) -> Unit:
    """Return a unit as systemd reads it.

    https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html
    """
    found: Unit = {}
    section = ""
    for line in filter(None, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]")
            found[section] = defaultdict(list)
        else:
            name, _, value = line.partition("=")
            found[section][name].append(value)
    return found


def _application(stack: Stack) -> Unit:
    return _unit(files(stack)[f"{UNITS}/application.service"])


def _init(stack: Stack) -> Data:
    init: Data = stack.resources["LaunchTemplate"]["Metadata"]["AWS::CloudFormation::Init"]
    return init


def test_the_application_waits_for_the_network_and_starts_with_the_instance(
    rendered: Stack,
) -> None:
    unit = _application(rendered)
    # The target alone delays nothing: https://systemd.io/NETWORK_ONLINE/
    assert "network-online.target" in unit["Unit"]["Wants"]
    assert "network-online.target" in " ".join(unit["Unit"]["After"]).split()
    assert unit["Unit"]["Description"][0]
    # What `systemctl enable` needs: systemd.unit(5).
    assert unit["Install"]["WantedBy"] == ["multi-user.target"]


def test_the_application_is_restarted_for_ever(rendered: Stack) -> None:
    unit = _application(rendered)
    assert unit["Service"]["Restart"] == ["always"]
    # systemd.exec(5): by default 1,024, which a server with as many connections reaches.
    limits = [*unit["Service"]["LimitNOFILE"], *re.findall("nofile=([0-9]+)", str(unit))]
    assert [int(each) >= 65_536 for each in limits] == [True]
    assert 1 <= int(unit["Service"]["RestartSec"][0]) <= 10
    # systemd.unit(5): by default five starts in ten seconds are the last, and 0 is no limit.
    assert unit["Unit"]["StartLimitIntervalSec"] == ["0"]


def test_the_application_gets_its_variables_and_writes_to_the_log_that_is_sent(
    rendered: Stack,
) -> None:
    unit, application = _application(rendered)["Service"], rendered.settings["application"]
    variables = ["/etc/application.env"]
    if application["parameters"] or application["secrets"]:
        variables.append("/etc/application.secrets")
    assert unit["EnvironmentFile"] == variables
    assert unit["StandardOutput"] == [f"append:{LOG}"]
    collected = json.loads(files(rendered)[AGENT].partition("Fn::Sub: ")[2])["logs"]
    sent = [each["file_path"] for each in collected["logs_collected"]["files"]["collect_list"]]
    # Where an instance that never becomes healthy says why:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-init.html
    system = ["/var/log/messages", "/var/log/cfn-init.log", "/var/log/cloud-init-output.log"]
    assert set(sent) >= {LOG, *system, *rendered.settings["logs"]["files"]}


def test_the_application_has_no_more_rights_than_it_needs(rendered: Stack) -> None:
    unit, application = _application(rendered)["Service"], rendered.settings["application"]
    if application["container"]["image"]:
        assert "--security-opt no-new-privileges" in unit["ExecStart"][0]
        return
    assert unit["User"] == [application["user"]]
    assert unit["WorkingDirectory"] == ["/opt/application"]
    # https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#Sandboxing
    assert unit["StateDirectory"] == ["application"]
    assert unit["NoNewPrivileges"] == unit["PrivateTmp"] == ["true"]
    assert unit["ProtectSystem"][0] in {"full", "strict"}
    # capabilities(7): a port below 1024 needs it.
    assert ("AmbientCapabilities" in unit) == (application["port"] < 1024)


def test_a_container_runs_once_docker_does_and_stops_before_it_is_killed(rendered: Stack) -> None:
    unit, application = _application(rendered), rendered.settings["application"]
    seconds = int(unit["Service"]["TimeoutStopSec"][0])
    if not application["container"]["image"]:
        assert seconds == application["stop_timeout"]
        return
    # docker(1) kills a container after the seconds of --time, systemd what is left after its own.
    assert seconds > application["stop_timeout"]
    assert unit["Service"]["ExecStop"][0].startswith("/usr/bin/docker stop")
    assert unit["Service"]["ExecStartPre"][0].startswith("/bin/sh -c '/usr/bin/docker rm")
    assert unit["Unit"]["Requires"] == ["docker.service"]
    assert "docker.service" in unit["Unit"]["After"]
    runtime = _init(rendered)["runtime"]
    assert "docker" in runtime["packages"]["yum"]
    assert runtime["services"]["systemd"]["docker"] == {"enabled": True, "ensureRunning": True}


def test_the_application_is_restarted_where_its_files_change(rendered: Stack) -> None:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-init.html
    service = _init(rendered)["application"]["services"]["systemd"]["application"]
    assert service["enabled"]
    assert service["ensureRunning"]
    assert service["files"] == ["/etc/application.env", f"{UNITS}/application.service"]


def test_only_root_reads_the_applications_variables(rendered: Stack) -> None:
    sections = [each for each in _init(rendered).values() if isinstance(each, dict)]
    written = {path: file for each in sections for path, file in each.get("files", {}).items()}
    modes = {path: file["mode"] for path, file in written.items()}
    assert modes.pop("/etc/application.env") == "000600"
    assert set(modes.values()) == {"000644"}


def test_logs_are_rotated_as_they_are_written(rendered: Stack) -> None:
    text = files(rendered)["/etc/logrotate.d/rsyslog"]
    assert text.endswith("\n}\n")
    logs, rules = text[:-3].split(" {\n")
    # The logs of rsyslog's own file, of the package for Amazon Linux 2023, and the application's.
    names = ("messages", "secure", "cron", "maillog", "spooler")
    assert logs.split() == [LOG, *(f"/var/log/{name}" for name in names)]
    found = {line.strip() for line in rules.splitlines()}
    # logrotate(8): three old files, the newest not compressed while it may still be written; a
    # log that is not there is no error; and the open file is emptied, in place of a new one.
    wanted = {"rotate 3", "compress", "delaycompress", "missingok", "copytruncate", "nodateext"}
    assert wanted <= found
    assert [each for each in found - wanted if not re.fullmatch("size [0-9]+M", each)] == []
    assert len(found) == len(wanted) + 1


def test_what_writes_and_sends_logs_is_installed(rendered: Stack) -> None:
    # https://docs.aws.amazon.com/linux/al2023/ug/journald.html: the image has no rsyslog.
    packages = set(_init(rendered)["logging"]["packages"]["yum"])
    assert packages >= {"rsyslog", "amazon-cloudwatch-agent"}


def test_the_timer_of_the_rotation_keeps_to_its_minutes(rendered: Stack) -> None:
    timer = _unit(files(rendered)[f"{UNITS}/logrotate.timer.d/size.conf"])["Timer"]
    # systemd.time(7): at each fifth minute.
    assert timer["OnCalendar"] == ["*:0/5"]
    # systemd.timer(5): by default within a minute; that of logrotate has an hour at random.
    assert timer["AccuracySec"] == ["10s"]
    assert timer["RandomizedDelaySec"] == ["0"]


def test_the_agent_sends_its_last_lines_before_it_stops(rendered: Stack) -> None:
    unit = _unit(files(rendered)[f"{UNITS}/amazon-cloudwatch-agent.service.d/flush.conf"])
    [(program, seconds)] = [each.split() for each in unit["Service"]["ExecStop"]]
    assert program == "/bin/sleep"
    # By default it sends every five seconds, see force_flush_interval in
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
    assert int(seconds) > 5


def test_metrics_of_the_agent_have_no_host(rendered: Stack) -> None:
    agent = json.loads(files(rendered)[AGENT].partition("Fn::Sub: ")[2])
    if "metrics" in agent:
        # Else each has the dimension `host`, and no sum of all: see omit_hostname on that page.
        assert agent["agent"]["omit_hostname"] is True
        assert [] in agent["metrics"]["aggregation_dimensions"]


def test_a_listener_that_signs_in_asks_who_it_is(rendered: Stack) -> None:
    listeners = rendered.of_type("AWS::ElasticLoadBalancingV2::Listener").values()
    rules = rendered.of_type("AWS::ElasticLoadBalancingV2::ListenerRule").values()
    actions = [
        *(action for each in listeners for action in each["DefaultActions"]),
        *(action for each in rules for action in each["Actions"]),
    ]
    for action in actions:
        for kind in ("AuthenticateOidcConfig", "AuthenticateCognitoConfig"):
            if kind in action:
                # https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
                assert "openid" in action[kind]["Scope"].split()
                assert action[kind]["OnUnauthenticatedRequest"] == "authenticate"
