"""Object Lock as S3 has it since 2023: it can be enabled on a bucket with objects, and neither it nor versioning can be
switched off again. moto accepts only an empty bucket, any retention, and a shorter retention in compliance mode. It does not
know GetObjectRetention.

Ledger: object-lock-existing, object-lock-retention
"""

from datetime import datetime, timezone
from typing import Any

from moto.s3.exceptions import AccessDeniedByLock, InvalidBucketState, MalformedXML, S3ClientError
from moto.s3.models import FakeKey, S3Backend
from moto.s3.responses import S3Response

_MODES = ("GOVERNANCE", "COMPLIANCE")
_MOST = {"days": 36_500, "years": 100}


_NO_RETENTION = (
    "<Error><Code>NoSuchObjectLockConfiguration</Code>"
    "<Message>The specified object does not have a ObjectLock configuration</Message></Error>"
)


class _LockedKey(str):
    """The key of a version that a lock protects from deletion, with its version id."""

    version_id: str | None = None


def _put_configuration(
    backend: S3Backend,
    bucket_name: str,
    lock_enabled: bool,
    mode: str | None = None,
    days: int | None = None,
    years: int | None = None,
) -> None:
    bucket = backend.get_bucket(bucket_name)
    if not bucket.is_versioned:
        raise InvalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
    if not lock_enabled:
        raise MalformedXML
    if mode is not None:
        if mode not in _MODES or bool(days) == bool(years):
            raise MalformedXML
        for name, value in (("days", days or 0), ("years", years or 0)):
            if not 0 <= value <= _MOST[name]:
                raise S3ClientError("InvalidArgument", f"Default retention period must be at most {_MOST[name]} {name}")
    bucket.object_lock_enabled = True
    bucket.default_lock_mode, bucket.default_lock_days, bucket.default_lock_years = mode, days or 0, years or 0


def _until(text: str | None) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00")) if text else datetime.min
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _weakens(version: FakeKey, mode: str | None, until: str | None, bypass: bool) -> bool:
    """Whether a new retention is weaker than the one that protects the version now."""
    if version.lock_mode not in _MODES or _until(version.lock_until) <= datetime.now(timezone.utc):
        return False
    if version.lock_mode == "GOVERNANCE" and bypass:
        return False
    return _until(until) < _until(version.lock_until) or (mode != "COMPLIANCE" and mode != version.lock_mode)


def install() -> None:
    """Replace the checks of moto."""
    _install_backend()
    _install_responses()


def _install_backend() -> None:
    set_versioning, put_object, delete_object = (
        S3Backend.put_bucket_versioning,
        S3Backend.put_object,
        S3Backend.delete_object,
    )

    def put_bucket_versioning(self: S3Backend, bucket_name: str, status: str) -> None:
        if status != "Enabled" and self.get_bucket(bucket_name).object_lock_enabled:
            raise InvalidBucketState(
                "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
            )
        set_versioning(self, bucket_name, status)

    def put(self: S3Backend, bucket_name: str, *args: Any, **more: Any) -> FakeKey:
        bucket = self.get_bucket(bucket_name)
        if more.get("multipart") is not None and bucket.has_default_lock and not more.get("lock_mode"):
            more.update(lock_mode=bucket.default_lock_mode, lock_until=bucket.default_retention())
        return put_object(self, bucket_name, *args, **more)

    def delete_objects(
        self: S3Backend, bucket_name: str, objects: list[dict[str, Any]], bypass_retention: bool = False
    ) -> tuple[list[tuple[str, str | None, str | None]], list[str]]:
        deleted: list[tuple[str, str | None, str | None]] = []
        errors: list[str] = []
        for one in objects:
            key, version = one["Key"], one.get("VersionId", None)
            try:
                _, answer = delete_object(self, bucket_name, key, version_id=version, bypass=bypass_retention)
                deleted.append((key, version, (answer or {}).get("version-id") if not version else None))
            except AccessDeniedByLock:
                locked = _LockedKey(key)
                locked.version_id = version
                errors.append(locked)
        return deleted, errors

    S3Backend.put_object_lock_configuration = _put_configuration
    S3Backend.put_bucket_versioning = put_bucket_versioning
    S3Backend.put_object = put
    S3Backend.delete_objects = delete_objects


def _install_responses() -> None:
    get, get_configuration, delete_keys, set_retention = (
        S3Response._key_response_get,
        S3Response.get_object_lock_configuration,
        S3Response._bucket_response_delete_keys,
        S3Response.put_object_retention,
    )

    def answering(response: S3Response, change: Any, answer: Any) -> Any:
        """Run a call of moto, and change what it serializes."""
        serialize = response.serialized

        def changed(action_result: Any) -> Any:
            change(action_result.result)
            return serialize(action_result)

        response.serialized = changed
        try:
            return answer()
        finally:
            del response.serialized

    def one_period(result: dict[str, Any]) -> None:
        retention = result["ObjectLockConfiguration"].get("Rule", {}).get("DefaultRetention", {})
        for name in ("Days", "Years"):
            if not retention.get(name):
                retention.pop(name, None)

    def with_versions(result: dict[str, Any]) -> None:
        for error in result["Errors"]:
            if getattr(error["Key"], "version_id", None):
                error["VersionId"] = error["Key"].version_id

    def put_object_retention(response: S3Response) -> Any:
        version = response.backend.get_object(
            response.bucket_name, response.parse_key_name(), version_id=response._get_param("versionId")
        )
        bypass = response.headers.get("x-amz-bypass-governance-retention", "").lower() == "true"
        mode, until = response._mode_until_from_body()
        if isinstance(version, FakeKey) and _weakens(version, mode, until, bypass):
            raise AccessDeniedByLock
        return set_retention(response)

    def key_response_get(response: S3Response, query: dict[str, Any], key_name: str) -> Any:
        if "retention" not in query:
            return get(response, query, key_name)
        xml = {"content-type": "application/xml"}
        if not response.backend.get_bucket(response.bucket_name).object_lock_enabled:
            raise S3ClientError("InvalidRequest", "Bucket is missing Object Lock Configuration")
        version, _ = response._get_key(validate_storage_class=False)
        if version.lock_mode not in _MODES or not version.lock_until:
            return 404, xml, _NO_RETENTION
        mode, until = f"<Mode>{version.lock_mode}</Mode>", f"<RetainUntilDate>{version.lock_until}</RetainUntilDate>"
        body = f'<Retention xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{mode}{until}</Retention>'
        return 200, xml, body

    S3Response._key_response_get = key_response_get
    S3Response.get_object_lock_configuration = lambda self: answering(self, one_period, lambda: get_configuration(self))
    S3Response._bucket_response_delete_keys = lambda self, *args, **more: answering(
        self, with_versions, lambda: delete_keys(self, *args, **more)
    )
    S3Response.put_object_retention = put_object_retention
