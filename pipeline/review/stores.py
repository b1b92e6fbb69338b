"""Types that hold an application's data."""

# A new resource in place of the old one does not have the data; each with its name in a sentence.
STORES = {
    "AWS::DynamoDB::Table": "table",
    "AWS::EFS::FileSystem": "file system",
    "AWS::ElastiCache::ReplicationGroup": "cache",
    "AWS::RDS::DBCluster": "database",
    "AWS::RDS::DBInstance": "database",
    "AWS::S3::Bucket": "bucket",
    "AWS::SQS::Queue": "queue",
}
