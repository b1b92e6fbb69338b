"""Notes on values that AWS may refuse, or that do less than they seem to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.checks.note import Note
from pipeline.config.constraints.access import lacks_s3
from pipeline.config.endpoint_services import OTHER_NAMES, USUAL, WITHOUT_PRIVATE_DNS
from pipeline.config.package_versions import instead_of
from pipeline.config.settings_function import reads
from pipeline.diagnostic import did_you_mean
from pipeline.render.provenance import unlocate

# Of AWS; those of administrators are warnings of their own: WR9807.
_BROAD = re.compile(r":iam::aws:policy/(?!.*IAMFullAccess).*FullAccess(_?[vV]\d+)?$")
_RDS = re.compile(r"(arn:[^/]*:secret:)?rds!")
_ANY_NAME = re.compile(r"/\*+(/.*|\.[a-z]+|)$")  # of a file or a folder
_ALIKE = 0.8  # so that no newer service is taken for a misspelt one


@reads("network.endpoints", "network.more_endpoints")
def services(values: dict[str, Any]) -> Iterator[Note]:
    """Yield services whose endpoints have another name, or no known one that is close to theirs."""
    network = values["network"]
    for index, each in enumerate(network["more_endpoints"] if network["endpoints"] else []):
        name = str(unlocate(each))
        known = (*USUAL, *WITHOUT_PRIVATE_DNS)
        other = OTHER_NAMES.get(name)
        hint = f"write {other}" if other else did_you_mean(name, known, _ALIKE)
        if hint and name not in known:
            message = f"'{name}' is not among the usual services with an endpoint"
            where = ("network", "more_endpoints", index)
            yield Note("N0006", where, message, f"{hint}; or add a waiver of N0006")


@reads("scaling.predictive", "scaling.policy")
def forecast_alone(values: dict[str, Any]) -> Iterator[Note]:
    """Yield a forecast without a policy: it scales out only.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/predictive-scaling-policy-overview.html
    """
    scaling = values["scaling"]
    if unlocate(scaling["predictive"]) == "scale" and unlocate(scaling["policy"]) == "none":
        message = "scale, and nothing scales in: a forecast adds instances only"
        hint = "set scaling.policy to target_tracking; or add a waiver of N0007"
        yield Note("N0007", ("scaling", "predictive"), message, hint)


@reads("application.packages", "fleet.image")
def packages(values: dict[str, Any]) -> Iterator[Note]:
    """Yield packages that the stock image's repository is not known to have."""
    own_image = values["fleet"]["image"]
    for index, each in enumerate([] if own_image else values["application"]["packages"]):
        if hint := instead_of(str(unlocate(each))):
            message = f"Amazon Linux 2023 is not known to have '{each}': no instance would boot"
            where = ("application", "packages", index)
            yield Note("N0008", where, message, f"{hint}; or add a waiver of N0008")


@reads("access.managed_policies")
def broad_policies(values: dict[str, Any]) -> Iterator[Note]:
    """Yield AWS's policies that allow every action of a service on all of its resources.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
    """
    for index, each in enumerate(values["access"]["managed_policies"]):
        name = str(unlocate(each)).rpartition("/")[2]
        if _BROAD.search(str(unlocate(each))):
            message = f"{name} allows every action of its service on every resource of the account"
            hint = (
                "let a partial add the statements that the application needs (docs/partials.md), "
                "or name a policy of your own; or add a waiver of N0009"
            )
            yield Note("N0009", ("access", "managed_policies", index), message, hint)


@reads("application.secrets")
def rotated_secrets(values: dict[str, Any]) -> Iterator[Note]:
    """Yield secrets of RDS, which it rotates, and which an instance reads when it boots.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    """
    for variable, secret in values["application"]["secrets"].items():
        if _RDS.match(str(unlocate(secret))):
            message = (
                "RDS rotates this secret every seven days by default, and an instance "
                "reads it when it boots: new connections fail after that"
            )
            hint = (
                "let the application read the secret for each connection, or use a user of its own "
                "(docs/releases.md, variables and secrets); or add a waiver of N0010"
            )
            yield Note("N0010", ("application", "secrets", variable), message, hint)


@reads(
    *("fleet.volumes", "application.user", "application.setup", "application.container.image"),
    "application.placeholder",
)
def volumes_of_root(values: dict[str, Any]) -> Iterator[Note]:
    """Yield volumes that nothing hands over to the application's user: a new file system is root's.

    systemd hands the StateDirectory over.
    """
    application = values["application"]
    setup, user = str(application["setup"]), unlocate(application["user"])
    if application["container"]["image"] or application["placeholder"]:
        return
    for index, volume in enumerate(values["fleet"]["volumes"]):
        mount = unlocate(volume["mount"]) or ""
        if mount and mount not in setup and mount.rstrip("/") != "/var/lib/application":
            message = f"{mount} belongs to root, and {user} cannot write to it"
            hint = (
                f"add 'chown {user}: {mount}' to application.setup, or mount it at "
                "/var/lib/application; or add a waiver of N0011"
            )
            yield Note("N0011", ("fleet", "volumes", index, "mount"), message, hint)


@reads("logs.files")
def files_of_several_kinds(values: dict[str, Any]) -> Iterator[Note]:
    """Yield wildcards for a whole name: of the files that match, the agent sends the newest.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
    """
    for index, file in enumerate(values["logs"]["files"]):
        if _ANY_NAME.search(str(unlocate(file))):
            message = f"of the files that '{file}' matches, the newest is collected and no other"
            hint = "name the files; or, if they are one series, add a waiver of N0012"
            yield Note("N0012", ("logs", "files", index), message, hint)


@reads("access.egress", "network.proxy", "regions")
def no_rule_to_s3(values: dict[str, Any]) -> Iterator[Note]:
    """Yield HTTPS to private ranges only: S3 has a private address by its interface endpoint alone.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
    """
    if lacks_s3(values):
        message = "HTTPS to private ranges only: packages and releases of S3 do not arrive"
        hint = (
            "add 0.0.0.0/0 for port 443; or, if the VPC has an interface endpoint of S3 with "
            "private DNS, add a waiver of N0014"
        )
        yield Note("N0014", ("access", "egress"), message, hint)
