"""Writes a replica with the version id, time, entity tag, metadata, content, tags and lock of the source.

Ledger: object-lock-replication
"""

from typing import Any

from moto.s3.models import FakeDeleteMarker, FakeKey

from .. import s3_store
from ..kms import encryption
from ..kms.replication import replica_encryption


def write_object(source: FakeKey, destination: Any, storage_class: str | None, replica_key: str | None) -> None:
    """Write an object version to the destination. A repetition updates the tags and the lock."""
    replica = s3_store.version(destination, source.name, source.version_id)
    if replica is None:
        encrypted = replica_encryption(encryption.stored(source), destination, replica_key)
        replica = FakeKey(
            name=source.name,
            value=source.value,
            account_id=source.account_id,
            region_name=destination.region_name,
            storage=storage_class or source.storage_class,
            etag=source.etag.strip('"'),
            is_versioned=True,
            version_id=source.version_id,
            bucket_name=destination.name,
            encryption=encrypted.algorithm,
            kms_key_id=encrypted.key_id,
            bucket_key_enabled=encrypted.bucket_key if encrypted.uses_key else None,
        )
        replica.last_modified = source.last_modified
        replica.checksum_algorithm, replica.checksum_value = source.checksum_algorithm, source.checksum_value
        replica.checksum_type, replica.checksum_parts = source.checksum_type, source.checksum_parts
        replica.set_metadata(source.metadata, replace=True)
        replica.replication_status = "REPLICA"
        _insert(destination, source.name, replica)
    replica.lock_mode, replica.lock_until = source.lock_mode, source.lock_until
    replica.lock_legal_status = source.lock_legal_status
    tagger = s3_store.backend().tagger
    tagger.delete_all_tags_for_resource(replica.arn)
    tagger.copy_tags(source.arn, replica.arn)


def write_marker(source: FakeDeleteMarker, destination: Any) -> None:
    """Write a delete marker to the destination."""
    if s3_store.version(destination, source.name, source.version_id) is not None:
        return
    marker = FakeDeleteMarker(key=source.key)
    marker._version_id, marker.last_modified = source.version_id, source.last_modified
    _insert(destination, source.name, marker)


def _insert(destination: Any, name: str, entry: Any) -> None:
    """Insert a version in the order of creation, not of arrival."""
    ordered = sorted([*s3_store.versions(destination, name), entry], key=lambda version: version.last_modified)
    destination.keys.setlist(name, ordered)
