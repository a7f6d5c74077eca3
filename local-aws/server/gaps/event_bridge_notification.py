"""GetBucketNotificationConfiguration returns the EventBridge element, which moto drops.

Ledger: replication-eventbridge
"""

from typing import Any

from moto.s3.responses import S3Response

_TAG = "<EventBridgeConfiguration></EventBridgeConfiguration>"
_EMPTY = '<NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{}</NotificationConfiguration>'


def install() -> None:
    """Add the EventBridge element to moto's answer."""
    original = S3Response.get_bucket_notification

    def get_bucket_notification(self: S3Response) -> tuple[int, Any, str]:
        status, headers, body = original(self)
        text = body.decode() if isinstance(body, bytes) else body
        configuration = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if configuration is None or configuration.event_bridge is None:
            return status, headers, text
        head, end, tail = text.rpartition("</NotificationConfiguration>")
        return status, headers, f"{head}{_TAG}{end}{tail}" if end else _EMPTY.format(_TAG)

    S3Response.get_bucket_notification = get_bucket_notification
