"""What many resources refer to: tags, the certificate, the key, the permissions boundary."""

from __future__ import annotations

from pipeline.config.settings_function import Values, reads
from pipeline.render.provenance import derived


@reads("tags")
def tags(values: Values) -> Values:
    """Return the tags as CloudFormation writes them, and as Auto Scaling groups do.

    `environment` is one of them, unless the config has one of its own, or no tags.
    """
    own = {"environment": values["environment_name"]}
    # IAM takes keys that differ only in case for the same.
    if not values["tags"] or any(key.lower() in own for key in values["tags"]):
        own = {}
    pairs = {**own, **values["tags"]}.items()
    listed = [{"Key": key, "Value": value} for key, value in pairs]
    return {
        "tag_list": listed,
        "propagated_tag_list": [{**tag, "PropagateAtLaunch": True} for tag in listed],
    }


@reads("alb.https.certificate")
def certificate(values: Values) -> Values:
    """Return `certificate`, given or requested here."""
    return {"certificate": values["alb"]["https"]["certificate"] or {"Ref": "Certificate"}}


@reads("encryption.key")
def key(values: Values) -> Values:
    """Return `key`, the KMS key to encrypt with, None for AWS's own."""
    setting = values["encryption"]["key"]
    return {"key": {"Fn::GetAtt": ["Key", "Arn"]} if setting == "create" else setting}


@reads("access.permissions_boundary")
def boundary(values: Values) -> Values:
    """Return `boundary`, the ARN of the roles' boundary; a name is that of the account's policy."""
    setting = values["access"]["permissions_boundary"]
    if not setting or setting.startswith("arn:"):
        return {"boundary": setting}
    arn = f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:policy/{setting}"
    return {"boundary": {"Fn::Sub": derived(setting, arn)}}


ALL = (tags, certificate, key, boundary)
