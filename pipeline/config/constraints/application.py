"""Rules on where the application comes from, what starts it, and what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.command_line import CommandLineError, check_variables, split
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.runtimes import missing_package
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath, dotted

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_DEFAULT_COMMAND = "/opt/application/start"
_SOURCES = (
    "set application.artifact (a release in S3), application.container (an image of a registry), "
    "application.placeholder: true (a page, for now) or application.baked: true (it is in the AMI)"
)


@reads(
    "application.artifact.bucket",
    "application.container.image",
    "application.placeholder",
    "application.baked",
)
def _source(data: Settings) -> Iterator[SettingIssue]:
    application = data["application"]
    given: dict[KeyPath, object] = {
        ("application", "artifact", "bucket"): application["artifact"]["bucket"],
        ("application", "container", "image"): application["container"]["image"],
        ("application", "placeholder"): application["placeholder"],
    }
    if application["placeholder"] and application["baked"]:
        hint = "set application.placeholder: false where the image has the application"
        message = "set, and so is application.baked"
        yield SettingIssue(("application", "placeholder"), message, hint)
    chosen = [path for path, value in given.items() if value]
    for path in chosen[1:]:
        # The starter's placeholder is in _shared.yml, and other environments still need it there.
        hint = "keep one of the two"
        if path[-1] == "placeholder":
            hint = f"set application.placeholder: false where {dotted(chosen[0])} is set"
        yield SettingIssue(path, f"set, and so is {dotted(chosen[0])}", hint)
    if not chosen and not application["baked"]:
        message = "no source of the application is set"
        yield SettingIssue(("application",), message, _SOURCES)


@reads("application.artifact", "application.container")
def _parts(data: Settings) -> Iterator[SettingIssue]:
    """Yield what belongs to a release or an image where there is none."""
    artifact, container = data["application"]["artifact"], data["application"]["container"]
    lonely: list[tuple[str, str, str]] = []
    if not artifact["bucket"]:
        lonely += [("artifact", "bucket", key) for key, value in artifact.items() if value]
    if not container["image"]:
        lonely += [("container", "image", key) for key, value in container.items() if value]
    for section, source, key in lonely:
        hint = f"add application.{section}.{source}"
        path = ("application", section, key)
        yield SettingIssue(path, f"set, but there is no {source}", hint)
    if artifact["sha256"] and not artifact["version"]:
        message = "set, but the version is asked for at deployment"
        path = ("application", "artifact", "sha256")
        yield SettingIssue(path, message, "add application.artifact.version")


@reads(
    "application.command",
    "application.artifact.bucket",
    "application.container.image",
    "application.placeholder",
)
def _own_command(data: Settings) -> Iterator[SettingIssue]:
    application, path = data["application"], ("application", "command")
    if application["command"] == _DEFAULT_COMMAND:
        return
    if application["container"]["image"]:
        hint = "use application.container.arguments"
        yield SettingIssue(path, "set, but a container has a command of its own", hint)
    elif application["placeholder"] and not application["artifact"]["bucket"]:
        yield SettingIssue(path, "set, but the placeholder has a command of its own", "delete it")


@reads(
    "application.command",
    "application.container.arguments",
    "application.environment",
    "application.parameters",
    "application.secrets",
)
def _command_line(data: Settings) -> Iterator[SettingIssue]:
    application = data["application"]
    commands: dict[KeyPath, str] = {("application", "command"): application["command"]}
    if arguments := application["container"]["arguments"]:
        commands["application", "container", "arguments"] = f"docker {arguments}"
    given = (application[kind] for kind in ("environment", "parameters", "secrets"))
    names = {"PORT", "KEEP_ALIVE_SECONDS"}.union(*given)
    for path, command in commands.items():
        try:
            check_variables(split(command), names)
        except CommandLineError as error:
            yield SettingIssue(path, *error.args)


@reads(
    "application.command",
    "application.container.image",
    "application.packages",
    "application.setup",
    "application.baked",
    "fleet.image",
)
def _interpreter(data: Settings) -> Iterator[SettingIssue]:
    application = data["application"]
    installs = any("install" in command for command in application["setup"])
    if application["baked"] or data["fleet"]["image"] or installs:
        return  # the program may come from there
    if application["container"]["image"]:
        return  # _own_command refuses the command itself
    words = application["command"].split()
    package = missing_package(words, application["packages"])
    if package:
        program = " ".join(words[:2]) if words[0].endswith("/env") else words[0]
        message = f"the Amazon Linux 2023 image has no {program}"
        hint = f"add application.packages: [{package}]"
        yield SettingIssue(("application", "command"), message, hint)


@reads("application.container")
def _credentials(data: Settings) -> Iterator[SettingIssue]:
    container = data["application"]["container"]
    if container["credentials"] and ".dkr.ecr" in (container["image"] or ""):
        message = "set, but the instances' role logs in to ECR"
        path = ("application", "container", "credentials")
        yield SettingIssue(path, message, "delete it")


@reads(
    "application.container.credentials",
    "application.parameters",
    "application.secrets",
    "application.secrets_keys",
)
def _keys(data: Settings) -> Iterator[SettingIssue]:
    application = data["application"]
    fetched = [*application["parameters"], *application["secrets"]]
    fetches = fetched or application["container"]["credentials"]
    if application["secrets_keys"] and not fetches:
        path = ("application", "secrets_keys")
        hint = "delete it, or add application.secrets"
        yield SettingIssue(path, "set, but there is nothing to decrypt", hint)


@reads("application.keep_alive", "alb.idle_timeout")
def _keep_alive(data: Settings) -> Iterator[SettingIssue]:
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
    seconds, idle = data["application"]["keep_alive"], data["alb"]["idle_timeout"]
    if seconds is not None and seconds <= idle:
        message = f"{seconds} is not more than alb.idle_timeout {idle}"
        hint = "raise it: a target that closes idle connections first causes 502s"
        yield SettingIssue(("application", "keep_alive"), message, hint)


CONSTRAINTS = (
    _source, _parts, _own_command, _command_line, _credentials, _interpreter, _keys, _keep_alive,
)  # fmt: skip
