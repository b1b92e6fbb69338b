"""Failures that any instance can have: of its application, of cfn-init and of the network."""

from __future__ import annotations

from tests.deploy.boots.scenario import Scenario, Start

PREPARE = "initialise prepare\n"
START = "initialise start\n"  # before the application starts
_AGENT = "/opt/aws/amazon-cloudwatch-agent/etc"
_LISTEN = """/opt/proof/python -c 'import socket, sys, time
other = socket.create_server(("", int(sys.argv[1])))
time.sleep(999)' "$PORT" """

ANYWHERE = (
    Scenario(
        "a service that dies at once",
        mode="dying",
        timeout=80,
        failed_before=True,
        reason=r"the application exited \d+ times: .*status=1/FAILURE.*cannot open the database",
    ),
    Scenario(
        "a service that the kernel kills",
        mode="killed",
        timeout=80,
        reason=r"the application exited \d+ times: .*(code=killed, status=9/KILL|status=137)",
    ),
    Scenario(
        "a port that is in use",
        mode="well",
        timeout=80,
        edit=(START, f"systemd-run -q --unit other {_LISTEN}\n{START}"),
        reason=r"the application exited \d+ times: .*status=1/FAILURE.*Address already in use",
    ),
    Scenario(
        "a service that dies after a minute",
        mode="dying after a minute",
        timeout=85,
        reason=r"(its target is unhealthy|does not answer at http).*lost the database",
    ),
    Scenario(
        "an application that never becomes healthy",
        mode="unhealthy",
        timeout=20,
        reason=r"its target is (unhealthy|initial).* after \d+ seconds|does not answer at http",
    ),
    Scenario(
        "a service that dies outside a deployment",
        mode="dying",
        timeout=80,
        deploying=False,
        reason=r"the application exited \d+ times: .*cannot open the database",
    ),
    Scenario("a scale-out, outside a deployment", deploying=False, succeeds=True),
    Scenario(
        "a command of cfn-init that fails",
        edit=(
            PREPARE,
            f"mkdir -p {_AGENT} && touch {_AGENT}/amazon-cloudwatch-agent.d\n{PREPARE}",
        ),
        reason=r"cfn-init failed: Command agent \(/opt/aws/\S+ [^)]*\) failed Error encountered "
        r"during build of \w+: Command agent failed (?!.*ToolError).*File exists",
    ),
    Scenario(
        "cfn-init, killed by the kernel",
        edit=(
            PREPARE,
            f"printf '#!/bin/sh\\nkill -KILL $$\\n' >/opt/aws/bin/cfn-init\n{PREPARE}",
        ),
        reason=r"cfn-init failed: exit status 137 .*Mounted on",
    ),
    Scenario(
        "a role that may not ask for the target's health",
        starts=(Start(denied=("DescribeTargetHealth",)),),
        serves=True,
        timeout=20,
        reason=r"its target is unknown \(.*AccessDenied.*TargetHealth *\) after \d+ seconds",
    ),
    Scenario(
        "an endpoint that admits no signal",
        starts=(Start(denied=("SignalResource",)),),
        succeeds=True,
        reason=r"cfn-signal --exit-code 0 failed: AccessDenied: User: \S+ is not authorized",
    ),
    Scenario("no network", network="none", reason=r"failed|cannot", timeout=40),
    Scenario("a metadata service that starts late", metadata_delay=6, succeeds=True),
    Scenario("an image without CloudFormation's helpers", helpers=False, succeeds=True),
)
# Failures of systemd before it runs the program.
BEFORE_EXEC = (
    Scenario(
        "a folder without permissions",
        timeout=80,
        edit=(START, f"chmod 700 /opt/application\n{START}"),
        reason=r"the application exited \d+ times: (?=.*status=200/CHDIR).*Permission denied",
    ),
    Scenario(
        "a missing user",
        timeout=80,
        edit=(START, f'userdel "$APPLICATION_USER"\n{START}'),
        reason=r"the application exited \d+ times: .*status=217/USER",
    ),
)


def without_program(program: str) -> Scenario:
    return Scenario(
        "a missing program",
        timeout=80,
        edit=(START, f"rm -f {program}\n{START}"),
        reason=r"the application exited \d+ times: (?=.*status=203/EXEC).*No such file",
    )
