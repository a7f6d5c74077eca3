"""S3 replication between the buckets in moto."""
