"""The versions that somebody deleted by version id. S3 Batch Replication does not create them again.

Ledger: batch-hard-deleted
"""

from .. import s3_store


def note(bucket: str, key: str, version_id: str) -> None:
    """Remember that a version was deleted."""
    found = s3_store.bucket(bucket)
    if found is not None:
        found.__dict__.setdefault("local_deleted_versions", set()).add((key, version_id))


def was_deleted(bucket: str, key: str, version_id: str) -> bool:
    """Return whether a version was deleted from a bucket and is not there."""
    found = s3_store.bucket(bucket)
    if found is None or s3_store.version(found, key, version_id) is not None:
        return False
    return (key, version_id) in found.__dict__.get("local_deleted_versions", set())
