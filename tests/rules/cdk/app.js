// CDK applications as teams write them; `node app.js FOLDER` synthesises their templates there.
const cdk = require('aws-cdk-lib');
const {
  aws_autoscaling: autoscaling, aws_certificatemanager: acm, aws_cloudwatch: cloudwatch,
  aws_cloudwatch_actions: actions, aws_ec2: ec2, aws_ecs: ecs, aws_ecs_patterns: patterns,
  aws_elasticloadbalancingv2: elbv2, aws_elasticloadbalancingv2_targets: targets,
  aws_iam: iam, aws_kms: kms, aws_logs: logs, aws_route53: route53,
  aws_route53_targets: aliases, aws_s3: s3, aws_sns: sns, aws_sns_subscriptions: subscriptions,
  aws_sqs: sqs, aws_autoscaling_hooktargets: hooktargets, custom_resources: custom, pipelines,
} = cdk;

const app = new cdk.App({ outdir: process.argv[2], analyticsReporting: false });
const env = { account: '123456789012', region: 'eu-west-1' };

const linux = () => ec2.MachineImage.latestAmazonLinux2023();
const small = () => ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.SMALL);

function network(scope) {
  return new ec2.Vpc(scope, 'Vpc', { maxAzs: 3, natGateways: 1 });
}

// A load-balanced group with every feature that the constructs have.
class Web extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const vpc = network(this);
    const topic = new sns.Topic(this, 'Topic', { masterKey: new kms.Key(this, 'TopicKey', { enableKeyRotation: true }) });
    topic.addSubscription(new subscriptions.EmailSubscription('ops@example.com'));
    topic.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')], actions: ['sns:Publish'], resources: [topic.topicArn],
    }));
    topic.masterKey.grantEncryptDecrypt(new iam.ServicePrincipal('cloudwatch.amazonaws.com'));
    const zone = new route53.PublicHostedZone(this, 'Zone', { zoneName: 'shop.example.com' });
    const certificate = new acm.Certificate(this, 'Certificate', { domainName: 'shop.example.com', validation: acm.CertificateValidation.fromDns(zone) });
    const assets = new s3.Bucket(this, 'Assets', { encryption: s3.BucketEncryption.S3_MANAGED, enforceSSL: true });
    const log = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.TWO_WEEKS });
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore'));
    assets.grantRead(role);
    log.grantWrite(role);
    const group = new autoscaling.AutoScalingGroup(this, 'Group', {
      vpc, instanceType: small(), machineImage: linux(), role, minCapacity: 2, maxCapacity: 6, requireImdsv2: true,
      init: ec2.CloudFormationInit.fromElements(
        ec2.InitPackage.yum('nginx'),
        ec2.InitFile.fromString('/etc/app.conf', 'port=80\n'),
        ec2.InitService.enable('nginx', { serviceRestartHandle: new ec2.InitServiceRestartHandle() }),
      ),
      signals: autoscaling.Signals.waitForMinCapacity({ timeout: cdk.Duration.minutes(15) }),
      updatePolicy: autoscaling.UpdatePolicy.rollingUpdate({ minInstancesInService: 2, waitOnResourceSignals: true, pauseTime: cdk.Duration.minutes(15) }),
      healthChecks: autoscaling.HealthChecks.withAdditionalChecks({ additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB], gracePeriod: cdk.Duration.minutes(5) }),
      groupMetrics: [autoscaling.GroupMetrics.all()],
      notifications: [{ topic }],
      blockDevices: [{ deviceName: '/dev/xvda', volume: autoscaling.BlockDeviceVolume.ebs(30, { encrypted: true }) }],
      defaultInstanceWarmup: cdk.Duration.minutes(2),
      maxInstanceLifetime: cdk.Duration.days(14),
      terminationPolicies: [autoscaling.TerminationPolicy.OLDEST_LAUNCH_TEMPLATE],
    });
    group.userData.addS3DownloadCommand({ bucket: assets, bucketKey: 'app.tar.gz' });
    const balancer = new elbv2.ApplicationLoadBalancer(this, 'Balancer', { vpc, internetFacing: true, dropInvalidHeaderFields: true });
    if (props.env) balancer.logAccessLogs(new s3.Bucket(this, 'AccessLogs', { encryption: s3.BucketEncryption.S3_MANAGED }), 'web');
    balancer.addRedirect();
    const listener = balancer.addListener('Https', { port: 443, certificates: [certificate], sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS });
    const served = listener.addTargets('Web', {
      port: 80, targets: [group], healthCheck: { path: '/health', interval: cdk.Duration.seconds(10), timeout: cdk.Duration.seconds(5) },
      stickinessCookieDuration: cdk.Duration.hours(1), deregistrationDelay: cdk.Duration.seconds(30), slowStart: cdk.Duration.seconds(60),
    });
    listener.addAction('Blocked', { priority: 5, conditions: [elbv2.ListenerCondition.pathPatterns(['/internal/*'])], action: elbv2.ListenerAction.fixedResponse(403) });
    new route53.ARecord(this, 'Alias', { zone, target: route53.RecordTarget.fromAlias(new aliases.LoadBalancerTarget(balancer)) });
    group.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
    group.scaleOnRequestCount('Requests', { targetRequestsPerMinute: 600 });
    group.scaleOnSchedule('Morning', { schedule: autoscaling.Schedule.cron({ hour: '7', minute: '0' }), minCapacity: 3, timeZone: 'Europe/Berlin' });
    group.addLifecycleHook('Drain', { lifecycleTransition: autoscaling.LifecycleTransition.INSTANCE_TERMINATING, heartbeatTimeout: cdk.Duration.minutes(5), notificationTarget: new hooktargets.QueueHook(new sqs.Queue(this, 'Drained')) });
    const errors = served.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT).createAlarm(this, 'Errors', { threshold: 10, evaluationPeriods: 3, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING });
    errors.addAlarmAction(new actions.SnsAction(topic));
    const share = new cloudwatch.MathExpression({ expression: '100 * errors / MAX([errors, total])', usingMetrics: { errors: served.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT), total: served.metrics.requestCount() } });
    const shared = share.createAlarm(this, 'Share', { threshold: 5, evaluationPeriods: 3, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING });
    const anomaly = new cloudwatch.AnomalyDetectionAlarm(this, 'Anomaly', { metric: served.metrics.requestCount(), evaluationPeriods: 3, stdDevs: 3 });
    anomaly.addAlarmAction(new actions.SnsAction(topic));
    const both = new cloudwatch.CompositeAlarm(this, 'Both', { alarmRule: cloudwatch.AlarmRule.allOf(errors, shared) });
    both.addAlarmAction(new actions.SnsAction(topic));
  }
}

