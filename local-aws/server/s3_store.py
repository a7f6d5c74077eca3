"""Finding moto's S3 buckets and the objects in them."""

from typing import Any, List, Optional

from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import S3Backend, s3_backends

ACCOUNT = DEFAULT_ACCOUNT_ID
PARTITION = "aws"


def backend() -> S3Backend:
    """The one S3 backend: moto keeps the buckets of all Regions together."""
    return s3_backends[ACCOUNT][PARTITION]


def bucket(name: Optional[str]) -> Optional[Any]:
    """A bucket by its name."""
    return backend().buckets.get(name) if name else None


def versions(owner: Any, key: str) -> List[Any]:
    """All versions of a key, oldest first, delete markers among them."""
    return list(owner.keys.getlist(key, []))


def version(owner: Any, key: str, version_id: Optional[str]) -> Optional[Any]:
    """One version of a key; without an id the latest."""
    known = versions(owner, key)
    if version_id is None:
        return known[-1] if known else None
    return next((entry for entry in known if entry.version_id == version_id), None)
