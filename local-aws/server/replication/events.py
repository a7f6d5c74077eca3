"""The replication event of S3, with the rule, the destination and the reason of a failure. moto sends none of them.

Ledger: replication-events, replication-failure-reasons
"""

from contextvars import ContextVar
from typing import Any

from moto.s3 import notifications

_details: ContextVar[dict[str, Any] | None] = ContextVar("details", default=None)


def send(account: str, event: Any, bucket: Any, entry: Any, details: dict[str, Any]) -> None:
    """Send an event about an object version, with these fields in replicationEventData."""
    token = _details.set(details)
    try:
        notifications.send_event(account, event, bucket, entry)
    finally:
        _details.reset(token)


def install() -> None:
    """Add the version and the replication data to the event of moto."""
    original = notifications._get_s3_event

    def with_details(event_name: str, bucket: Any, key: Any, notification_id: str) -> dict[str, Any]:
        event: dict[str, Any] = original(event_name, bucket, key, notification_id)
        details = _details.get()
        if details is not None:
            for record in event["Records"]:
                record["eventVersion"] = "2.2"
                record["s3"]["object"]["versionId"] = key.version_id
                record["replicationEventData"] = details
        return event

    notifications._get_s3_event = with_details