// Steps, a mixed group of Spot, and a Windows group.
class Workers extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const vpc = network(this);
    const template = new ec2.LaunchTemplate(this, 'Template', {
      machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }), requireImdsv2: true,
      securityGroup: new ec2.SecurityGroup(this, 'Open', { vpc }), userData: ec2.UserData.forLinux(), role: new iam.Role(this, 'WorkerRole', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
    });
    const group = new autoscaling.AutoScalingGroup(this, 'Mixed', {
      vpc, minCapacity: 0, maxCapacity: 20, updatePolicy: autoscaling.UpdatePolicy.rollingUpdate(),
      mixedInstancesPolicy: {
        launchTemplate: template,
        launchTemplateOverrides: ['m7g.large', 'm6g.large', 'c7g.large'].map((name) => ({ instanceType: new ec2.InstanceType(name) })),
        instancesDistribution: { onDemandPercentageAboveBaseCapacity: 0, spotAllocationStrategy: autoscaling.SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED },
      },
    });
    const queue = new sqs.Queue(this, 'Jobs');
    group.scaleOnMetric('Depth', {
      metric: queue.metricApproximateNumberOfMessagesVisible(), adjustmentType: autoscaling.AdjustmentType.CHANGE_IN_CAPACITY,
      scalingSteps: [{ upper: 0, change: -1 }, { lower: 100, change: +1 }, { lower: 500, change: +5 }],
    });
    const farm = new autoscaling.AutoScalingGroup(this, 'Farm', {
      vpc, minCapacity: 2, maxCapacity: 4, instanceType: new ec2.InstanceType('m5.large'), requireImdsv2: true,
      machineImage: ec2.MachineImage.latestWindows(ec2.WindowsVersion.WINDOWS_SERVER_2022_ENGLISH_FULL_BASE),
      updatePolicy: autoscaling.UpdatePolicy.rollingUpdate({ minInstancesInService: 1 }),
    });
    farm.addUserData('Install-WindowsFeature Web-Server');
  }
}

