"""What the reasons of failed events mean, and what to do next; the first that matches counts.

The wordings are AWS's, as stack events show them.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Reason(NamedTuple):
    """A wording, what it means, what to do, the property behind it and the rule that covers it."""

    pattern: str
    means: str
    next: str
    property: str = ""
    rule: str = ""


REASONS = (
    Reason(
        r"Received \d+ FAILURE signal|FAILURE signal with UniqueId",
        "an instance gave up while it booted",
        "read the reason in the log group's stream INSTANCE/failure; the application's log is in "
        "INSTANCE/application, cloud-init's in INSTANCE/boot",
        "LaunchTemplate",
    ),
    Reason(
        r"Failed to receive \d+ resource signal",
        "an instance did not report in time that the load balancer finds it healthy",
        "read the log group's streams INSTANCE/boot and INSTANCE/application; if the boot is only "
        "slow, raise fleet.boot_timeout; if no stream is there, the instance has no way to the "
        "Internet or to the endpoints",
        "LaunchTemplate",
    ),
    Reason(
        r"vCPU capacity than your current vCPU limit",
        "the account's quota of running instances is reached",
        "ask for more in Service Quotas (Running On-Demand instances), or choose fewer instances",
        "MaxSize",
    ),
    Reason(
        r"do not have sufficient .* capacity|InsufficientInstanceCapacity",
        "the zone has no room for this instance type now",
        "add types with fleet.more_instance_types, or use more zones",
        "LaunchTemplate",
    ),
    Reason(
        r"architecture .* does not match the architecture",
        "image and instance type have different processors",
        "make fleet.architecture, fleet.image and fleet.instance_type fit",
        "LaunchTemplate",
    ),
    Reason(
        r"InvalidKMSKey|KMSKeyNotAccessible|Client\.InternalError: Client error on launch",
        "the instances' volumes cannot be encrypted with the key",
        "let the key's policy admit the service-linked role AWSServiceRoleForAutoScaling, and see "
        "that the key is enabled",
        "LaunchTemplate",
    ),
    Reason(
        r"InvalidAMIID|image id .* does not exist",
        "the image does not exist in this region, or is not shared with this account",
        "correct fleet.image",
        "LaunchTemplate",
    ),
    Reason(
        r"key pair .* does not exist|InvalidKeyPair",
        "the EC2 key pair does not exist in this region",
        "correct access.key_name, or leave it out and use Session Manager",
        "LaunchTemplate",
    ),
    Reason(
        r"CertificateNotFound|[Cc]ertificate .*(not found|is not valid|must have a fully)",
        "the load balancer cannot use the certificate: another region, or not issued yet",
        "name a certificate of the stack's region whose status is Issued",
        "Certificates",
    ),
    Reason(
        r"UnsupportedCertificate",
        "the load balancer does not take a certificate with this kind of key",
        "request one with an RSA 2048 or ECDSA P-256 key",
        "Certificates",
    ),
    Reason(
        r"DNS Record Set is not available|Certificate is in FAILED status|CAA",
        "the certificate could not be validated by DNS",
        "see that dns.hosted_zone_id is the public zone of the name, and that its name servers are "
        "those of the registrar",
        "DomainValidationOptions",
    ),
    Reason(
        r"No export named (\S+) found",
        "the stack that exports this value does not exist in this region, or has another name",
        "correct the parent stack's name, or deploy that stack first",
    ),
    Reason(
        r"Export \S+ cannot be (updated|deleted) as it is in use",
        "another stack imports the value that would change",
        "take the import out of the other stack first, or keep the resource of the value",
    ),
    Reason(
        r"[Aa]t least two subnets in two different Availability Zones|same Availability Zone",
        "the load balancer needs subnets in two zones",
        "give one subnet for each of at least two zones",
        "Subnets",
    ),
    Reason(
        r"cannot be associated with more than one load balancer|TargetGroupAssociationLimit",
        "the load balancer is replaced, and its target group still belongs to the old one",
        "rename the target group in the template in the same update, so that it is replaced, too",
    ),
    Reason(
        r"custom-named resource requires replacing",
        "a resource with a fixed name would be replaced, and two cannot have the same name",
        "change the name in the same update, or leave the name out",
        "Name",
    ),
    Reason(
        r"Tried to create resource record set .* already exists",
        "the DNS record exists already, outside this stack",
        "delete or import the record, or choose another dns.name",
        "Name",
    ),
    Reason(
        r"is not permitted in zone",
        "the name does not belong to the hosted zone",
        "correct dns.name or dns.hosted_zone_id",
        "Name",
    ),
    Reason(
        r"already exists",
        "something of this name exists already: an earlier stack retained it, or another made it",
        "delete, rename or import what is there, or choose another name",
        "Name",
    ),
    Reason(
        r"is not authorized to perform:? (\S+)|AccessDenied(?!.*bucket)|UnauthorizedOperation",
        "the deployer lacks a permission",
        "add it to the deployer's role: `render.py --permissions` prints all that it needs",
    ),
    Reason(
        r"Access Denied for bucket",
        "the load balancer may not write to the bucket of the access logs",
        "let the bucket's policy admit logdelivery.elasticloadbalancing.amazonaws.com, and encrypt "
        "it with SSE-S3, not with KMS",
        "LoadBalancerAttributes",
    ),
    Reason(
        r"deletion protection is enabled|OperationNotPermitted",
        "deletion protection is on",
        "switch alb.deletion_protection off, deploy, and try again",
        "LoadBalancerAttributes",
    ),
    Reason(
        r"[Ii]nvalid parameter: (Email|Endpoint|Invalid Endpoint)",
        "SNS does not accept the receiver",
        "correct the address",
        "Endpoint",
    ),
    Reason(
        r"RulesPerSecurityGroupLimitExceeded|maximum number of rules per security group",
        "the security group has more rules than the quota allows; a prefix list counts with all of "
        "its entries",
        "name fewer clients, or raise the quota of rules per security group",
        "SecurityGroupIngress",
    ),
    Reason(
        r"DependencyViolation|has a dependent object",
        "something outside the stack still uses the resource",
        "find it (often a network interface of the group), remove it, and delete the stack again",
    ),
    Reason(
        r"(Address|Vpc|NatGateway)LimitExceeded|maximum number of (addresses|VPCs|NAT)",
        "the account's quota is reached",
        "raise the quota in Service Quotas, or release what is not used",
    ),
    Reason(
        r"Unable to fetch parameters",
        "the SSM parameter that a parameter of the stack names does not exist in this region",
        "correct the path, of the image as a rule: fleet.image",
    ),
    Reason(
        r"WAFUnavailableEntity|WAFAssociatedItem|WAFLimitsExceeded",
        "AWS WAF could not do it, often because what it needs is not there yet",
        "deploy again; if it stays, see the quotas of AWS WAF",
    ),
    Reason(
        r"does not exist or is not attachable|NoSuchEntity",
        "an IAM policy or role that is named does not exist in this account",
        "correct access.managed_policies or access.permissions_boundary",
        "ManagedPolicyArns",
    ),
    Reason(
        r"MalformedPolicyDocument|has prohibited field|Invalid principal",
        "IAM or the service does not accept the policy",
        "correct the statement that the message names",
        "PolicyDocument",
    ),
    Reason(
        r"Rate exceeded|Throttling",
        "AWS slowed the requests down",
        "deploy again; nothing is wrong with the template",
    ),
    Reason(
        r"[Pp]roperties validation failed|Encountered unsupported property|Model validation failed",
        "the template has a value that the resource type does not accept",
        "correct it; if cfn-lint did not find it, its schemas are older than the service",
    ),
    Reason(
        r"requested by user|User Initiated|[Cc]ancel.* by user",
        "a person or a program cancelled the update",
        "deploy again when it may run to its end",
    ),
    Reason(
        r"[Rr]ollback triggers?|breached|alarm .* (went|is) .*ALARM|[Aa]larm",
        "an alarm rang during the deployment",
        "look at what the alarm measures, since the new version is the likely cause",
    ),
)


def explain_reason(text: str) -> Reason | None:
    """Return what a reason means, None for one that is not known."""
    return next((each for each in REASONS if re.search(each.pattern, text)), None)
