"""What a stack expects in its account: parameters, secrets, a release of the application."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.deploy.boots.instance.registry import PASSWORD, USERNAME
from tests.deploy.stack import intrinsics
from tests.deploy.stack.config_under_test import ConfigUnderTest
from tests.deploy.stack.emulator import Emulator
from tests.deploy.stack.unsupported import Omission

# Characters that a shell or systemd would interpret unless they are quoted.
SECRET = """p"a\\s$s 'w%d #x`y"""  # noqa: S105 (not a real secret)
_IMAGE = "ami-0123456789abcdef0"
_SSM = re.compile(r"\{\{resolve:ssm:([\w/.-]+)(?::(\d+))?\}\}")
_SECRET = re.compile(
    r"\{\{resolve:secretsmanager:([\w/+=.@:-]+?)(?::SecretString(?::\w*)?(?::\w*)?(?::([\w-]*))?)?\}\}"
)
_PARAMETER_ARN = re.compile(r":parameter(/.+|/?\w.+)$")
_SECRET_ARN = re.compile(r":secret:([^*?]+?)(?:-[*?]+)?$")
_APPLICATION = Path(__file__).parents[1] / "boots" / "instance" / "application.py"


def provide(emulator: Emulator, config: ConfigUnderTest) -> list[Omission]:
    """Create in the emulator what the config's stack reads but does not create.

    Returns what cannot be created under its own name, and is replaced by a substitute.
    """
    for text in intrinsics.strings(config.template):
        for name, version in _SSM.findall(text):
            _put_parameter(emulator, config, name, _IMAGE, int(version or 1))
        for name, version in _SECRET.findall(text):
            put_secret(emulator, config, name)
            if version:
                client = emulator.client("secretsmanager", config.region)
                # The id of a version is the token of the request that makes it.
                client.put_secret_value(
                    SecretId=name, SecretString=SECRET, ClientRequestToken=version
                )
    if topic := config.setting("alerts.topic_arn"):
        emulator.client("sns", config.region).create_topic(Name=topic.rsplit(":", 1)[-1])
    made = (_zone, _listener, _images)
    return [omission for make in made for omission in make(emulator, config)]


def _zone(emulator: Emulator, config: ConfigUnderTest) -> Iterator[Omission]:
    """Create the hosted zone that the config names; the emulator chooses the id."""
    wanted, name = config.setting("dns.hosted_zone_id"), config.setting("dns.name")
    if not wanted:
        return
    if wanted not in emulator.substitutes:
        domain = (name or "www.example.com").partition(".")[2]
        client = emulator.client("route53", config.region)
        made = client.create_hosted_zone(Name=domain, CallerReference=wanted)
        emulator.substitutes[wanted] = made["HostedZone"]["Id"].rsplit("/", 1)[-1]
    yield Omission(wanted, "a hosted zone with this id", "replaced by another hosted zone")


def _listener(emulator: Emulator, config: ConfigUnderTest) -> Iterator[Omission]:
    """Create a load balancer with a listener; the emulator chooses the ARN."""
    wanted = config.setting("alb.existing.listener")
    if not wanted:
        return
    if wanted not in emulator.substitutes:
        ec2 = emulator.client("ec2", config.region)
        vpc = ec2.create_vpc(CidrBlock="10.250.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.250.{number}.0/24")["Subnet"]["SubnetId"]
            for number in (1, 2)
        ]
        elb = emulator.client("elbv2", config.region)
        made = elb.create_load_balancer(Name="shared", Subnets=subnets)["LoadBalancers"][0]
        answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
        listener = elb.create_listener(
            LoadBalancerArn=made["LoadBalancerArn"],
            Protocol="HTTP",
            Port=80,
            DefaultActions=[answer],
        )
        emulator.substitutes[wanted] = listener["Listeners"][0]["ListenerArn"]
    yield Omission(wanted, "a listener with this ARN", "replaced by another listener")


def _images(emulator: Emulator, config: ConfigUnderTest) -> Iterator[Omission]:
    for name, parameter in config.template.get("Parameters", {}).items():
        if parameter["Type"].startswith("AWS::SSM::Parameter::Value") and "Default" in parameter:
            path = str(parameter["Default"])
            if not _put_parameter(emulator, config, path, _IMAGE):
                emulator.substitutes[path] = f"/proof{path}"
                _put_parameter(emulator, config, f"/proof{path}", _IMAGE)
                yield Omission(name, f"the public parameter {path}", "replaced by another one")