// Containers on instances of their own.
class Containers extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const vpc = network(this);
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc });
    const hosts = new autoscaling.AutoScalingGroup(this, 'Hosts', {
      vpc, instanceType: new ec2.InstanceType('m6i.large'), machineImage: ecs.EcsOptimizedImage.amazonLinux2023(), minCapacity: 1, maxCapacity: 10, requireImdsv2: true,
      updatePolicy: autoscaling.UpdatePolicy.rollingUpdate({ minInstancesInService: 1 }),
    });
    cluster.addAsgCapacityProvider(new ecs.AsgCapacityProvider(this, 'Provider', { autoScalingGroup: hosts }));
    new patterns.ApplicationLoadBalancedEc2Service(this, 'Service', {
      cluster, memoryLimitMiB: 512, desiredCount: 2, taskImageOptions: { image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1.29') },
    });
    const balancer = new elbv2.NetworkLoadBalancer(this, 'Network', { vpc, internetFacing: false, crossZoneEnabled: true });
    balancer.addListener('Tcp', { port: 25 }).addTargets('Mail', { port: 2525, targets: [new targets.IpTarget('10.0.0.10')], deregistrationDelay: cdk.Duration.seconds(60) });
  }
}

// A stack whose balancer and topic live in nested stacks, and a custom resource.
class Shared extends cdk.NestedStack {
  constructor(scope, id) {
    super(scope, id);
    this.vpc = network(this);
    this.topic = new sns.Topic(this, 'Topic');
    this.topic.addSubscription(new subscriptions.EmailSubscription('ops@example.com'));
    this.balancer = new elbv2.ApplicationLoadBalancer(this, 'Balancer', { vpc: this.vpc, internetFacing: true });
    this.listener = this.balancer.addListener('Http', { port: 80, defaultAction: elbv2.ListenerAction.fixedResponse(404) });
  }
}

class Nested extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const shared = new Shared(this, 'Shared');
    const group = new autoscaling.AutoScalingGroup(this, 'Group', {
      vpc: shared.vpc, instanceType: small(), machineImage: linux(), minCapacity: 2, maxCapacity: 4, requireImdsv2: true,
      updatePolicy: autoscaling.UpdatePolicy.rollingUpdate({ minInstancesInService: 2 }),
      healthChecks: autoscaling.HealthChecks.withAdditionalChecks({ additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB], gracePeriod: cdk.Duration.minutes(5) }),
    });
    const served = new elbv2.ApplicationTargetGroup(this, 'Targets', { vpc: shared.vpc, port: 8080, protocol: elbv2.ApplicationProtocol.HTTP, targets: [group] });
    new elbv2.CfnListenerRule(this, 'Rule', {
      listenerArn: shared.listener.listenerArn, priority: 1,
      conditions: [{ field: 'path-pattern', pathPatternConfig: { values: ['/*'] } }], actions: [{ type: 'forward', targetGroupArn: served.targetGroupArn }],
    });
    const alarm = new cloudwatch.Metric({ namespace: 'AWS/EC2', metricName: 'CPUUtilization', dimensionsMap: { AutoScalingGroupName: group.autoScalingGroupName } })
      .createAlarm(this, 'Busy', { threshold: 90, evaluationPeriods: 3 });
    alarm.addAlarmAction(new actions.SnsAction(shared.topic));
    new custom.AwsCustomResource(this, 'Lookup', {
      onUpdate: { service: 'SSM', action: 'getParameter', parameters: { Name: '/shop/topic' }, physicalResourceId: custom.PhysicalResourceId.of('topic') },
      policy: custom.AwsCustomResourcePolicy.fromSdkCalls({ resources: custom.AwsCustomResourcePolicy.ANY_RESOURCE }),
    });
  }
}

class Release extends cdk.Stage {
  constructor(scope, id, props) {
    super(scope, id, props);
    new Nested(this, 'App', props);
  }
}

class Delivery extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const pipeline = new pipelines.CodePipeline(this, 'Pipeline', {
      synth: new pipelines.ShellStep('Synth', {
        input: pipelines.CodePipelineSource.connection('shop/app', 'main', { connectionArn: 'arn:aws:codeconnections:eu-west-1:123456789012:connection/00000000-0000-0000-0000-000000000000' }),
        commands: ['npm ci', 'npx cdk synth'],
      }),
    });
    pipeline.addStage(new Release(this, 'Production', { env }));
  }
}

new Web(app, 'Web', { env });
new Web(app, 'WebAnywhere', {});
new Workers(app, 'Workers', { env });
new Containers(app, 'Containers', { env });
new Nested(app, 'Nested', {});
new Delivery(app, 'Delivery', { env });
app.synth();
