"""Finds the KMS keys in moto.

Ledger: kms-key-region
"""

from typing import Any

from moto.kms.models import kms_backends

from .. import s3_store


def find(key_id: str, region: str) -> Any | None:
    """Return the key with this id, ARN or alias in a Region, or None."""
    if key_id.startswith("arn:") and key_id.split(":")[3:4] != [region]:
        return None
    backend = kms_backends[s3_store.ACCOUNT][region]
    name = key_id.rpartition(":")[2] if key_id.startswith("arn:") else key_id
    if name.startswith("alias/"):
        return next((key for key in backend.keys.values() if name in key.aliases), None)
    return backend.keys.get(name.removeprefix("key/"))


def state_error(key: Any) -> str | None:
    """Return the error code of S3 for a key that cannot be used because of its state, or None."""
    if key.key_state == "Enabled":
        return None
    return "KMS.DisabledException" if key.key_state == "Disabled" else "KMS.KMSInvalidStateException"
