"""A config whose defaults are filled in, as types: a misspelt setting fails mypy.

Generated from schema/ by `python tools/settings_types.py`; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict


class NetworkExports(TypedDict):
    """Names of the exports that the VPC and its subnets are imported from."""

    vpc: str | None
    public_subnets: list[str]
    private_subnets: list[str]


class NetworkExisting(TypedDict):
    """Ids of an existing VPC and its subnets, one subnet per Availability Zone."""

    vpc_id: str | None
    public_subnets: list[str]
    private_subnets: list[str]


class NetworkCreate(TypedDict):
    """The VPC that this stack creates if `network.vpc` is `create`."""

    zone_names: list[str]
    cidr: str
    nat: Literal["one", "one_per_zone", "none"]
    flow_logs: bool


class NetworkProxy(TypedDict):
    """An HTTP proxy that the instances reach the Internet and AWS through."""

    url: str | None
    exclude: list[str]


class Network(TypedDict):
    """VPC, subnets and IP versions."""

    vpc: Literal["parent_stack", "exports", "existing", "create"]
    parent_vpc_stack: str | None
    exports: NetworkExports
    zones: int
    instance_subnets: Literal["private", "public"]
    existing: NetworkExisting
    create: NetworkCreate
    endpoints: bool
    more_endpoints: list[str]
    ipv6: bool
    proxy: NetworkProxy


class AlbExisting(TypedDict):
    """A load balancer that exists already, instead of a new one."""

    listener: str | None
    security_group: str | None
    protocol: Literal["HTTP", "HTTPS"]
    priority: int | None
    hosts: list[str]
    paths: list[str]
    dns_name: str | None
    hosted_zone_id: str | None


class AlbClients(TypedDict):
    """Sources that the load balancer's security group admits."""

    cidrs: list[str]
    ipv6_cidrs: list[str]
    prefix_lists: list[str]


class AlbHttpsClientCertificates(TypedDict):
    """Mutual TLS: certificates of the clients."""

    mode: Literal["disabled", "passthrough", "verify"] | None
    trust_store: str | None
    ignore_expiry: bool


class AlbHttps(TypedDict):
    """HTTPS listener on port 443."""

    certificate: str | None
    request_for: str | None
    more_certificates: list[str]
    ssl_policy: str
    hsts_seconds: int | None
    client_certificates: AlbHttpsClientCertificates


class AlbResponseHeaders(TypedDict):
    """Headers that the load balancer adds to each response."""

    content_type_options: bool
    frame_options: Literal["DENY", "SAMEORIGIN"] | None
    content_security_policy: str | None
    server: bool


class AlbHealthCheck(TypedDict):
    """Health check of the target group."""

    path: str
    interval: int
    timeout: int
    healthy_threshold: int
    unhealthy_threshold: int
    success_codes: str
    grpc_codes: str


class AlbAccessLogs(TypedDict):
    """Access logs in S3."""

    enabled: bool
    connections: bool
    health_checks: bool
    bucket: str | None
    retention_days: int


class AlbWaf(TypedDict):
    """AWS WAF web ACL of the load balancer."""

    web_acl_arn: str | None
    managed_rules: bool
    count_only: bool
    counted_rules: list[str]
    logs: bool
    requests_per_client: int | None


class AlbMaintenance(TypedDict):
    """Maintenance mode: a fixed response instead of the application."""

    enabled: bool
    message: str


class AlbRulesHeaders(TypedDict):
    """An entry of alb.rules.headers."""

    name: str
    values: list[str]


class AlbRulesQuery(TypedDict):
    """An entry of alb.rules.query."""

    key: str | None
    value: str


class AlbRulesRewritePath(TypedDict):
    """Rewriting of path and query before the request is forwarded."""

    regex: str | None
    replace: str | None


class AlbRulesRewriteHost(TypedDict):
    """Rewriting of the host name before the request is forwarded."""

    regex: str | None
    replace: str | None


