"""The metrics that AWS publishes for this kind of stack, and their dimensions."""

from __future__ import annotations

_BALANCER = frozenset({"LoadBalancer"})
_TARGET = frozenset({"LoadBalancer", "TargetGroup"})
_ZONE = frozenset({"AvailabilityZone"})

Dimensions = frozenset[str]


def _with_zone(*sets: Dimensions) -> set[Dimensions]:
    return {*sets, *(names | _ZONE for names in sets)}


_OF_BALANCER = [
    "ActiveConnectionCount",
    "BYoIPUtilPercentage",
    "ClientTLSNegotiationErrorCount",
    "ConsumedLCUs",
    "PeakLCUs",
    "ReservedLCUs",
    "DesyncMitigationMode_NonCompliant_Request_Count",
    "ELBAuthError",
    "ELBAuthFailure",
    "ELBAuthLatency",
    "ELBAuthRefreshTokenSuccess",
    "ELBAuthSuccess",
    "ELBAuthUserClaimsSizeExceeded",
    "ForwardedInvalidHeaderRequestCount",
    "GrpcRequestCount",
    "HTTP_Fixed_Response_Count",
    "HTTP_Redirect_Count",
    "HTTP_Redirect_Url_Limit_Exceeded_Count",
    "HTTPCode_ELB_3XX_Count",
    "HTTPCode_ELB_4XX_Count",
    "HTTPCode_ELB_5XX_Count",
    "HTTPCode_ELB_500_Count",
    "HTTPCode_ELB_502_Count",
    "HTTPCode_ELB_503_Count",
    "HTTPCode_ELB_504_Count",
    "IPv6ProcessedBytes",
    "IPv6RequestCount",
    "LowReputationPacketsDropped",
    "LowReputationRequestsDenied",
    "NewConnectionCount",
    "NonStickyRequestCount",
    "ProcessedBytes",
    "RejectedConnectionCount",
    "RuleEvaluations",
    "ZonalShiftedHostCount",
    "DroppedInvalidHeaderRequestCount",
    "JWTValidationSuccessCount",
    "JWTValidationFailureCount",
    "EstimatedALBActiveConnectionCount",
]
_OF_BOTH = [
    "HTTPCode_Target_2XX_Count",
    "HTTPCode_Target_3XX_Count",
    "HTTPCode_Target_4XX_Count",
    "HTTPCode_Target_5XX_Count",
    "RequestCount",
    "TargetConnectionErrorCount",
    "TargetResponseTime",
    "TargetTLSNegotiationErrorCount",
    "LambdaInternalError",
    "LambdaTargetProcessedBytes",
    "LambdaUserError",
    "NonStickyRequestCount",
    "DroppedInvalidHeaderRequestCount",
    "GrpcRequestCount",
]
_OF_TARGET = [
    "AnomalousHostCount",
    "HealthyHostCount",
    "MitigatedHostCount",
    "RequestCountPerTarget",
    "UnHealthyHostCount",
    "HealthyStateDNS",
    "HealthyStateRouting",
    "UnhealthyRoutingRequestCount",
    "UnhealthyStateDNS",
    "UnhealthyStateRouting",
    "ZonalShiftedHostCount",
]

METRICS: dict[str, dict[str, set[Dimensions]]] = {"AWS/ApplicationELB": {}}


def _add(namespace: str, names: list[str], sets: set[Dimensions]) -> None:
    table = METRICS.setdefault(namespace, {})
    for name in names:
        table[name] = table.get(name, set()) | sets


