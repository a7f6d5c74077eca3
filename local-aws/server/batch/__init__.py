"""S3 Batch Operations: jobs that replicate the existing objects of a bucket (S3 Batch Replication)."""
