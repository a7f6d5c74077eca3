"""The x-amz-replication-status header.

Ledger: replication-status
"""

from typing import Any

from moto.s3.models import FakeKey


def install() -> None:
    """Add the replication status of an object to moto's answer."""
    original = FakeKey.response_dict.fget

    def response_dict(self: FakeKey) -> dict[str, Any]:
        fields = original(self)
        status = getattr(self, "replication_status", None)
        if status:
            fields["x-amz-replication-status"] = status
        return fields

    FakeKey.response_dict = property(response_dict)