_add("AWS/ApplicationELB", _OF_BALANCER, _with_zone(_BALANCER))
_add("AWS/ApplicationELB", _OF_BOTH, _with_zone(_BALANCER, _TARGET))
_add("AWS/ApplicationELB", _OF_TARGET, _with_zone(_TARGET))
_add("AWS/ApplicationELB", ["RequestCountPerTarget"], _with_zone(frozenset({"TargetGroup"})))
_add(
    "AWS/AutoScaling",
    [
        "GroupMinSize",
        "GroupMaxSize",
        "GroupDesiredCapacity",
        "GroupInServiceInstances",
        "GroupPendingInstances",
        "GroupStandbyInstances",
        "GroupTerminatingInstances",
        "GroupTotalInstances",
        "GroupInServiceCapacity",
        "GroupPendingCapacity",
        "GroupStandbyCapacity",
        "GroupTerminatingCapacity",
        "GroupTotalCapacity",
        "GroupTerminatingRetainedInstances",
        "GroupTerminatingRetainedCapacity",
        "WarmPoolMinSize",
        "WarmPoolDesiredCapacity",
        "WarmPoolPendingCapacity",
        "WarmPoolTerminatingCapacity",
        "WarmPoolWarmedCapacity",
        "WarmPoolTotalCapacity",
        "GroupAndWarmPoolDesiredCapacity",
        "GroupAndWarmPoolTotalCapacity",
        "WarmPoolPendingRetainedCapacity",
        "WarmPoolTerminatingRetainedCapacity",
    ],
    {frozenset({"AutoScalingGroupName"})},
)
_add(
    "AWS/AutoScaling",
    [
        "PredictiveScalingLoadForecast",
        "PredictiveScalingCapacityForecast",
        "PredictiveScalingMetricPairCorrelation",
    ],
    {
        frozenset({"AutoScalingGroupName", "PolicyName", "PairIndex"}),
        frozenset({"AutoScalingGroupName", "PolicyName"}),
    },
)
_add(
    "AWS/EC2",
    [
        "CPUUtilization",
        "DiskReadOps",
        "DiskWriteOps",
        "DiskReadBytes",
        "DiskWriteBytes",
        "MetadataNoToken",
        "MetadataNoTokenRejected",
        "NetworkIn",
        "NetworkOut",
        "NetworkPacketsIn",
        "NetworkPacketsOut",
        "CPUCreditUsage",
        "CPUCreditBalance",
        "CPUSurplusCreditBalance",
        "CPUSurplusCreditsCharged",
        "StatusCheckFailed",
        "StatusCheckFailed_Instance",
        "StatusCheckFailed_System",
        "StatusCheckFailed_AttachedEBS",
        "EBSReadOps",
        "EBSWriteOps",
        "EBSReadBytes",
        "EBSWriteBytes",
        "EBSIOBalance%",
        "EBSByteBalance%",
        "DedicatedHostCPUUtilization",
        "GPUPowerUtilization",
        "InstanceEBSIOPSExceededCheck",
        "InstanceEBSThroughputExceededCheck",
    ],
    {
        frozenset({name})
        for name in ("InstanceId", "AutoScalingGroupName", "ImageId", "InstanceType", "HostId")
    },
)
_add(
    "AWS/SNS",
    [
        "NumberOfMessagesPublished",
        "NumberOfNotificationsDelivered",
        "NumberOfNotificationsFailed",
        "NumberOfNotificationsFailedToRedriveToDlq",
        "NumberOfNotificationsFilteredOut",
        "PublishSize",
        "NumberOfNotificationsFilteredOut-InvalidAttributes",
        "NumberOfNotificationsFilteredOut-InvalidMessageBody",
        "NumberOfNotificationsFilteredOut-MessageAttributes",
        "NumberOfNotificationsFilteredOut-MessageBody",
        "NumberOfNotificationsFilteredOut-NoMessageAttributes",
        "NumberOfNotificationsRedrivenToDlq",
        "SMSMonthToDateSpentUSD",
        "SMSSuccessRate",
    ],
    {
        frozenset({"TopicName"}),
        frozenset({"PhoneNumber"}),
        frozenset({"Application"}),
        frozenset({"Application", "Platform"}),
        frozenset({"Country", "SMSType"}),
        frozenset(),
    },
)

_add(
    "AWS/ELB",
    [
        "BackendConnectionErrors",
        "DesyncMitigationMode_NonCompliant_Request_Count",
        "HealthyHostCount",
        "HTTPCode_Backend_2XX",
        "HTTPCode_Backend_3XX",
        "HTTPCode_Backend_4XX",
        "HTTPCode_Backend_5XX",
        "HTTPCode_ELB_4XX",
        "HTTPCode_ELB_5XX",
        "Latency",
        "RequestCount",
        "SpilloverCount",
        "SurgeQueueLength",
        "UnHealthyHostCount",
        "EstimatedALBActiveConnectionCount",
        "EstimatedALBConsumedLCUs",
        "EstimatedALBNewConnectionCount",
        "EstimatedProcessedBytes",
    ],
    {frozenset(), _ZONE, *_with_zone(frozenset({"LoadBalancerName"}))},
)
