"""The x-amz-replication-status header."""

from typing import Any, Dict

from moto.s3.models import FakeKey


def install() -> None:
    """Let moto answer an object's replication status."""
    original = FakeKey.response_dict.fget

    def response_dict(self: FakeKey) -> Dict[str, Any]:
        fields = original(self)
        status = getattr(self, "replication_status", None)
        if status:
            fields["x-amz-replication-status"] = status
        return fields

    FakeKey.response_dict = property(response_dict)
