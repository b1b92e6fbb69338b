"""The scenarios of boots: successful ones, and each failure that can be caused."""

from __future__ import annotations

from collections.abc import Iterator

from tests.deploy.boots.scenario import WELL, Scenario, Start
from tests.deploy.stack.deployed_stack import DeployedStack

_PREPARE = "initialise prepare\n"
_AGENT = "/opt/aws/amazon-cloudwatch-agent/etc"
_START = "initialise start\n"  # before the application starts
_FOLDER = "mkdir -p /opt/application\n"
_LISTEN = """/opt/proof/python -c 'import socket, sys, time
other = socket.create_server(("", int(sys.argv[1])))
time.sleep(999)' "$PORT" """

_ANYWHERE = (
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
        edit=(_START, f"systemd-run -q --unit other {_LISTEN}\n{_START}"),
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
            _PREPARE,
            f"mkdir -p {_AGENT} && touch {_AGENT}/amazon-cloudwatch-agent.d\n{_PREPARE}",
        ),
        reason=r"cfn-init failed: Command agent \(/opt/aws/\S+ [^)]*\) failed Error encountered "
        r"during build of \w+: Command agent failed (?!.*ToolError).*File exists",
    ),
    Scenario("no network", network="none", reason=r"failed|cannot", timeout=40),
    Scenario("a metadata service that starts late", metadata_delay=6, succeeds=True),
    Scenario("an image without CloudFormation's helpers", helpers=False, succeeds=True),
)
# Failures of systemd before it runs the program.
_BEFORE_EXEC = (
    Scenario(
        "a folder without permissions",
        timeout=80,
        edit=(_START, f"chmod 700 /opt/application\n{_START}"),
        reason=r"the application exited \d+ times: (?=.*status=200/CHDIR).*Permission denied",
    ),
    Scenario(
        "a missing user",
        timeout=80,
        edit=(_START, f'userdel "$APPLICATION_USER"\n{_START}'),
        reason=r"the application exited \d+ times: .*status=217/USER",
    ),
)
_WITH_RELEASE = (
    Scenario(
        "a release without the program",
        release="no program",
        timeout=80,
        reason=r"the application exited \d+ times: (?=.*status=127).*not found",
    ),
    Scenario(
        "a full disk",
        release="large",
        edit=(_FOLDER, f"{_FOLDER}\nmount -t tmpfs -o size=64k tmpfs /opt/application\n"),
        reason=r"cannot unpack s3://.*(No space left|Wrote only).*100%",
    ),
    Scenario("a missing release", release="missing", reason=r"cannot fetch s3://"),
    Scenario(
        "a corrupt release",
        release="corrupt",
        reason=r"cannot unpack s3://.*not in gzip format|the SHA-256 of s3://",
    ),
)
_WITH_SUM = (
    Scenario(
        "a release with another checksum",
        release="other sum",
        reason=r"the SHA-256 of s3://\S+ is [0-9a-f]{64}, not [0-9a-f]{64}",
    ),
)
_WITH_PACKAGES = (
    Scenario(
        "a missing package",
        release="no package",
        reason=r"cfn-init failed: .*(No match for argument|Unable to find a match)",
    ),
)
_WITH_IMAGE = (
    Scenario(
        "a missing container image",
        release="missing",
        reason=r"cannot pull \S+: Error response from daemon: manifest for .* not found",
    ),
)
_WITH_CREDENTIALS = (
    Scenario(
        "a registry that refuses the password",
        edit=('--username "', '--username "other-'),
        reason=r"cannot log in to registry\.example\.com: Error response .* unauthorized",
    ),
    Scenario(
        "missing credentials of the registry",
        edit=('CREDENTIALS="arn:', 'CREDENTIALS="no-'),
        reason=r"cannot read the secret no-aws:secretsmanager",
    ),
)
_WITH_SECRETS = (
    Scenario(
        "a missing secret",
        release="no secrets",
        reason=r"cannot read the (parameter|secret)",
    ),
)
_WARM = Scenario(
    "out of the warm pool, then restarted",
    starts=(Start("Warmed:Pending:Wait", "Warmed:Stopped"), Start(), Start("InService")),
    succeeds=True,
)


def all_of(deployed: DeployedStack) -> Iterator[Scenario]:
    """Yield every scenario of the config's instances."""
    yield WELL
    yield from failures(deployed)
    yield from ways(deployed)


def ways(deployed: DeployedStack) -> Iterator[Scenario]:
    """Yield the further successful scenarios that the config's settings allow."""
    if deployed.config.setting("fleet.warm_pool.enabled"):
        yield _WARM


def failures(deployed: DeployedStack) -> Iterator[Scenario]:
    """Yield the failing scenarios of the config's instances."""
    settings = deployed.config.settings["application"]
    for each in _ANYWHERE:
        if each.mode == "well" or not settings["placeholder"]:
            yield each
    if settings["artifact"]["bucket"]:
        yield from _WITH_RELEASE
    if settings["artifact"].get("sha256"):
        yield from _WITH_SUM
    if settings.get("packages"):
        yield from _WITH_PACKAGES
    if settings["container"]["image"]:
        yield from _WITH_IMAGE
        if settings["container"].get("credentials"):
            yield from _WITH_CREDENTIALS
    else:
        yield from _BEFORE_EXEC
        yield _without_program(str(settings["command"]).split()[0])
    if settings.get("parameters") or settings.get("secrets"):
        yield from _WITH_SECRETS


def _without_program(program: str) -> Scenario:
    return Scenario(
        "a missing program",
        timeout=80,
        edit=(_START, f"rm -f {program}\n{_START}"),
        reason=r"the application exited \d+ times: (?=.*status=203/EXEC).*No such file",
    )
