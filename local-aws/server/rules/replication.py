"""Replication configurations that S3 rejects: unversioned buckets, and Replication Time Control without metrics.

Ledger: replication-versioning, replication-rtc-metrics
"""

from collections.abc import Iterator
from xml.etree import ElementTree

from .. import s3_store
from ..messages import Answer, Call, aws_error


def handle(call: Call) -> Answer | None:
    """Reject the configuration, or return None."""
    if call.action != "s3:PutReplicationConfiguration" or call.method != "PUT":
        return None
    bucket = s3_store.bucket(call.bucket)
    if bucket is None:
        return None
    if not bucket.is_versioned:
        return _invalid(call, "Versioning must be 'Enabled' on the bucket to apply a replication configuration")
    for rule in _rules(call.body):
        destination = s3_store.bucket(rule["Bucket"].rpartition(":")[2])
        if destination is not None and not destination.is_versioned:
            return _invalid(call, "Destination bucket must have versioning enabled.")
        if rule["ReplicationTime"] == "Enabled" and rule["Metrics"] != "Enabled":
            return _invalid(call, "Replication metrics must be enabled if Replication Time Control is enabled")
    return None


def _invalid(call: Call, message: str) -> Answer:
    return aws_error(call, 400, "InvalidRequest", message)


def _rules(body: bytes) -> Iterator[dict[str, str]]:
    """Yield the destination bucket and the status of time control and metrics of each rule."""
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        return
    for destination in root.iterfind(".//{*}Rule/{*}Destination"):
        yield {
            "Bucket": destination.findtext("{*}Bucket", ""),
            "ReplicationTime": destination.findtext("{*}ReplicationTime/{*}Status", ""),
            "Metrics": destination.findtext("{*}Metrics/{*}Status", ""),
        }
