"""Sees what a request changed in a bucket and adds it to the replication engine.

Ledger: replication-full-mesh
"""

from typing import Any
from xml.etree import ElementTree

from moto.s3.models import FakeKey

from .. import s3_store
from ..kms import encryption
from ..messages import Answer, Call
from .deleted import note
from .engine import Engine
from .rules import matching

# Actions that change the metadata of a version.
_METADATA = ("ObjectTagging", "ObjectVersionTagging", "ObjectRetention", "ObjectLegalHold")


class ReplicationObserver:
    """Replicates puts, copies, completed multipart uploads, delete markers, and changes of tags and locks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def observe(self, call: Call, answer: Answer, _: float) -> None:
        """Look at a call and its answer."""
        if call.s3_host is None or call.s3_host.kind != "s3" or answer.status >= 300 or call.bucket is None:
            return
        if call.action in ("s3:DeleteObject", "s3:DeleteObjectVersion"):
            _note_deleted(call, answer)
        bucket = s3_store.bucket(call.bucket)
        if bucket is None or not getattr(bucket, "replication", None):
            return
        version = answer.header("x-amz-version-id")
        if call.key is not None and call.action in ("s3:PutObject", "s3:DeleteObject"):
            if "partNumber" not in call.query and "uploads" not in call.query:
                self._replicate(bucket, call.key, version)
        elif call.key is not None and call.action and call.action.endswith(_METADATA):
            if not call.action.startswith("s3:Get"):
                self._replicate(bucket, call.key, call.query.get("versionId"))
        elif call.action == "s3:DeleteObject":
            for key, marker in _deleted(answer.body):
                self._replicate(bucket, key, marker)

    def _replicate(self, bucket: Any, key: str, version_id: str | None) -> None:
        entry = s3_store.version(bucket, key, version_id)
        if entry is None:
            return
        is_object = isinstance(entry, FakeKey)
        is_replica = getattr(entry, "replication_status", None) == "REPLICA"
        tags = s3_store.backend().tagger.get_tag_dict_for_resource(entry.arn) if is_object else {}
        rules = [
            rule
            for rule in matching(bucket, key, tags, is_object and encryption.stored(entry).uses_key)
            if (is_object or rule.delete_markers) and (rule.replica_modifications or not is_replica)
        ]
        if rules:
            self._engine.add(rules, entry)


def _note_deleted(call: Call, answer: Answer) -> None:
    """Remember the versions that a request deleted by version id."""
    bucket = call.bucket or ""
    if call.key is not None:
        if "versionId" in call.query:
            note(bucket, call.key, call.query["versionId"])
        return
    for element in ElementTree.fromstring(answer.body).iter():
        if element.tag.rpartition("}")[2] == "Deleted":
            fields = {child.tag.rpartition("}")[2]: child.text or "" for child in element}
            if fields.get("VersionId"):
                note(bucket, fields["Key"], fields["VersionId"])


def _deleted(body: bytes) -> list:
    """Return the key and version id of each delete marker in the answer to DeleteObjects."""
    pairs = []
    for element in ElementTree.fromstring(body).iter():
        if element.tag.rpartition("}")[2] != "Deleted":
            continue
        fields = {child.tag.rpartition("}")[2]: child.text or "" for child in element}
        if fields.get("DeleteMarkerVersionId"):
            pairs.append((fields["Key"], fields["DeleteMarkerVersionId"]))
    return pairs
