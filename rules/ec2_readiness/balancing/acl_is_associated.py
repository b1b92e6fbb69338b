"""A web ACL that protects nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LOAD_BALANCER, Finding, Resource, Rule, aws

USERS = ("AWS::WAFv2::WebACLAssociation", "AWS::CloudFront::Distribution")


class AclIsAssociated(Rule):
    id = "WR9556"
    shortdesc = "A web ACL is associated with what it is to protect"
    description = (
        "A web ACL looks at the requests of the resources that it is associated with, and at no "
        "others."
    )
    instead = "Add an AWS::WAFv2::WebACLAssociation with the load balancer's ARN"
    assumes = "no other stack, and no policy of Firewall Manager, associates it"
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webaclassociation.html"
    )
    tags = ["balancing", "firewall"]
    types = ("AWS::WAFv2::WebACL",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        view = resource.view
        links = view.of("AWS::WAFv2::WebACLAssociation")
        if any(resource.may_be(link.get("WebACLArn")) for link in links):
            return
        regional = resource.get("Scope") == "REGIONAL" and bool(view.of(LOAD_BALANCER))
        if regional and not view.users(resource, *USERS) and not view.is_exposed(resource):
            if not resource.has("Name"):
                yield resource.finding_at("Nothing is associated with this web ACL")
