"""What is encrypted with which key, how long it is kept, and what deleting the stack leaves."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.review.attributes import is_protected
from pipeline.review.sheet.other_types import others
from pipeline.review.sheet.stack import Properties, Stack

_OWN = "AWS's own key"
_UNKNOWN = "not known here"
# Of databases, clusters and tables.
_PROTECTED = ("DeletionProtection", "DeletionProtectionEnabled")
_LOSES = {
    "AWS::Logs::LogGroup": "its log events are lost",
    "AWS::S3::Bucket": "fails unless it is empty",
    "AWS::KMS::Key": "what it encrypted is lost after the waiting period",
}


class Kept(NamedTuple):
    """Data at rest: what, encrypted with what, kept for how long."""

    what: str
    encrypted: str
    kept: str


def kept(stack: Stack) -> list[Kept]:
    """Return the data at rest of a stack."""
    found = []
    for name, properties in stack.of_type("AWS::EC2::LaunchTemplate"):
        for device in properties.get("LaunchTemplateData", {}).get("BlockDeviceMappings", []):
            volume = device.get("Ebs", {})
            encrypted = stack.words(volume.get("Encrypted", "false")) == "true"
            key = _key(stack, volume, "KmsKeyId") if encrypted else "not encrypted"
            found.append(Kept(f"volumes of {name}", key, "as long as the instance"))
    for name, properties in stack.of_type("AWS::Logs::LogGroup"):
        days = properties.get("RetentionInDays")
        time = f"{stack.words(days)} days" if days is not None else "for ever"
        found.append(Kept(name, _key(stack, properties, "KmsKeyId"), time))
    for name, properties in stack.of_type("AWS::S3::Bucket"):
        rules = properties.get("LifecycleConfiguration", {}).get("Rules", [])
        times = [stack.words(each.get("ExpirationInDays", "")) for each in rules]
        time = next((f"{each} days" for each in times if each), "for ever")
        found.append(Kept(name, _bucket_key(stack, properties), time))
    for name, properties in stack.of_type("AWS::SNS::Topic"):
        found.append(Kept(name, _key(stack, properties, "KmsMasterKeyId"), "until delivered"))
    for type_, names in others(stack).items():
        found += [Kept(f"{name} ({type_})", _UNKNOWN, _UNKNOWN) for name in names]
    return found


def leavings(stack: Stack) -> list[str]:
    """Return, as sentences, what deleting the stack takes, leaves and loses."""
    found = [*_protected_balancers(stack), *_protected_groups(stack), *_protected_stores(stack)]
    stays = ", ".join(name for name in stack.resources if stack.kept(name))
    if stays:
        words = "Stay in the account, and go on costing until they are deleted by hand"
        keys = [name for name, _ in stack.of_type("AWS::KMS::Key") if stack.kept(name)]
        last = f" Delete {keys[0]} last: what it encrypts is unreadable without it." if keys else ""
        buckets = [name for name, _ in stack.of_type("AWS::S3::Bucket") if stack.kept(name)]
        empty = f" A bucket must be empty: {', '.join(buckets)}." if buckets else ""
        found.append(f"{words}: {stays}.{empty}{last}")
    snapshots = ", ".join(name for name in stack.resources if stack.snapshotted(name))
    if snapshots:
        words = "Deleted, but for a snapshot that costs until it is deleted by hand"
        found.append(f"{words}: {snapshots}.")
    for name, resource in stack.resources.items():
        loss = _LOSES.get(str(resource.get("Type")))
        if loss and not stack.kept(name):
            found.append(f"{name}: {loss}.")
    for type_, names in others(stack).items():
        remain = [name for name in names if stack.kept(name) or stack.snapshotted(name)]
        deleted = [name for name in names if name not in remain]
        if deleted:
            found.append(
                f"Deleted with what they hold, if anything: {', '.join(deleted)} ({type_})."
            )
    exports = [name for name, each in stack.data.get("Outputs", {}).items() if "Export" in each]
    if exports:
        found.append(
            f"Refused while another stack imports one of the exports: {', '.join(exports)}."
        )
    found.append(
        "All else goes with the stack: instances and their volumes, alarms, the load balancer's "
        "DNS name. Requests fail from then on."
    )
    return found


def _protected_balancers(stack: Stack) -> Iterator[str]:
    for name, properties in stack.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        if is_protected(properties):
            words = "when its listeners and the instances are gone already, so requests fail"
            first = "switch alb.deletion_protection off and deploy first"
            yield f"The deletion fails at {name}, {words}: {first}."


def _protected_stores(stack: Stack) -> Iterator[str]:
    for name, resource in stack.resources.items():
        properties = resource.get("Properties", {})
        protected = any(stack.words(properties.get(each, "")) == "true" for each in _PROTECTED)
        if protected and not stack.kept(name):
            yield f"The deletion fails at {name}: switch its deletion protection off first."


def _protected_groups(stack: Stack) -> list[str]:
    """Return, as sentences, what keeps Auto Scaling groups from being deleted.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/resource-deletion-protection.html
    """
    found = []
    for name, properties in stack.of_type("AWS::AutoScaling::AutoScalingGroup"):
        if never_deleted(properties):
            first = "set fleet.deletion_protection to none and deploy first"
            found.append(f"The deletion fails at {name}: {first}.")
        elif properties.get("DeletionProtection") == "prevent-force-deletion":
            found.append(f"{name}: deleted only once it has no instances.")
    return found


def never_deleted(group: Properties) -> bool:
    """Whether an Auto Scaling group cannot be deleted."""
    return bool(group.get("DeletionProtection") == "prevent-all-deletion")


def _key(stack: Stack, properties: Properties, name: str) -> str:
    return stack.words(properties[name]) if name in properties else _OWN


def _bucket_key(stack: Stack, properties: Properties) -> str:
    encryption = properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
    for rule in encryption:
        default = rule.get("ServerSideEncryptionByDefault", {})
        if "KMSMasterKeyID" in default:
            return stack.words(default["KMSMasterKeyID"])
        return stack.words(default.get("SSEAlgorithm", _OWN))
    return _OWN
