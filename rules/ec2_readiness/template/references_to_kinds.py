"""References that lead to the wrong kind of thing."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Hole, Resource, Rule, Value, as_list, aws

# type, property: the type that it must refer to, and the attributes that give the right form
KINDS: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("AWS::AutoScaling::ScalingPolicy", "AutoScalingGroupName"): (
        ("AWS::AutoScaling::AutoScalingGroup",),
        ("",),
    ),
    ("AWS::AutoScaling::ScheduledAction", "AutoScalingGroupName"): (
        ("AWS::AutoScaling::AutoScalingGroup",),
        ("",),
    ),
    ("AWS::AutoScaling::LifecycleHook", "AutoScalingGroupName"): (
        ("AWS::AutoScaling::AutoScalingGroup",),
        ("",),
    ),
    ("AWS::AutoScaling::WarmPool", "AutoScalingGroupName"): (
        ("AWS::AutoScaling::AutoScalingGroup",),
        ("",),
    ),
    ("AWS::Logs::MetricFilter", "LogGroupName"): (("AWS::Logs::LogGroup",), ("",)),
    ("AWS::Logs::SubscriptionFilter", "LogGroupName"): (("AWS::Logs::LogGroup",), ("",)),
    ("AWS::IAM::InstanceProfile", "Roles"): (("AWS::IAM::Role",), ("",)),
    ("AWS::S3::BucketPolicy", "Bucket"): (("AWS::S3::Bucket",), ("",)),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "SecurityGroups"): (
        ("AWS::EC2::SecurityGroup",),
        ("", "GroupId"),
    ),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Subnets"): (
        ("AWS::EC2::Subnet",),
        ("", "SubnetId"),
    ),
    ("AWS::AutoScaling::AutoScalingGroup", "VPCZoneIdentifier"): (
        ("AWS::EC2::Subnet",),
        ("", "SubnetId"),
    ),
    ("AWS::WAFv2::WebACLAssociation", "ResourceArn"): (
        (
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "AWS::ApiGateway::Stage",
            "AWS::Amplify::App",
            "AWS::AppRunner::Service",
            "AWS::AppSync::GraphQLApi",
            "AWS::Cognito::UserPool",
            "AWS::EC2::VerifiedAccessInstance",
        ),
        ("", "Arn", "LoadBalancerArn", "ServiceArn"),
    ),
    ("AWS::EC2::SecurityGroupIngress", "GroupId"): (("AWS::EC2::SecurityGroup",), ("", "GroupId")),
}


class ReferencesToKinds(Rule):
    id = "ER9911"
    shortdesc = "A reference leads to the kind of resource that the property takes"
    description = (
        "A Ref to another kind of resource, or an ARN where a name belongs, is refused by the "
        "service."
    )
    instead = "Refer to the resource that is meant, in the form that the property takes"
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html"
    )
    tags = ["template"]
    types = tuple({kind for kind, _ in KINDS})

    def check(self, resource: Resource) -> Iterator[Finding]:
        for (kind, key), (types, attributes) in KINDS.items():
            if kind != resource.type:
                continue
            value = resource.get(key)
            for index, item in enumerate(as_list(value)):
                problem = self._problem(resource, item, types, attributes)
                if problem:
                    place = (key, index) if isinstance(value, list) else (key,)
                    yield resource.finding(problem, *place)

    @staticmethod
    def _problem(
        resource: Resource, item: Value, types: tuple[str, ...], attributes: tuple[str, ...]
    ) -> str:
        target = resource.view.target(item)
        if target is None or not isinstance(item, Hole):
            return ""
        if target.is_other_than(*types):
            return f"{target.name} is of type {target.type}"
        if target.type not in types or item.attribute in attributes:
            return ""
        return f"{item.shown()} is not what {types[0]} is named by here"
