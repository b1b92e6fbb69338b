"""What follows from the settings on the application: what is run, and what it finds around it."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.config.settings_function import Values, reads
from pipeline.render.provenance import derived

_VARIABLES = ("environment", "parameters", "secrets")

# https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
_ECR = r"(?P<account>[0-9]{12})\.dkr\.ecr(-fips)?\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?"
_PARTITION = re.compile(r"(?<=arn:)aws(?:-cn|-us-gov)?(?=:)")
_REFERENCE = r"(?P<id>(?:arn:(?:[^:]*:){5})?[^:]*)(?::(?P<key>.*))?"
# The metadata service, and the instance itself.
_DIRECT = ("localhost", "127.0.0.1", "169.254.169.254")


class Secret(NamedTuple):
    """A variable's secret: its name or ARN, the key of a JSON secret or '', and its ARN for IAM."""

    variable: str
    id: str
    key: str
    arn: Any


@reads(
    "application.command",
    "application.placeholder",
    "application.keep_alive",
    "application.setup",
    "application.container",
    "application.artifact",
    "application.environment",
    "application.parameters",
    "application.secrets",
    "network.proxy",
    "alb.idle_timeout",
    "alb.health_check.success_codes",
)
def runtime(values: Values) -> Values:
    """Return how the application is started and where it comes from.

    `command` is what systemd starts, `keep_alive` the seconds that connections stay open;
    `setup_commands` are by the names in whose order cfn-init runs them; `versioned` is the section
    whose version is deployed, `registry` the ECR registry and repository of its image; `variables`
    are the names of all its environment variables.
    """
    application = values["application"]
    container, artifact = application["container"], application["artifact"]
    image = container["image"]
    return {
        "command": _placeholder(values) if application["placeholder"] else application["command"],
        "keep_alive": application["keep_alive"] or values["alb"]["idle_timeout"] + 15,
        "setup_commands": {
            f"setup-{index:02}": command
            for index, command in enumerate(application["setup"], start=1)
        },
        "versioned": container if image else artifact if artifact["bucket"] else None,
        "registry": _registry(image) if image else None,
        "proxy_variables": _proxy_variables(values["network"]["proxy"]),
        "variables": _variables(values),
    }


@reads("application.secrets", "application.container.credentials")
def secrets(values: Values) -> Values:
    """Return what the boot script reads of Secrets Manager.

    `secret_arns` are for IAM, `secret_words` what the script reads them from, and `credentials`
    those of a registry. In both of these the ARNs are split where the partition is.
    """
    given = values["application"]["secrets"]
    found = [_secret(variable, source) for variable, source in given.items()]
    # No part of these holds a bar or a blank.
    words = [f"{each.variable}|{each.id}|{each.key}" for each in found]
    arns = {each.id: each.arn for each in found}
    return {
        "secret_arns": list(arns.values()),
        "secret_words": _PARTITION.split(" ".join(words)),
        "credentials": _PARTITION.split(values["application"]["container"]["credentials"] or ""),
    }


@reads(
    "alb.target_protocol_version", "alb.health_check.success_codes", "alb.health_check.grpc_codes"
)
def success(values: Values) -> Values:
    """Return `success_codes`, what a health check counts as success, as a regular expression."""
    check, grpc = values["alb"]["health_check"], values["alb"]["target_protocol_version"] == "GRPC"
    codes = check["grpc_codes"] if grpc else check["success_codes"]
    ranges = [each.partition("-") for each in str(codes).split(",")]
    found = [one for low, _, high in ranges for one in _alternatives(int(low), int(high or low))]
    return {"success_codes": derived(codes, "|".join(found))}


def _alternatives(low: int, high: int) -> Iterator[str]:
    """Yield expressions for the numbers of a range: `2..` for 200-299, `30.` for 300-309."""
    while low <= high:
        fits = (n for n in (100, 10) if low >= n and low % n == 0 and low + n - 1 <= high)
        size = next(fits, 1)
        yield str(low // size) + "." * (len(str(size)) - 1)
        low += size


def _placeholder(values: Values) -> str:
    """Return the command of the page that answers as the health check wants it."""
    codes = str(values["alb"]["health_check"]["success_codes"])
    return f"/usr/bin/python3 /opt/application/placeholder.py {re.split('[-,]', codes)[0]}"


def _secret(variable: str, source: str) -> Secret:
    match = re.fullmatch(_REFERENCE, source)
    assert match  # the schema has a narrower pattern
    name, key = match["id"], match["key"] or ""
    if name.startswith("arn:"):
        return Secret(variable, name, key, derived(source, name))
    # Secrets Manager ends each name with a dash and six characters of its own.
    arn = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:"
    return Secret(variable, name, key, {"Fn::Sub": derived(source, f"{arn}{name}-??????")})


def _registry(image: str) -> Values | None:
    host, _, repository = image.partition("/")
    match = re.fullmatch(_ECR, host)
    if not match:
        return None
    parts = {name: derived(image, match[name]) for name in ("account", "region")}
    return {**parts, "host": derived(image, host), "repository": derived(image, repository)}


def _proxy_variables(proxy: Values) -> Values:
    """Return the variables that programs look for: curl wants lower case, others upper case."""
    if not proxy["url"]:
        return {}
    direct = ",".join([*_DIRECT, *proxy["exclude"]])
    found = {"http_proxy": proxy["url"], "https_proxy": proxy["url"], "no_proxy": direct}
    return {**found, **{name.upper(): value for name, value in found.items()}}


def _variables(values: Values) -> list[str]:
    application = values["application"]
    given = [name for section in _VARIABLES for name in application[section]]
    return ["PORT", "KEEP_ALIVE_SECONDS", *_proxy_variables(values["network"]["proxy"]), *given]


@reads(
    "application.artifact",
    "application.container",
    "application.parameters",
    "application.secrets",
    "fleet.update_at_boot",
    "fleet.warm_pool.enabled",
    "network.proxy.url",
    "alb.target_protocol",
    "alb.target_protocol_version",
)
def boot_switches(values: Values) -> Values:
    """Return `switches`, the parts of boot.sh that a config needs; see there."""
    application, fleet = values["application"], values["fleet"]
    image = application["container"]["image"]
    warm = bool(fleet["warm_pool"]["enabled"])
    decided = {} if warm else {"FIRST_BOOT": True}
    return {
        "switches": {
            **decided,
            **_protocols(values["alb"]),
            "ARTIFACT": bool(application["artifact"]["bucket"]),
            "CONTAINER": bool(image),
            "CREDENTIALS": bool(application["container"]["credentials"]),
            "PARAMETERS": bool([*application["parameters"]]),
            "PROXY": bool(values["network"]["proxy"]["url"]),
            "REGISTRY": bool(image and _registry(image)),
            "SECRETS": bool([*application["secrets"]]),
            "SHA256": bool(application["artifact"]["sha256"]),
            "UPDATE": bool(fleet["update_at_boot"]),
            "WARM_POOL": warm,
        }
    }


def _protocols(alb: Values) -> dict[str, bool]:
    """Return which protocol the application speaks, as the load balancer will."""
    version = str(alb["target_protocol_version"])
    spoken = str(alb["target_protocol"]) if version == "HTTP1" else version
    return {name: name == spoken for name in ("HTTP", "HTTPS", "HTTP2", "GRPC")}


ALL = (runtime, secrets, success, boot_switches)
