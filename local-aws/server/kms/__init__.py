"""Key policies, and the encryption of S3 objects with KMS keys."""