class AlbRules(TypedDict):
    """An entry of alb.rules."""

    name: str
    priority: int
    hosts: list[str]
    paths: list[str]
    host_regexes: list[str]
    path_regexes: list[str]
    headers: list[AlbRulesHeaders]
    methods: list[str]
    query: list[AlbRulesQuery]
    sources: list[str]
    action: Literal["forward", "redirect", "respond"]
    port: int | None
    target_group: str | None
    rewrite_path: AlbRulesRewritePath
    rewrite_host: AlbRulesRewriteHost
    sign_in: bool
    redirect_host: str | None
    redirect_path: str | None
    status: int
    message: str


class AlbCanary(TypedDict):
    """Second target group, of another stack, that gets a share of the requests."""

    target_group: str | None
    percent: int


class AlbSignIn(TypedDict):
    """Authentication by OpenID Connect at the load balancer."""

    issuer: str | None
    authorization_endpoint: str | None
    token_endpoint: str | None
    user_info_endpoint: str | None
    client_id: str | None
    client_secret: str | None
    client_secret_version: str | None


class AlbCognito(TypedDict):
    """Authentication by an Amazon Cognito user pool at the load balancer."""

    user_pool: str | None
    client_id: str | None
    domain: str | None


class AlbJwt(TypedDict):
    """Verification of JSON web tokens at the load balancer, of requests by machines."""

    issuer: str | None
    jwks_endpoint: str | None


class Alb(TypedDict):
    """Application Load Balancer."""

    scheme: Literal["internet-facing", "internal"]
    existing: AlbExisting
    clients: AlbClients
    https: AlbHttps
    response_headers: AlbResponseHeaders
    health_check: AlbHealthCheck
    target_protocol: Literal["HTTP", "HTTPS"]
    target_protocol_version: Literal["HTTP1", "HTTP2", "GRPC"]
    deregistration_delay: int
    slow_start: int
    algorithm: Literal["round_robin", "least_outstanding_requests", "weighted_random"]
    anomaly_mitigation: bool
    sticky_seconds: int | None
    sticky_cookie: str | None
    idle_timeout: int
    http2: bool
    client_keep_alive: int | None
    x_forwarded_for: Literal["append", "preserve", "remove"]
    preserve_host: bool
    tls_headers: bool
    zonal_shift: bool
    minimum_capacity: int | None
    attributes: dict[str, str]
    target_attributes: dict[str, str]
    listener_attributes: dict[str, str]
    desync_mode: Literal["monitor", "defensive", "strictest"]
    deletion_protection: bool
    access_logs: AlbAccessLogs
    waf: AlbWaf
    maintenance: AlbMaintenance
    rules: list[AlbRules]
    canary: AlbCanary
    target_ports: list[int]
    sign_in: AlbSignIn
    cognito: AlbCognito
    jwt: AlbJwt


class Dns(TypedDict):
    """DNS name of the application, in Route 53."""

    hosted_zone_id: str | None
    name: str | None


class AccessEgress(TypedDict):
    """An entry of access.egress."""

    description: str
    port: int
    cidr: str


class Access(TypedDict):
    """Access to the instances, and permissions of the instances."""

    key_name: str
    bastion_stack: str
    session_manager: bool
    ssh_from_world: bool
    egress: list[AccessEgress]
    managed_policies: list[str]
    permissions_boundary: str | None


class ApplicationArtifact(TypedDict):
    """The application as a release in S3, fetched at boot; see docs/releases.md."""

    bucket: str | None
    prefix: str
    version: str | None
    sha256: str | None
    key: str | None


class ApplicationContainer(TypedDict):
    """The application as a container image, run by Docker."""

    image: str | None
    version: str | None
    credentials: str | None
    arguments: str | None


class Application(TypedDict):
    """The application on the instances."""

    baked: bool
    placeholder: bool
    artifact: ApplicationArtifact
    container: ApplicationContainer
    command: str
    packages: list[str]
    setup: list[str]
    user: str
    port: int
    keep_alive: int | None
    stop_timeout: int
    environment: dict[str, str]
    parameters: dict[str, str]
    secrets: dict[str, str]
    secrets_keys: list[str]


class FleetRequirements(TypedDict):
    """Instance types by what they have, instead of by name."""

    vcpus_min: int | None
    vcpus_max: int | None
    memory_min: int | None
    memory_max: int | None
    burstable: bool
    excluded: list[str]


