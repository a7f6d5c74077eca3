"""The metrics that S3 publishes to CloudWatch: replication metrics and request metrics."""