def _put_parameter(
    emulator: Emulator, config: ConfigUnderTest, name: str, value: str, versions: int = 1
) -> bool:
    """Create a parameter unless it exists; return whether it exists now."""
    client = emulator.client("ssm", config.region)
    try:
        client.get_parameter(Name=name)
    except client.exceptions.ParameterNotFound:
        if name.startswith("/aws/"):
            return False  # only AWS can create these
        for _ in range(versions):
            client.put_parameter(Name=name, Value=value, Type="String", Overwrite=True)
    return True


def put_secret(emulator: Emulator, config: ConfigUnderTest, name: str) -> None:
    """Create a secret unless it exists, as JSON if the config reads keys of it."""
    client = emulator.client("secretsmanager", config.region)
    sources = config.setting("application.secrets", {}).values()
    keys = [str(each).partition(":")[2] for each in sources if str(each).startswith(f"{name}:")]
    text = json.dumps(dict.fromkeys(keys, SECRET)) if keys else SECRET
    if str(config.setting("application.container.credentials")).endswith(f":{name}"):
        text = json.dumps({"username": USERNAME, "password": PASSWORD})
    try:
        client.create_secret(Name=name, SecretString=text)
    except client.exceptions.ResourceExistsException:
        return


def provide_readable(
    emulator: Emulator, config: ConfigUnderTest, statements: list[dict[str, Any]]
) -> None:
    """Create the parameters and secrets that the statements of the instance's role name."""
    for resource in (each for statement in statements for each in _resources(statement)):
        if match := _PARAMETER_ARN.search(resource):
            put_readable(emulator, config, match[1].rstrip("*"), SECRET)
        elif match := _SECRET_ARN.search(resource):
            put_secret(emulator, config, match[1])


def put_readable(emulator: Emulator, config: ConfigUnderTest, name: str, value: str) -> None:
    """Create or overwrite a SecureString parameter."""
    client = emulator.client("ssm", config.region)
    client.put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=True)


def application(mode: str) -> bytes:
    """Return the application's source with a mode set."""
    return _APPLICATION.read_bytes().replace(b'MODE = "well"', f'MODE = "{mode}"'.encode())


def _resources(statement: dict[str, Any]) -> list[str]:
    resources = statement.get("Resource", [])
    return [resources] if isinstance(resources, str) else list(resources)


def put_release(
    emulator: Emulator, config: ConfigUnderTest, version: str, body: bytes | None
) -> None:
    """Put a release into the config's bucket; delete it if the body is None."""
    artifact = config.settings["application"]["artifact"]
    client = emulator.client("s3", config.region)
    emulator.make_bucket(artifact["bucket"], config.region)
    key = f"{artifact['prefix']}{version}.tar.gz"
    if body is None:
        client.delete_object(Bucket=artifact["bucket"], Key=key)
    else:
        client.put_object(Bucket=artifact["bucket"], Key=key, Body=body)


def release(config: ConfigUnderTest, mode: str = "well", kind: str = "sound") -> bytes:
    """Return a release archive with the application at the path that the config's command runs.

    As `tar -C $(mktemp -d) .` makes it: the folder itself is in it, with its owner and mode. One
    without a program, or a large one, is a kind of its own.
    """
    command = str(config.settings["application"]["command"]).split()
    path = next((word for word in command if word.startswith("/opt/application/")), "start")
    files = {path.removeprefix("/opt/application/"): application(mode)}
    if kind == "no program":
        files = {"README": b"not here"}
    if kind == "large":
        files["data"] = random.Random(0).randbytes(300_000)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        folder = tarfile.TarInfo("./")
        folder.type, folder.mode, folder.uid, folder.gid = tarfile.DIRTYPE, 0o700, 1001, 1001
        archive.addfile(folder)
        for name, data in files.items():
            member = tarfile.TarInfo(f"./{name}")
            member.size, member.mode, member.uid, member.gid = len(data), 0o700, 1001, 1001
            archive.addfile(member, io.BytesIO(data))
    return gzip.compress(buffer.getvalue(), mtime=0)  # reproducible