class FleetVolumes(TypedDict):
    """An entry of fleet.volumes."""

    device: str
    size: int
    iops: int | None
    throughput: int | None
    mount: str | None


class FleetHooks(TypedDict):
    """An entry of fleet.hooks."""

    name: str
    transition: Literal["launching", "terminating"]
    timeout: int
    default_result: Literal["CONTINUE", "ABANDON"] | None
    target: str | None
    role: str | None


class FleetWarmPool(TypedDict):
    """Warm pool: initialized and stopped instances, for faster scale-out."""

    enabled: bool
    min_size: int


class Fleet(TypedDict):
    """Auto Scaling group and its instances."""

    min_size: int
    max_size: int
    instance_type: str
    more_instance_types: list[str]
    requirements: FleetRequirements
    spot_percent: int
    on_demand_base: int
    architecture: Literal["x86_64", "arm64"]
    image: str | None
    images: dict[str, str]
    image_date: str | None
    image_max_age_days: int | None
    volume_size: int | None
    volume_iops: int | None
    volume_throughput: int | None
    volumes: list[FleetVolumes]
    metadata_hop_limit: int | None
    name_tag: str | None
    ebs_health_check: bool
    deletion_protection: Literal["none", "prevent-force-deletion", "prevent-all-deletion"]
    zone_distribution: Literal["balanced-best-effort", "balanced-only"]
    zonal_shift: Literal["IgnoreUnhealthy", "ReplaceUnhealthy"] | None
    hooks: list[FleetHooks]
    retain_on_abandon: bool
    detailed_monitoring: bool
    update_at_boot: str | None
    max_lifetime_days: int | None
    boot_timeout: int
    warmup: int
    warm_pool: FleetWarmPool


class DeploymentRolling(TypedDict):
    """Rolling update."""

    batch_size: int
    min_active_percent: int
    min_successful_percent: int


class DeploymentRefresh(TypedDict):
    """Instance refresh."""

    max_healthy_percent: int
    checkpoints: list[int]
    checkpoint_minutes: int
    bake_minutes: int
    rollback_on_alarms: bool


class Deployment(TypedDict):
    """Replacement of instances when a stack update changes them."""

    strategy: Literal["rolling", "refresh", "replace"]
    rollback_minutes: int | None
    min_serving_percent: int | None
    rolling: DeploymentRolling
    refresh: DeploymentRefresh


class ScalingScaleOut(TypedDict):
    """Scale-out."""

    cpu_above: int
    periods: int
    change_percent: int
    cooldown: int


class ScalingScaleIn(TypedDict):
    """Scale-in."""

    cpu_below: int
    periods: int
    change_percent: int
    cooldown: int


class ScalingStepScaleOut(TypedDict):
    """An entry of scaling.step.scale_out."""

    cpu_above: int
    change_percent: int


class ScalingStepScaleIn(TypedDict):
    """An entry of scaling.step.scale_in."""

    cpu_below: int
    change_percent: int


class ScalingStep(TypedDict):
    """Step adjustments."""

    scale_out: list[ScalingStepScaleOut]
    scale_in: list[ScalingStepScaleIn]


class ScalingTargetTrackingQueue(TypedDict):
    """An SQS queue whose backlog the group follows."""

    name: str | None
    messages_per_instance: int


class ScalingTargetTrackingMetrics(TypedDict):
    """An entry of scaling.target_tracking.metrics."""

    name: str
    namespace: str
    metric: str
    dimensions: dict[str, str]
    statistic: Literal["Average", "Maximum", "Minimum", "Sum"]
    expression: str | None
    target: float


class ScalingTargetTracking(TypedDict):
    """Targets."""

    cpu: int
    requests_per_target: int | None
    memory: int | None
    queue: ScalingTargetTrackingQueue
    metrics: list[ScalingTargetTrackingMetrics]


class ScalingSchedule(TypedDict):
    """An entry of scaling.schedule."""

    name: str
    cron: str
    time_zone: str
    min_size: int | None
    max_size: int | None


class Scaling(TypedDict):
    """Scaling policies of the Auto Scaling group."""

    policy: Literal["simple", "step", "target_tracking", "none"]
    scale_out: ScalingScaleOut
    scale_in: ScalingScaleIn
    step: ScalingStep
    target_tracking: ScalingTargetTracking
    predictive: Literal["forecast", "scale"] | None
    schedule: list[ScalingSchedule]


