"""Information on settings that render and deploy, and are rarely meant like that.

Each note fails no run, and is waived by its id like any other finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.checks.custom_notes import unread_values
from pipeline.checks.deployment_notes import full_group, long_update
from pipeline.checks.note import Note
from pipeline.checks.production_notes import moving_image, plain_http
from pipeline.checks.value_notes import (
    broad_policies,
    files_of_several_kinds,
    forecast_alone,
    no_rule_to_s3,
    packages,
    rotated_secrets,
    services,
    volumes_of_root,
)
from pipeline.config.extends import Config
from pipeline.config.settings_function import SettingsFunction, reads
from pipeline.config.unused import Unused, is_on, without_effect
from pipeline.diagnostic import Diagnostic, RuleText
from pipeline.paths import KeyPath, dotted, is_within, value_at, walk
from pipeline.render.provenance import unlocate
from pipeline.template.assembly import Rendering

_UPDATE_POLICY = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html"
)
TEXTS = {
    "N0001": RuleText(
        "Production over HTTP",
        "Requests to a production environment cross the Internet unencrypted.",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
    ),
    "N0002": RuleText(
        "Version that moves",
        "What is released again under the same version changes no template, and is not deployed.",
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    ),
    "N0003": RuleText(
        "Setting without effect",
        "What the setting belongs to is switched off in the same config.",
    ),
    "N0004": RuleText(
        "Full group",
        "AWS documents no rolling update of a group that keeps its maximum size in service.",
        _UPDATE_POLICY,
    ),
    "N0005": RuleText(
        "Long deployment",
        "A rolling update of the full group takes longer than the deployment workflows wait.",
        _UPDATE_POLICY,
    ),
    "N0006": RuleText(
        "Name of a service",
        "The endpoint has another name, or there is a usual service with a similar one.",
        "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
    ),
    "N0007": RuleText(
        "Forecast without a policy",
        "Predictive scaling adds instances; without a dynamic policy nothing removes them.",
        "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-predictive-scaling.html",
    ),
    "N0008": RuleText(
        "Package that is not there",
        "A package that the image's repository does not have ends the boot of each instance.",
        "https://docs.aws.amazon.com/linux/al2023/ug/language-runtimes.html",
    ),
    "N0009": RuleText(
        "Broad managed policy",
        "A policy of AWS named FullAccess allows far more than an application needs.",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    ),
    "N0010": RuleText(
        "Secret that is rotated",
        "An instance reads secrets when it boots, and RDS rotates this one while it runs.",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
    ),
    "N0011": RuleText(
        "Volume of root",
        "The file system of a new volume belongs to root, and the application is another user.",
        "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-using-volumes.html",
    ),
    "N0012": RuleText(
        "Newest of several files",
        "Of the files that a wildcard matches, the CloudWatch agent sends the one written last.",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html",
    ),
    "N0013": RuleText(
        "Image that moves in production",
        "Any update of the stack brings a newer image, never tried, and replaces all instances.",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html",
    ),
    "N0014": RuleText(
        "No rule to S3",
        "The outbound rules name private ranges, and S3 has public addresses.",
        "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html",
    ),
    "N0015": RuleText(
        "Value that no partial reads",
        "Below custom nothing but the partials knows a name: one that they do not is misspelt.",
    ),
}
_COMMIT = re.compile(r"[0-9a-f]{7,40}")


@reads("application.artifact.version", "application.container.version")
def _moving_version(values: dict[str, Any]) -> Iterator[Note]:
    for kind, what in (("artifact", "an object"), ("container", "an image")):
        version = unlocate(values["application"][kind]["version"]) or ""
        if version and not re.search(r"\d", version) and not _COMMIT.fullmatch(version):
            message = f"'{version}' names no release: {what} that is replaced is not deployed"
            hint = "give each release a version of its own; or add a waiver of N0002"
            yield Note("N0002", ("application", kind, "version"), message, hint)


def _without_effect(config: Config) -> Iterator[Note]:
    """Yield what is written, and has no effect by what the same file or a default says.

    What files share may be for another environment. A section that is switched off in so many words
    keeps its settings for later.
    """
    seen: set[KeyPath] = set()
    for each in without_effect(config.settings):
        for path, value in walk(value_at(config.settings, each.path), each.path):
            is_leaf = not (isinstance(value, dict) and value)
            if is_leaf and is_on(value) and _is_meant(config, path, each):
                if is_within(path, seen):
                    continue
                seen.add(path)
                hint = f"delete it, or {each.remedy}; or add a waiver of N0003"
                yield Note("N0003", path, f"has no effect: {each.reason}", hint)


def _is_meant(config: Config, path: KeyPath, unused: Unused) -> bool:
    """Whether a setting is written for this environment, without a switch beside it."""
    written = config.locations.get(path)
    others = [config.locations.get(other) for other in unused.others]
    if not written or (all(others) and [each[-1] for each in unused.others] == ["enabled"]):
        return False
    return written.file in {config.name, *(each.file for each in others if each)}


NOTES: tuple[SettingsFunction[Iterator[Note]], ...] = (
    plain_http, moving_image, _moving_version, full_group, long_update, services, forecast_alone,
    packages, broad_policies, rotated_secrets, volumes_of_root, files_of_several_kinds,
    no_rule_to_s3,
)  # fmt: skip


def notes(rendering: Rendering) -> list[Diagnostic]:
    """Return the notes on a rendering's settings, each at the line of its setting."""
    found = [
        note for each in NOTES if each.applies(rendering.values) for note in each(rendering.values)
    ]
    found += [*_without_effect(rendering.config), *unread_values(rendering)]
    return [
        Diagnostic(
            rendering.config.location(note.setting),
            f"{dotted(note.setting)}: {note.message}",
            note.hint,
            "info",
            note.rule,
            setting=note.setting,
            rule_text=TEXTS[note.rule],
        )
        for note in found
    ]
