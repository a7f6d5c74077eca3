"""Finds moto's S3 buckets and the objects in them."""

from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import S3Backend, s3_backends

ACCOUNT = DEFAULT_ACCOUNT_ID
PARTITION = "aws"


def backend() -> S3Backend:
    """Return the S3 backend. moto keeps the buckets of all Regions in one backend."""
    return s3_backends[ACCOUNT][PARTITION]


def bucket(name: str | None) -> Any | None:
    """Return a bucket by name."""
    return backend().buckets.get(name) if name else None


def versions(owner: Any, key: str) -> list[Any]:
    """Return all versions and delete markers of a key, oldest first."""
    return list(owner.keys.getlist(key, []))


def version(owner: Any, key: str, version_id: str | None) -> Any | None:
    """Return a version of a key. The default is the latest version."""
    known = versions(owner, key)
    if version_id is None:
        return known[-1] if known else None
    return next((entry for entry in known if entry.version_id == version_id), None)
