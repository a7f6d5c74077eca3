"""Decides whether replication may use the keys of the source and of the replica, and names the reason if it may not.

AWS documents no reason of its own for the key of the source. SrcGetObjectNotPermitted is assumed.

Ledger: replication-failure-reasons, kms-replication-permissions
"""

from typing import Any

from . import encryption, keys
from .judge import may_use_through_s3


def failure_reason(role: str, source: Any, entry: Any, destination: Any, replica_key: str | None) -> str | None:
    """Return the failureReason of the event, or None if the keys can be used."""
    used = encryption.stored(entry)
    if not used.uses_key:
        return None
    context = encryption.context_arn(used, source.name, entry.name)
    reason = _reason(role, used.managed_key, source.region_name, context, ["kms:Decrypt"])
    if reason is not None:
        return {"not permitted": "SrcGetObjectNotPermitted"}.get(reason, "SrcKmsKeyInvalidState")
    replica = replica_encryption(used, destination, replica_key)
    context = encryption.context_arn(replica, destination.name, entry.name)
    actions = ["kms:Encrypt", "kms:Decrypt"] if replica.bucket_key else ["kms:Encrypt"]
    reason = _reason(role, replica_key, destination.region_name, context, actions)
    return {
        None: None,
        "missing": "DstKmsKeyNotFound",
        "state": "DstKmsKeyInvalidState",
        "not permitted": "DstPutObjectNotPermitted",
    }[reason]


def replica_encryption(source: encryption.Encryption, destination: Any, replica_key: str | None) -> encryption.Encryption:
    """Return the encryption of a replica: that of the source, with the key of the rule."""
    if not source.uses_key:
        default = encryption.default_of(destination)
        return default if source.algorithm is None else source
    bucket_key = source.bucket_key or encryption.default_of(destination).bucket_key
    return encryption.Encryption(source.algorithm, replica_key, bucket_key)


def _reason(role: str, key_id: str | None, region: str, context: str, actions: list[str]) -> str | None:
    if key_id is None:
        return None
    key = keys.find(key_id, region)
    if key is None:
        return "missing"
    if keys.state_error(key) is not None or key.key_spec != "SYMMETRIC_DEFAULT" or key.key_usage != "ENCRYPT_DECRYPT":
        return "state"
    allowed = all(may_use_through_s3(role, action, key, region, context) for action in actions)
    return None if allowed else "not permitted"
