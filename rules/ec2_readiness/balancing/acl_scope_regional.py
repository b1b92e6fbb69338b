"""A web ACL for the wrong place."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LOAD_BALANCER, Finding, Resource, Rule, aws


class AclScopeRegional(Rule):
    id = "ER9525"
    shortdesc = "A load balancer's web ACL is regional, and associated by ARN"
    description = (
        "A web ACL of scope CLOUDFRONT exists in us-east-1 for distributions only; associating "
        "it with a load balancer is refused. So is anything but the two ARNs."
    )
    instead = (
        "Write Scope: REGIONAL, ResourceArn: !Ref <load balancer>, WebACLArn: !GetAtt <web ACL>.Arn"
    )
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webaclassociation.html"
    )
    tags = ["balancing", "security"]
    types = ("AWS::WAFv2::WebACLAssociation",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        acl, target = resource.resource("WebACLArn"), resource.resource("ResourceArn")
        if acl is not None and acl.get("Scope") == "CLOUDFRONT":
            yield acl.finding(f"{resource.name} needs a regional web ACL", "Scope")
        if (
            acl is not None
            and acl.type == "AWS::WAFv2::WebACL"
            and resource.get("WebACLArn").attribute != "Arn"
        ):
            yield resource.finding("This is not the web ACL's ARN", "WebACLArn")
        if target is not None and target.type == LOAD_BALANCER:
            if resource.get("ResourceArn").attribute not in ("", "LoadBalancerArn"):
                yield resource.finding("This is not the load balancer's ARN", "ResourceArn")
