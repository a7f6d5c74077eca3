"""Generates the manifest of a job: the object versions that its filter selects.

Ledger: batch-manifest-filter, batch-delete-markers
"""

import csv
import hashlib
import io
import json
import time
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote

from moto.s3.models import FakeKey

from .. import s3_store
from ..kms import encryption
from ..replication.rules import Rule, matching
from .job import Job, Task
from .request import name_of

_ARCHIVED = ("GLACIER", "DEEP_ARCHIVE")


def select(job: Job) -> list[Task]:
    """Return the tasks of a job, oldest version first within a key."""
    bucket = s3_store.bucket(job.source)
    wanted = job.generator.get("Filter") or {}
    statuses = wanted.get("ObjectReplicationStatuses")
    after, before = _time(wanted.get("CreatedAfter")), _time(wanted.get("CreatedBefore"))
    if bucket is None:
        return []
    return [
        Task(key, entry.version_id)
        for key in sorted(bucket.keys)
        for entry in s3_store.versions(bucket, key)
        if rules_for(bucket, entry)
        and (not statuses or (getattr(entry, "replication_status", None) or "NONE") in statuses)
        and (after is None or entry.last_modified.timestamp() > after)
        and (before is None or entry.last_modified.timestamp() < before)
    ]


def rules_for(bucket: Any, entry: Any) -> list[Rule]:
    """Return the rules that replicate a version. Unlike live replication, a job also replicates replicas."""
    is_object = isinstance(entry, FakeKey)
    if is_object and entry.storage_class in _ARCHIVED:
        return []
    tags = s3_store.backend().tagger.get_tag_dict_for_resource(entry.arn) if is_object else {}
    encrypted = is_object and encryption.stored(entry).uses_key
    return [rule for rule in matching(bucket, entry.name, tags, encrypted) if is_object or rule.delete_markers]


def write(job: Job) -> None:
    """Write the manifest to its bucket, and remember its key and entity tag."""
    output = job.generator.get("ManifestOutputLocation")
    if job.generator.get("EnableManifestOutput") != "true" or output is None:
        return
    place, start = name_of(output["Bucket"]), f"{output.get('ManifestPrefix', '')}/job-{job.identity}".lstrip("/")
    text = io.StringIO()
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for task in job.tasks:
        rows.writerow([job.source, quote(task.key, safe="/"), task.version_id])
    data = f"{start}/data/{job.identity}.csv"
    put(place, data, text.getvalue())
    body = json.dumps(
        {
            "sourceBucket": job.source,
            "destinationBucket": output["Bucket"],
            "version": "2021-11-30",
            "creationTimestamp": str(int(time.time() * 1000)),
            "fileFormat": "CSV",
            "fileSchema": "Bucket, Key, VersionId",
            "files": [{"key": data, "size": len(text.getvalue()), "MD5checksum": _md5(text.getvalue())}],
        }
    )
    put(place, f"{start}/manifest.json", body)
    job.manifest = (f"{output['Bucket']}/{start}/manifest.json", _md5(body))


def put(bucket: str, key: str, text: str) -> None:
    """Write an object as S3 does for a job."""
    s3_store.backend().put_object(bucket, key, text.encode(), encryption="AES256")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _time(text: str | None) -> float | None:
    if text is None:
        return None
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (found if found.tzinfo else found.replace(tzinfo=timezone.utc)).timestamp()
