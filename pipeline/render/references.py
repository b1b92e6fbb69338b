"""What many resources refer to: tags, the certificate, the key."""

from __future__ import annotations

from pipeline.config.settings_function import Values, reads


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


ALL = (tags, certificate, key)
