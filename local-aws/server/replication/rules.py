"""Finds the replication rules that apply to an object.

Ledger: replication-overlap, replication-sse-kms
"""

from dataclasses import dataclass
from typing import Any

from .. import s3_store


@dataclass(frozen=True)
class Rule:
    """An enabled rule of a replication configuration."""

    identity: str
    source: str
    destination: str
    delete_markers: bool
    metrics: bool
    replica_modifications: bool
    storage_class: str | None
    encrypted: bool = False
    replica_key: str | None = None


def matching(bucket: Any, key: str, tags: dict[str, str], encrypted: bool = False) -> list[Rule]:
    """Return the enabled rules for an object: for each destination, the one with the highest priority.

    A rule selects objects that a KMS key encrypts only if it says so.
    """
    chosen: dict[str, Rule] = {}
    entries = (getattr(bucket, "replication", None) or {}).get("Rule", [])
    for entry in sorted(entries, key=lambda rule: -int(rule.get("Priority", 0))):
        destination = entry["Destination"]["Bucket"].rpartition(":")[2]
        if entry.get("Status") != "Enabled" or destination in chosen or not _covers(entry, key, tags):
            continue
        chosen[destination] = Rule(
            identity=entry.get("ID", ""),
            source=bucket.name,
            destination=destination,
            delete_markers=(entry.get("DeleteMarkerReplication") or {}).get("Status") == "Enabled",
            metrics=(entry["Destination"].get("Metrics") or {}).get("Status") == "Enabled",
            replica_modifications=_replica_modifications(entry),
            storage_class=entry["Destination"].get("StorageClass"),
            encrypted=_selects_encrypted(entry),
            replica_key=(entry["Destination"].get("EncryptionConfiguration") or {}).get("ReplicaKmsKeyID"),
        )
    return [rule for rule in chosen.values() if rule.encrypted or not encrypted]


def region_of(bucket: str) -> str:
    """Return the Region of a bucket, or an empty text if it does not exist."""
    found = s3_store.bucket(bucket)
    return found.region_name if found else ""


def _replica_modifications(entry: dict[str, Any]) -> bool:
    criteria = (entry.get("SourceSelectionCriteria") or {}).get("ReplicaModifications") or {}
    return criteria.get("Status") == "Enabled"


def _selects_encrypted(entry: dict[str, Any]) -> bool:
    criteria = (entry.get("SourceSelectionCriteria") or {}).get("SseKmsEncryptedObjects") or {}
    return criteria.get("Status") == "Enabled"


def _covers(entry: dict[str, Any], key: str, tags: dict[str, str]) -> bool:
    outer = entry.get("Filter") or {}
    inner = outer.get("And") or outer
    prefix = inner.get("Prefix") or entry.get("Prefix") or ""
    wanted = inner.get("Tag") or []
    pairs = wanted if isinstance(wanted, list) else [wanted]
    return key.startswith(prefix) and all(tags.get(pair["Key"]) == pair["Value"] for pair in pairs)