class Encryption(TypedDict):
    """Encryption at rest."""

    key: str | None


class AlertsSlack(TypedDict):
    """Slack channel, through Amazon Q Developer in chat applications."""

    workspace_id: str | None
    channel_id: str | None


class AlertsTeams(TypedDict):
    """Channel of Microsoft Teams, through Amazon Q Developer in chat applications."""

    tenant_id: str | None
    team_id: str | None
    channel_id: str | None


class AlertsTickets(TypedDict):
    """Recipients of alarms that can wait for working hours."""

    email: str | None
    https_endpoints: list[str]
    topic_arn: str | None


class AlertsMute(TypedDict):
    """An entry of alerts.mute."""

    name: str
    cron: str
    minutes: int
    time_zone: str


class Alerts(TypedDict):
    """Alarm recipients."""

    email: str | None
    more_emails: list[str]
    https_endpoints: list[str]
    slack: AlertsSlack
    teams: AlertsTeams
    topic_arn: str | None
    tickets: AlertsTickets
    fallback_email: str | None
    notify_ok: bool
    tags_in_messages: bool
    warm_up_minutes: int | None
    mute: list[AlertsMute]
    runbooks: str


class AlarmsLoadBalancer5xx(TypedDict):
    """HTTP 5XX responses of the load balancer itself."""

    enabled: bool
    percent: int
    min_requests: int
    periods: int


class AlarmsTarget5xx(TypedDict):
    """HTTP 5XX responses of the application."""

    enabled: bool
    percent: int
    min_requests: int
    periods: int


class AlarmsLatency(TypedDict):
    """Response time of the application (99th percentile)."""

    enabled: bool
    seconds: float
    periods: int


class AlarmsUnusualRequests(TypedDict):
    """More or fewer requests than usual at that hour (anomaly detection)."""

    enabled: bool
    deviations: float
    periods: int


class AlarmsUnusualLatency(TypedDict):
    """Longer response times than usual at that hour (anomaly detection)."""

    enabled: bool
    deviations: float
    periods: int


class AlarmsHealthyHosts(TypedDict):
    """No target is healthy although instances are in service."""

    enabled: bool
    periods: int


class AlarmsUnhealthyHosts(TypedDict):
    """Targets that fail their health check."""

    enabled: bool
    threshold: int
    periods: int


class AlarmsRejectedConnections(TypedDict):
    """Connections rejected because the load balancer reached its maximum number of connections."""

    enabled: bool
    periods: int


class AlarmsConnectionErrors(TypedDict):
    """Connections that the load balancer could not establish to targets."""

    enabled: bool
    threshold: int
    periods: int


class AlarmsTlsErrors(TypedDict):
    """TLS negotiations with clients that failed."""

    enabled: bool
    threshold: int
    periods: int


class AlarmsBlockedRequests(TypedDict):
    """Requests that the core rule set of the created web ACL blocks, in percent of all."""

    enabled: bool
    percent: int
    min_requests: int
    periods: int


class AlarmsCpuHigh(TypedDict):
    """Average CPU utilization of the group stays high while it scales out."""

    enabled: bool
    threshold: int
    periods: int


class AlarmsCpuCredits(TypedDict):
    """Surplus CPU credits that AWS charges for."""

    enabled: bool
    threshold: int
    periods: int


class AlarmsMemory(TypedDict):
    """Memory utilization of an instance is high."""

    enabled: bool
    threshold: int
    periods: int


class AlarmsDisk(TypedDict):
    """Root volume of an instance, or a volume that `fleet.volumes` mounts, is nearly full."""

    enabled: bool
    threshold: int
    periods: int


class AlarmsStatusChecks(TypedDict):
    """EC2 status checks of an instance fail."""

    enabled: bool
    periods: int


class AlarmsBelowMinimum(TypedDict):
    """Fewer instances in service than the minimum for longer than `fleet.boot_timeout`."""

    enabled: bool


class AlarmsAtMaximum(TypedDict):
    """The Auto Scaling group is at its maximum size."""

    enabled: bool
    periods: int


