"""The bucket policy that access logs need."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LOAD_BALANCER,
    Finding,
    Resource,
    Rule,
    admits_service,
    as_list,
    attribute,
    aws,
    comes_after,
    is_application,
    pick,
    shown,
    statements,
    truth,
)

ALB = ("logdelivery.elasticloadbalancing.amazonaws.com", "logdelivery.elb.amazonaws.com")
NLB = ("delivery.logs.amazonaws.com",)
POLICY = "AWS::S3::BucketPolicy"


class BucketAdmitsLogs(Rule):
    id = "ER9523"
    shortdesc = (
        "The bucket for access logs lets the load balancer write, before the load balancer is there"
    )
    description = (
        "Enabling access logs writes a test object at once. Without a bucket policy for the log "
        "delivery service, or before it is there, the load balancer is refused with Access "
        "Denied."
    )
    instead = (
        "Allow s3:PutObject to logdelivery.elasticloadbalancing.amazonaws.com, and add "
        "DependsOn: <the bucket policy> to the load balancer"
    )
    source_url = aws("elasticloadbalancing/latest/application/enable-access-logging.html")
    tags = ["balancing", "logs", "permissions"]
    types = (LOAD_BALANCER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if truth(attribute(resource, "access_logs.s3.enabled")[1]) is not True:
            return
        bucket = resource.view.target(attribute(resource, "access_logs.s3.bucket")[1])
        if bucket is None or bucket.type != "AWS::S3::Bucket":
            return
        every = resource.view.of(POLICY)
        policies = [policy for policy in every if bucket.is_ref(policy.get("Bucket"))]
        if not policies:
            if any(bucket.may_be(policy.get("Bucket")) for policy in every):
                return  # a policy of a bucket that is not known
            yield bucket.finding_at(
                "No bucket policy lets the load balancer write its logs",
                unless="another stack adds one" if resource.view.is_exposed(bucket) else "",
            )
        elif not any(self._admits(policy, is_application(resource)) for policy in policies):
            yield policies[0].finding("The log delivery service may not write", "PolicyDocument")
        elif not any(comes_after(resource, policy) for policy in policies):
            yield resource.finding_at(
                f"The load balancer does not wait for {policies[0].name}",
                unless="the policy happens to be there first",
            )

    @staticmethod
    def _admits(policy: Resource, is_application: bool) -> bool:
        services = ALB if is_application else NLB
        document = policy.get("PolicyDocument")
        if any(
            admits_service(document, service, "s3:PutObject") is not False for service in services
        ):
            return True
        for _, statement in statements(document):
            accounts = as_list(pick(statement, "Principal", "AWS"))  # as in the older regions
            if pick(statement, "Effect") == "Allow" and any(shown(a) for a in accounts):
                return True
        return False
