"""Services of VPC endpoints, as their endpoints name them."""

from __future__ import annotations

_DOCS = "https://docs.aws.amazon.com/"

# Reached through the route tables.
# https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
GATEWAYS = ("s3", "dynamodb")

# Interface endpoints for which private DNS cannot be switched on, each with the page that says so.
WITHOUT_PRIVATE_DNS = {
    "dynamodb": f"{_DOCS}amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html",
    "dynamodb-streams": f"{_DOCS}amazondynamodb/latest/developerguide/privatelink-streams.html",
    "iot.data": f"{_DOCS}iot/latest/developerguide/IoTCore-VPC.html",
    "iot.credentials": f"{_DOCS}iot/latest/developerguide/IoTCore-VPC.html",
}

# Names that applications call most. What is not here may exist: this is for hints only.
# https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
_USUAL = (
    "access-analyzer acm-pca apigateway appconfig appconfigdata application-autoscaling appsync "
    "athena autoscaling backup batch bedrock bedrock-agent bedrock-agent-runtime bedrock- "
    "runtime cassandra cloudformation cloudtrail codeartifact.api codeartifact.repositories "
    "codebuild codecommit codedeploy codepipeline cognito-idp config comprehend datasync dms "
    "dynamodb ebs ec2 ec2messages ecr.api ecr.dkr ecs ecs-agent ecs-telemetry eks eks-auth "
    "elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce email "
    "email-smtp events execute-api fsx git-codecommit glue guardduty guardduty-data "
    "imagebuilder inspector2 iot.api kafka kendra kinesis-firehose kinesis-streams kms "
    "lakeformation lambda license-manager logs macie2 mediaconnect memory-db monitoring "
    "pinpoint polly rds rds-data redshift redshift-data rekognition s3 sagemaker.api "
    "sagemaker.runtime scheduler secretsmanager securityhub servicecatalog servicediscovery sns "
    "sqs ssm ssm-contacts ssm-incidents ssmmessages states storagegateway sts swf sync-states "
    "textract transcribe transfer translate verifiedpermissions vpc-lattice workspaces xray"
)
USUAL = tuple(_USUAL.split())

# What a service is called elsewhere: on its own page, in its SDK, in short.
OTHER_NAMES = {
    "cloudwatch": "monitoring",
    "cloudwatch-logs": "logs",
    "ecr": "ecr.api and ecr.dkr",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "emr": "elasticmapreduce",
    "eventbridge": "events",
    "firehose": "kinesis-firehose",
    "keyspaces": "cassandra",
    "kinesis": "kinesis-streams",
    "parameter-store": "ssm",
    "sagemaker": "sagemaker.api and sagemaker.runtime",
    "secrets-manager": "secretsmanager",
    "ses": "email or email-smtp",
    "stepfunctions": "states",
    "step-functions": "states",
}
