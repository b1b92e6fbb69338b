"""The registries of container images: who logs in to them, and what a pull asks of ECR."""

from __future__ import annotations

from tests.deploy.boots.instance.aws_call import target

PASSWORD = "registry-password"  # noqa: S105 (the gateway and the secret return it)
USERNAME = "robot"  # of registries other than ECR


def pull_from_ecr(host: str, repository: str) -> None:
    """Make the calls of a pull from ECR, which need the role's permissions."""
    account, _, _, region, *_ = host.split(".")
    name = repository.partition("@")[0].partition(":")[0]
    for operation in ("BatchGetImage", "GetDownloadUrlForLayer"):
        body = {"registryId": account, "repositoryName": name}
        target("ecr", f"AmazonEC2ContainerRegistry_V20150921.{operation}", region, body)
