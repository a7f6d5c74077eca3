"""The replication engine. It takes a change in a bucket, waits, and makes the same change in the destinations.

Ledger: replication-events, replication-role, replication-failure-reasons, object-lock-replication
"""

import sys
import threading
import time
import traceback
from collections import Counter
from datetime import datetime, timezone
from fnmatch import fnmatchcase
from typing import Any

from moto.s3 import notifications
from moto.s3.models import FakeKey

from .. import s3_store
from ..access import simulate
from ..access.trust import may_assume
from ..kms.replication import failure_reason
from ..metrics.replication import ReplicationMetrics
from ..pipeline import S3_WRITES
from . import events, replica
from .queue import Job, Queue
from .rules import Rule, region_of
from .settings import Settings

_EVENTS = notifications.S3NotificationEvent


class Engine:
    """One thread processes the jobs."""

    def __init__(self, metrics: ReplicationMetrics) -> None:
        self.settings = Settings()
        self._metrics = metrics
        self._queue = Queue()
        self._wake = threading.Condition()
        self._counted: Counter[type] = Counter()
        threading.Thread(target=self._run, name="replication", daemon=True).start()

    def add(self, rules: list[Rule], entry: Any) -> None:
        """Replicate a version according to these rules."""
        is_object = isinstance(entry, FakeKey)
        if is_object and getattr(entry, "replication_status", None) != "REPLICA":
            entry.replication_status = "PENDING"
        with self._wake:
            for rule in rules:
                self._queue.add(Job(rule, entry.name, entry.version_id, entry.size if is_object else 0))
            self._wake.notify()

    def waiting(self) -> dict[Rule, list[Job]]:
        """Return the pending jobs by rule."""
        with self._wake:
            return self._queue.waiting()

    def pending(self) -> list[dict[str, Any]]:
        """Return the pending operations by rule, for the control interface."""
        return [
            {
                "source": rule.source,
                "destination": rule.destination,
                "ruleId": rule.identity,
                "operations": len(jobs),
                "bytes": sum(job.size for job in jobs),
                "oldest": min(job.created for job in jobs),
            }
            for rule, jobs in self.waiting().items()
        ]

    def wake(self) -> None:
        """Look at the settings again."""
        with self._wake:
            self._wake.notify()

    def reset(self) -> None:
        """Forget all jobs and settings."""
        with self._wake:
            self._queue, self.settings, self._counted = Queue(), Settings(), Counter()

    def _run(self) -> None:
        while True:
            with self._wake:
                late = self._queue.late(time.time() - self.settings.thresholdSeconds)
                job = self._due()
                if job is None and late is None:
                    self._wake.wait(self._patience())
                    continue
                if job is not None:
                    self._queue.take(job)
            try:
                if late is not None:
                    self._tell(late, _EVENTS.REPLICATION_OPERATION_MISSED_THRESHOLD_EVENT)
                if job is not None:
                    with S3_WRITES:
                        self._work(job)
            except Exception:  # noqa: BLE001 - one bad object must not end replication
                traceback.print_exc(file=sys.stderr)

    def _goes(self, job: Job) -> bool:
        return region_of(job.rule.destination) not in self.settings.pausedDestinations

    def _due(self) -> Job | None:
        before = time.time() - self.settings.delaySeconds
        return next((job for job in self._queue.heads(self._goes) if job.created <= before), None)

    def _patience(self) -> float:
        heads = self._queue.heads(self._goes)
        if not heads:
            return 1.0
        return min(1.0, max(0.001, min(job.created for job in heads) + self.settings.delaySeconds - time.time()))

    def _work(self, job: Job) -> None:
        source, destination = s3_store.bucket(job.rule.source), s3_store.bucket(job.rule.destination)
        entry = s3_store.version(source, job.key, job.version_id) if source else None
        if entry is None:
            self._finish(None, job, "COMPLETED")
            return
        reason = self._transfer(job, source, entry, destination)
        if reason is not None:
            self._metrics.failed(job.rule)
            self._finish(entry, job, "FAILED")
            self._tell(job, _EVENTS.REPLICATION_OPERATION_FAILED_REPLICATION_EVENT, reason)
            return
        self._metrics.done(job.rule, time.time() - job.created)
        self._finish(entry, job, "COMPLETED")
        if job.missed_threshold:
            self._tell(job, _EVENTS.REPLICATION_OPERATION_REPLICATED_AFTER_THRESHOLD_EVENT)

    def copy(self, rule: Rule, entry: Any) -> str | None:
        """Replicate a version now, for S3 Batch Replication. Return why it failed, or None."""
        source, destination = s3_store.bucket(rule.source), s3_store.bucket(rule.destination)
        return self._transfer(Job(rule, entry.name, entry.version_id, 0), source, entry, destination)

    def settle(self, entry: Any, status: str) -> None:
        """Set the status of a source version after S3 Batch Replication. A replica keeps its status."""
        if isinstance(entry, FakeKey) and getattr(entry, "replication_status", None) != "REPLICA":
            entry.replication_status = status

    def _transfer(self, job: Job, source: Any, entry: Any, destination: Any) -> str | None:
        """Write a version to its destination. Return why it failed, or None."""
        reason = self._failure(job, source, entry, destination)
        if reason is not None:
            return reason
        self._counted[type(entry)] += 1
        lost = self.settings.dropEvery and self._counted[type(entry)] % self.settings.dropEvery == 0
        if not lost and isinstance(entry, FakeKey):
            replica.write_object(entry, destination, job.rule.storage_class, job.rule.replica_key)
        elif not lost:
            replica.write_marker(entry, destination)
        return None

    def _failure(self, job: Job, source: Any, entry: Any, destination: Any) -> str | None:
        """Return why the destination does not accept the version, as AWS names it, or None."""
        if destination is None:
            return "DstBucketNotFound"
        if not destination.is_versioned:
            return "DstBucketUnversioned"
        if destination.region_name in self.settings.failingDestinations:
            return "DstPutObjectNotPermitted"
        if any(fnmatchcase(job.key, pattern) for pattern in self.settings.failingKeys):
            return "DstPutObjectNotPermitted"
        role = str((source.replication or {}).get("Role", ""))
        if not may_assume(role, source.name, self.settings.sendSourceToRole):
            return "AssumeRoleNotPermitted"
        if source.object_lock_enabled and not destination.object_lock_enabled:
            return "DstBucketObjectLockConfigMissing"
        if isinstance(entry, FakeKey) and not _may_read_lock(role, source, entry):
            return "SrcGetObjectNotPermitted"
        # Later changes of the tags use no key.
        if not isinstance(entry, FakeKey) or s3_store.version(destination, job.key, job.version_id) is not None:
            return None
        return failure_reason(role, source, entry, destination, job.rule.replica_key)

    def _finish(self, entry: Any, job: Job, status: str) -> None:
        """The source's status: FAILED once any destination failed, COMPLETED once all are done."""
        with self._wake:
            last = self._queue.finish(job)
        if not isinstance(entry, FakeKey) or getattr(entry, "replication_status", None) in ("REPLICA", "FAILED"):
            return
        if status == "FAILED" or last:
            entry.replication_status = status

    def _tell(self, job: Job, event: Any, reason: str | None = None) -> None:
        source = s3_store.bucket(job.rule.source)
        entry = s3_store.version(source, job.key, job.version_id) if source else None
        if not isinstance(entry, FakeKey):
            return
        details = {
            "replicationRuleId": job.rule.identity,
            "destinationBucket": f"arn:aws:s3:::{job.rule.destination}",
            "s3Operation": "OBJECT_PUT",
            "requestTime": datetime.fromtimestamp(job.created, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        if reason is not None:
            details["failureReason"] = reason
        events.send(s3_store.ACCOUNT, event, source, entry, details)


def _may_read_lock(role: str, source: Any, entry: FakeKey) -> bool:
    """Whether the role may read the retention and the legal hold that the version has."""
    needed = [
        *(["s3:GetObjectRetention"] if entry.lock_mode else []),
        *(["s3:GetObjectLegalHold"] if entry.lock_legal_status else []),
    ]
    return all(simulate.allows(role, action, f"arn:aws:s3:::{source.name}/{entry.name}") for action in needed)
