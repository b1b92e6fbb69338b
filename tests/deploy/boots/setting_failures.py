"""Failures of what a setting asks for: a release, packages, an image, secrets."""

from __future__ import annotations

from tests.deploy.boots.common_failures import START
from tests.deploy.boots.scenario import Scenario

_FOLDER = "mkdir -p /opt/application\n"
_SMALL = """mkdir /run/small
mount -t tmpfs -o size=64k tmpfs /run/small
export TMPDIR=/run/small
"""
_ENDLESS = """printf '#!/bin/sh\\nsleep 999\\n' >/usr/local/bin/touch
chmod 755 /usr/local/bin/touch
"""

WITH_RELEASE = (
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
    Scenario(
        "a release that is larger than the folder of temporary files",
        release="large",
        edit=(_FOLDER, f"{_FOLDER}{_SMALL}"),
        succeeds=True,
    ),
    Scenario("a missing release", release="missing", reason=r"cannot fetch s3://"),
    Scenario(
        "a corrupt release",
        release="corrupt",
        reason=r"cannot unpack s3://.*not in gzip format|the SHA-256 of s3://",
    ),
)
WITH_SUM = (
    Scenario(
        "a release with another checksum",
        release="other sum",
        reason=r"the SHA-256 of s3://\S+ is [0-9a-f]{64}, not [0-9a-f]{64}",
    ),
)
WITH_PACKAGES = (
    Scenario(
        "a missing package",
        release="no package",
        reason=r"cfn-init failed: .*(No match for argument|Unable to find a match)",
    ),
)
WITH_SETUP = (
    Scenario(
        "a command that does not end",
        timeout=10,
        edit=(START, f"{_ENDLESS}{START}"),
        reason=r"cfn-init \(last command: .*Command setup-01 *\) did not end, and .* 70 seconds",
    ),
)
WITH_IMAGE = (
    Scenario(
        "another process that removes images",
        edit=(START, f": >/run/docker-prune\n{START}"),
        succeeds=True,
    ),
    Scenario(
        "a missing container image",
        release="missing",
        reason=r"cannot pull \S+: Error response from daemon: manifest for .* not found",
    ),
)
WITH_CREDENTIALS = (
    Scenario(
        "a registry that refuses the password",
        edit=('--username "', '--username "other-'),
        reason=r"cannot log in to registry\.example\.com: Error response .* unauthorized",
    ),
    Scenario(
        "missing credentials of the registry",
        edit=('CREDENTIALS="arn:', 'CREDENTIALS="no-'),
        reason=r"cannot read the secret no-aws:secretsmanager\S+: .*ResourceNotFoundException",
    ),
)
WITH_SECRETS = (
    Scenario(
        "a missing secret",
        release="no secrets",
        reason=r"cannot read the (parameter|secret) \S+: .*NotFound",
    ),
)
