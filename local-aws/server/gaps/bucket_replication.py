"""GetBucketReplication returns the stored configuration. moto returns a fixed filter and delete marker status.

Ledger: replication-stored
"""

import xmltodict
from moto.s3.exceptions import ReplicationConfigurationNotFoundError
from moto.s3.responses import S3Response

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def _get_bucket_replication(response: S3Response):  # type: ignore[no-untyped-def]
    stored = response.backend.get_bucket_replication(response.bucket_name)
    if not stored:
        raise ReplicationConfigurationNotFoundError(bucket_name=response.bucket_name)
    content = {name: value for name, value in stored.items() if not name.startswith("@")}
    return 200, {}, xmltodict.unparse({"ReplicationConfiguration": {"@xmlns": _NAMESPACE, **content}})


def install() -> None:
    """Return the stored configuration."""
    S3Response.get_bucket_replication = _get_bucket_replication
