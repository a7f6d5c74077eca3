"""Which replication rules an object falls under."""

from dataclasses import dataclass
from typing import Any, Dict, List, Optional

from .. import s3_store


@dataclass(frozen=True)
class Rule:
    """An enabled rule of a bucket's replication configuration."""

    identity: str
    source: str
    destination: str
    delete_markers: bool
    metrics: bool
    replica_modifications: bool
    storage_class: Optional[str]


def matching(bucket: Any, key: str, tags: Dict[str, str]) -> List[Rule]:
    """The enabled rules that an object of this bucket falls under; one for each destination, the highest priority."""
    chosen: Dict[str, Rule] = {}
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
        )
    return list(chosen.values())


def region_of(bucket: str) -> str:
    """The Region of a bucket; empty when it is gone."""
    found = s3_store.bucket(bucket)
    return found.region_name if found else ""


def _replica_modifications(entry: Dict[str, Any]) -> bool:
    criteria = (entry.get("SourceSelectionCriteria") or {}).get("ReplicaModifications") or {}
    return criteria.get("Status") == "Enabled"


def _covers(entry: Dict[str, Any], key: str, tags: Dict[str, str]) -> bool:
    outer = entry.get("Filter") or {}
    inner = outer.get("And") or outer
    prefix = inner.get("Prefix") or entry.get("Prefix") or ""
    wanted = inner.get("Tag") or []
    pairs = wanted if isinstance(wanted, list) else [wanted]
    return key.startswith(prefix) and all(tags.get(pair["Key"]) == pair["Value"] for pair in pairs)
