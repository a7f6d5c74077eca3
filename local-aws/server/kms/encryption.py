"""The encryption of an object: the key, and the encryption context that S3 sends to KMS.

Ledger: kms-encryption-context, kms-multipart
"""

from dataclasses import dataclass
from typing import Any

ALGORITHM = "aws:kms"
_HEADER = "x-amz-server-side-encryption"


@dataclass(frozen=True)
class Encryption:
    """The encryption of one object. `key_id` is None for the AWS managed key aws/s3."""

    algorithm: str | None
    key_id: str | None
    bucket_key: bool

    @property
    def uses_key(self) -> bool:
        """Return whether a KMS key encrypts the object."""
        return self.algorithm == ALGORITHM

    @property
    def managed_key(self) -> str | None:
        """Return the customer managed key that encrypts the object, if any."""
        return self.key_id if self.uses_key and not str(self.key_id).endswith("alias/aws/s3") else None


def default_of(bucket: Any) -> Encryption:
    """Return the default encryption of a bucket."""
    rule = (getattr(bucket, "encryption", None) or {}).get("Rule") or {}
    default = rule.get("ApplyServerSideEncryptionByDefault") or {}
    return Encryption(default.get("SSEAlgorithm"), default.get("KMSMasterKeyID"), _true(rule.get("BucketKeyEnabled")))


def requested(headers: dict[str, str], bucket: Any) -> Encryption:
    """Return the encryption of an upload: what its headers ask for, or the default of the bucket."""
    default, algorithm = default_of(bucket), headers.get(_HEADER)
    if algorithm is None:
        return default
    wanted = headers.get(f"{_HEADER}-bucket-key-enabled")
    key_id = headers.get(f"{_HEADER}-aws-kms-key-id")
    return Encryption(algorithm, key_id, default.bucket_key if wanted is None else _true(wanted))


def write_headers(headers: dict[str, str], encryption: Encryption) -> None:
    """Name the encryption in the headers of an upload. moto ignores the default of the bucket for some uploads."""
    headers[_HEADER] = ALGORITHM
    headers[f"{_HEADER}-bucket-key-enabled"] = str(encryption.bucket_key).lower()
    if encryption.key_id is not None:
        headers[f"{_HEADER}-aws-kms-key-id"] = encryption.key_id


def stored(entry: Any) -> Encryption:
    """Return the encryption of an object."""
    return Encryption(
        getattr(entry, "encryption", None), getattr(entry, "kms_key_id", None), _true(getattr(entry, "bucket_key_enabled", None))
    )


def context_arn(encryption: Encryption, bucket: str, key: str) -> str:
    """Return the encryption context: the ARN of the bucket with an S3 Bucket Key, or else the ARN of the object."""
    return f"arn:aws:s3:::{bucket}" if encryption.bucket_key else f"arn:aws:s3:::{bucket}/{key}"


def _true(value: Any) -> bool:
    return str(value).lower() == "true"
