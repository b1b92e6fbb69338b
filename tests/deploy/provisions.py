"""What a stack expects to find in its account: parameters, secrets, a release to run."""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.deploy import walk
from tests.deploy.emulator import Emulator
from tests.deploy.gaps import Omission
from tests.deploy.subject import Subject

# What a person may well choose, and a shell or systemd may well get wrong.
SECRET = """p"a\\s$s 'w%d #x`y"""  # noqa: S105 (nobody's)
_IMAGE = "ami-0123456789abcdef0"
_SSM = re.compile(r"\{\{resolve:ssm:([\w/.-]+)(?::\d+)?\}\}")
_SECRET = re.compile(r"\{\{resolve:secretsmanager:([\w/+=.@:-]+?)(?::SecretString.*?)?\}\}")
_PARAMETER_ARN = re.compile(r":parameter(/.+|/?\w.+)$")
_SECRET_ARN = re.compile(r":secret:([^*?]+?)(?:-[*?]+)?$")
_APPLICATION = Path(__file__).with_name("instance") / "application.py"


def provide(emulator: Emulator, subject: Subject) -> list[Omission]:
    """Put into the emulator what the subject's stack reads but does not make.

    Returns what cannot be put there, and for which something else stands in.
    """
    for text in walk.strings(subject.template):
        for name in _SSM.findall(text):
            _put_parameter(emulator, subject, name, _IMAGE)  # an image is all that is read so
        for name in _SECRET.findall(text):
            put_secret(emulator, subject, name)
    if topic := subject.setting("alerts.topic_arn"):
        emulator.client("sns", subject.region).create_topic(Name=topic.rsplit(":", 1)[-1])
    return [*_zone(emulator, subject), *_images(emulator, subject)]


def _zone(emulator: Emulator, subject: Subject) -> Iterator[Omission]:
    """Make the hosted zone that the config names; its id is the emulator's choice."""
    wanted, name = subject.setting("dns.hosted_zone_id"), subject.setting("dns.name")
    if not wanted:
        return
    if wanted not in emulator.instead:
        domain = (name or "www.example.com").partition(".")[2]
        client = emulator.client("route53", subject.region)
        made = client.create_hosted_zone(Name=domain, CallerReference=wanted)
        emulator.instead[wanted] = made["HostedZone"]["Id"].rsplit("/", 1)[-1]
    yield Omission(wanted, "a hosted zone of this id", "another one stands in for it")


def _images(emulator: Emulator, subject: Subject) -> Iterator[Omission]:
    for name, parameter in subject.template.get("Parameters", {}).items():
        if parameter["Type"].startswith("AWS::SSM::Parameter::Value") and "Default" in parameter:
            path = str(parameter["Default"])
            if not _put_parameter(emulator, subject, path, _IMAGE):
                emulator.instead[path] = f"/proof{path}"
                _put_parameter(emulator, subject, f"/proof{path}", _IMAGE)
                yield Omission(name, f"the public parameter {path}", "another one stands in for it")


def _put_parameter(emulator: Emulator, subject: Subject, name: str, value: str) -> bool:
    """Put a parameter, unless it is there; tell whether it is there now."""
    client = emulator.client("ssm", subject.region)
    try:
        client.get_parameter(Name=name)
    except client.exceptions.ParameterNotFound:
        if name.startswith("/aws/"):
            return False  # nobody but AWS makes these
        client.put_parameter(Name=name, Value=value, Type="String", Overwrite=True)
    return True


def put_secret(emulator: Emulator, subject: Subject, name: str) -> None:
    """Put a secret of this name, unless it is there."""
    client = emulator.client("secretsmanager", subject.region)
    try:
        client.create_secret(Name=name, SecretString=SECRET)
    except client.exceptions.ResourceExistsException:
        return


def provide_readable(
    emulator: Emulator, subject: Subject, statements: list[dict[str, Any]]
) -> None:
    """Put what the instance's role may read: it is told so by the ARNs of its statements."""
    for resource in (each for statement in statements for each in _resources(statement)):
        if match := _PARAMETER_ARN.search(resource):
            put_readable(emulator, subject, match[1].rstrip("*"), SECRET)
        elif match := _SECRET_ARN.search(resource):
            put_secret(emulator, subject, match[1])


def put_readable(emulator: Emulator, subject: Subject, name: str, value: str) -> None:
    """Put a value that is to be kept secret under a parameter's name, whatever it was."""
    client = emulator.client("ssm", subject.region)
    client.put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=True)


def application(mode: str) -> bytes:
    """Return the application's text, behaving as the mode says."""
    return _APPLICATION.read_bytes().replace(b'MODE = "well"', f'MODE = "{mode}"'.encode())


def _resources(statement: dict[str, Any]) -> list[str]:
    resources = statement.get("Resource", [])
    return [resources] if isinstance(resources, str) else list(resources)


def put_release(emulator: Emulator, subject: Subject, version: str, body: bytes | None) -> None:
    """Put a release into the bucket that the config names; None takes it away."""
    artifact = subject.settings["application"]["artifact"]
    client = emulator.client("s3", subject.region)
    emulator.make_bucket(artifact["bucket"], subject.region)
    key = f"{artifact['prefix']}{version}.tar.gz"
    if body is None:
        client.delete_object(Bucket=artifact["bucket"], Key=key)
    else:
        client.put_object(Bucket=artifact["bucket"], Key=key, Body=body)


def release(subject: Subject, mode: str = "well") -> bytes:
    """Return a release: the application, at the place that the config's command starts."""
    command = str(subject.settings["application"]["command"]).split()
    path = next((word for word in command if word.startswith("/opt/application/")), "start")
    data = application(mode)
    member = tarfile.TarInfo(path.removeprefix("/opt/application/"))
    member.size, member.mode = len(data), 0o755
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()
