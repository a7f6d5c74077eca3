"""Requests for objects that a KMS key encrypts need the permission to use the key.

Ledger: kms-object-permissions, kms-key-state
"""

from typing import Any
from urllib.parse import unquote

from .. import s3_store
from ..access.principal import who
from ..messages import Answer, Call, aws_error
from . import encryption, keys
from .judge import may_use_through_s3

_READ = ["kms:Decrypt"]
_WRITE = ["kms:GenerateDataKey"]
_WRITE_PARTS = ["kms:GenerateDataKey", "kms:Decrypt"]


def handle(call: Call) -> Answer | None:
    """Answer with the error of AWS if the caller may not use the key, or return None."""
    if call.s3_host is None or call.s3_host.kind != "s3" or call.key is None:
        return None
    bucket = s3_store.bucket(call.bucket)
    if bucket is None:
        return None
    if call.action in ("s3:GetObject", "s3:GetObjectVersion") and call.method == "GET":
        entry = s3_store.version(bucket, call.key, call.query.get("versionId"))
        return _read(call, bucket, entry)
    starts_upload = "uploadId" not in call.query and "partNumber" not in call.query
    if call.action == "s3:PutObject" and starts_upload:
        return _read_copy_source(call) or _write(call, bucket)
    return None


def observe(call: Call, answer: Answer, _: float) -> None:
    """Mark a completed multipart upload as encrypted with the S3 Bucket Key of its bucket. moto forgets it."""
    if call.action != "s3:PutObject" or call.method != "POST" or "uploadId" not in call.query or answer.status >= 300:
        return
    bucket = s3_store.bucket(call.bucket)
    entry = s3_store.version(bucket, call.key or "", answer.header("x-amz-version-id")) if bucket else None
    if entry is not None and encryption.stored(entry).uses_key:
        entry.bucket_key_enabled = encryption.default_of(bucket).bucket_key


def _write(call: Call, bucket: Any) -> Answer | None:
    wanted = encryption.requested(call.headers, bucket)
    if not wanted.uses_key:
        return None
    refusal = _use(call, bucket, call.key or "", wanted, _WRITE_PARTS if "uploads" in call.query else _WRITE)
    if refusal is None:
        key = keys.find(wanted.key_id, bucket.region_name) if wanted.key_id else None
        named = encryption.Encryption(wanted.algorithm, key.arn if key else None, wanted.bucket_key)
        encryption.write_headers(call.headers, named)
    return refusal


def _read_copy_source(call: Call) -> Answer | None:
    source = unquote(call.headers.get("x-amz-copy-source", "")).lstrip("/")
    name, _, query = source.partition("?versionId=")
    owner, _, key = name.partition("/")
    bucket = s3_store.bucket(owner)
    if not key or bucket is None:
        return None
    return _read(call, bucket, s3_store.version(bucket, key, query or None))


def _read(call: Call, bucket: Any, entry: Any) -> Answer | None:
    return None if entry is None else _use(call, bucket, entry.name, encryption.stored(entry), _READ)


def _use(call: Call, bucket: Any, name: str, used: encryption.Encryption, actions: list[str]) -> Answer | None:
    if used.managed_key is None:
        return None
    key = keys.find(used.managed_key, bucket.region_name)
    if key is None:
        return aws_error(call, 400, "KMS.NotFoundException", f"Key '{used.managed_key}' does not exist")
    if key.key_usage != "ENCRYPT_DECRYPT" or key.key_spec != "SYMMETRIC_DEFAULT":
        return aws_error(call, 400, "KMS.InvalidKeyUsageException", f"{key.arn} is not a symmetric encryption key")
    state = keys.state_error(key)
    if state is not None:
        return aws_error(call, 400, state, f"{key.arn} is {key.key_state}")
    caller = who(call)
    arn = caller.arn if caller else "anonymous"
    context = encryption.context_arn(used, bucket.name, name)
    for action in actions:
        if caller is None or not may_use_through_s3(arn, action, key, bucket.region_name, context):
            reason = f"User: {arn} is not authorized to perform: {action} on resource: {key.arn}"
            return aws_error(call, 403, "AccessDenied", reason)
    return None
