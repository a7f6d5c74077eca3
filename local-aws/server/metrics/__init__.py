"""What S3 itself publishes to CloudWatch: replication metrics and request metrics."""