class AlarmsLogErrors(TypedDict):
    """Errors in the application's log."""

    enabled: bool
    pattern: str
    threshold: int
    periods: int


class AlarmsTelemetry(TypedDict):
    """Instances in service that publish no metrics of the CloudWatch agent."""

    enabled: bool
    periods: int


class AlarmsAlertFailures(TypedDict):
    """Notifications that SNS could not deliver, sent to `alerts.fallback_email`."""

    enabled: bool


class AlarmsUsersAffected(TypedDict):
    """Composite alarm over the alarms on errors, latency and healthy hosts."""

    enabled: bool


class Alarms(TypedDict):
    """CloudWatch alarms, each with a section in docs/runbooks.md."""

    load_balancer_5xx: AlarmsLoadBalancer5xx
    target_5xx: AlarmsTarget5xx
    latency: AlarmsLatency
    unusual_requests: AlarmsUnusualRequests
    unusual_latency: AlarmsUnusualLatency
    healthy_hosts: AlarmsHealthyHosts
    unhealthy_hosts: AlarmsUnhealthyHosts
    rejected_connections: AlarmsRejectedConnections
    connection_errors: AlarmsConnectionErrors
    tls_errors: AlarmsTlsErrors
    blocked_requests: AlarmsBlockedRequests
    cpu_high: AlarmsCpuHigh
    cpu_credits: AlarmsCpuCredits
    memory: AlarmsMemory
    disk: AlarmsDisk
    status_checks: AlarmsStatusChecks
    below_minimum: AlarmsBelowMinimum
    at_maximum: AlarmsAtMaximum
    log_errors: AlarmsLogErrors
    telemetry: AlarmsTelemetry
    alert_failures: AlarmsAlertFailures
    users_affected: AlarmsUsersAffected


class SloLatency(TypedDict):
    """Response time of the application."""

    p99: float | None


class Slo(TypedDict):
    """Service level objectives over 30 days, with alarms on burn rates."""

    availability: float | None
    latency: SloLatency


class LogsMetricFilters(TypedDict):
    """An entry of logs.metric_filters."""

    name: str
    pattern: str
    threshold: int


class LogsQueryAlarms(TypedDict):
    """An entry of logs.query_alarms."""

    name: str
    query: str
    aggregation: str
    threshold: float
    minutes: int


class Logs(TypedDict):
    """CloudWatch Logs of the instances."""

    retention_days: int
    group_class: Literal["STANDARD", "INFREQUENT_ACCESS"]
    system_group_class: Literal["STANDARD", "INFREQUENT_ACCESS"]
    deletion_protection: bool
    field_indexes: list[str]
    files: list[str]
    metric_filters: list[LogsMetricFilters]
    query_alarms: list[LogsQueryAlarms]
    masked_data: list[str]
    queries: bool
    multi_line_start_pattern: str | None


class Metrics(TypedDict):
    """Further metrics of the CloudWatch agent."""

    per_instance: bool
    processes: list[str]


class Dashboard(TypedDict):
    """CloudWatch dashboard: requests, errors, latency, capacity, hosts."""

    enabled: bool


class Parity(TypedDict):
    """What this environment has in common with another one, such as production with staging."""

    config: str | None
    at_least: list[str]
    may_differ: list[str]


class Waivers(TypedDict):
    """An entry of waivers."""

    rule: str
    resource: str | None
    reason: str
    until: str


class Settings(TypedDict):
    """Settings of one environment."""

    extends: str | None
    description: str
    regions: list[str]
    tags: dict[str, str]
    parameters: list[
        Literal["ParentSSHBastionStack", "KeyName", "InstanceType", "LogsRetentionInDays"]
    ]
    exports: bool
    network: Network
    alb: Alb
    dns: Dns
    access: Access
    application: Application
    fleet: Fleet
    deployment: Deployment
    scaling: Scaling
    encryption: Encryption
    alerts: Alerts
    alarms: Alarms
    slo: Slo
    logs: Logs
    metrics: Metrics
    dashboard: Dashboard
    parity: Parity
    waivers: list[Waivers]
    custom: dict[str, Any]
    overrides: dict[str, Any]
