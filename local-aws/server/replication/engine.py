"""The replication engine: takes what changed in a bucket, waits, and makes the same change in the destinations."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional

from moto.s3 import notifications
from moto.s3.models import FakeKey

from .. import s3_store
from ..metrics.replication import ReplicationMetrics
from ..pipeline import S3_WRITES
from . import replica
from .rules import Rule, region_of
from .settings import Settings

_EVENTS = notifications.S3NotificationEvent


@dataclass
class Job:
    """One version, or the tags of one, on its way to one destination."""

    rule: Rule
    key: str
    version_id: str
    size: int
    created: float = field(default_factory=time.time)
    missed_threshold: bool = False


class Engine:
    """One thread works the jobs off in the order in which they came."""

    def __init__(self, metrics: ReplicationMetrics) -> None:
        self.settings = Settings()
        self._metrics = metrics
        self._jobs: List[Job] = []
        self._wake = threading.Condition()
        self._counted = 0
        threading.Thread(target=self._run, name="replication", daemon=True).start()

    def add(self, rules: List[Rule], entry: Any) -> None:
        """Replicate a version as these rules say."""
        size = entry.size if isinstance(entry, FakeKey) else 0
        if isinstance(entry, FakeKey):
            entry.replication_status = "PENDING"
        with self._wake:
            for rule in rules:
                self._jobs.append(Job(rule, entry.name, entry.version_id, size))
            self._wake.notify()

    def pending(self) -> List[Dict[str, Any]]:
        """What waits, by rule."""
        with self._wake:
            jobs = list(self._jobs)
        waiting: Dict[Rule, Dict[str, Any]] = {}
        for job in jobs:
            row = waiting.setdefault(
                job.rule,
                {
                    "source": job.rule.source,
                    "destination": job.rule.destination,
                    "ruleId": job.rule.identity,
                    "operations": 0,
                    "bytes": 0,
                    "oldest": job.created,
                },
            )
            row["operations"] += 1
            row["bytes"] += job.size
            row["oldest"] = min(row["oldest"], job.created)
        return list(waiting.values())

    def rules_pending(self) -> Dict[Rule, List[Job]]:
        """The waiting jobs by rule, for the metrics."""
        with self._wake:
            waiting: Dict[Rule, List[Job]] = {}
            for job in self._jobs:
                waiting.setdefault(job.rule, []).append(job)
            return waiting

    def wake(self) -> None:
        """Look at the settings again."""
        with self._wake:
            self._wake.notify()

    def reset(self) -> None:
        """Forget all jobs and settings."""
        with self._wake:
            self._jobs.clear()
            self.settings = Settings()
            self._counted = 0

    def _run(self) -> None:
        while True:
            with self._wake:
                job = self._next()
                if job is None:
                    self._wake.wait(self._patience())
                    continue
                self._jobs.remove(job)
            with S3_WRITES:
                self._work(job)

    def _next(self) -> Optional[Job]:
        now = time.time()
        for job in self._jobs:
            if not job.missed_threshold and now - job.created > self.settings.thresholdSeconds:
                job.missed_threshold = True
                self._tell(job, _EVENTS.REPLICATION_OPERATION_MISSED_THRESHOLD_EVENT)
            if self._is_paused(job):
                continue
            if now - job.created >= self.settings.delaySeconds:
                return job
        return None

    def _patience(self) -> Optional[float]:
        due = [job.created + self.settings.delaySeconds for job in self._jobs if not self._is_paused(job)]
        if due:
            return max(0.001, min(due) - time.time())
        return 1.0 if self._jobs else None

    def _is_paused(self, job: Job) -> bool:
        return region_of(job.rule.destination) in self.settings.pausedDestinations

    def _work(self, job: Job) -> None:
        source, destination = s3_store.bucket(job.rule.source), s3_store.bucket(job.rule.destination)
        entry = s3_store.version(source, job.key, job.version_id) if source else None
        if entry is None:
            return
        failed = (
            destination is None
            or not destination.is_versioned
            or destination.region_name in self.settings.failingDestinations
        )
        if failed:
            self._metrics.failed(job.rule)
            self._finish(entry, job, "FAILED")
            self._tell(job, _EVENTS.REPLICATION_OPERATION_FAILED_REPLICATION_EVENT)
            return
        self._counted += 1
        lost = self.settings.dropEvery and self._counted % self.settings.dropEvery == 0
        if not lost and isinstance(entry, FakeKey):
            replica.write_object(entry, destination, job.rule.storage_class)
        elif not lost:
            replica.write_marker(entry, destination)
        self._metrics.done(job.rule, time.time() - job.created)
        self._finish(entry, job, "COMPLETED")
        if job.missed_threshold:
            self._tell(job, _EVENTS.REPLICATION_OPERATION_REPLICATED_AFTER_THRESHOLD_EVENT)

    def _finish(self, entry: Any, job: Job, status: str) -> None:
        """The source's status: FAILED once any destination failed, COMPLETED once all are done."""
        if not isinstance(entry, FakeKey) or getattr(entry, "replication_status", None) in ("REPLICA", "FAILED"):
            return
        with self._wake:
            waiting = any(
                other.key == job.key and other.version_id == job.version_id and other.rule.source == job.rule.source
                for other in self._jobs
            )
        if status == "FAILED" or not waiting:
            entry.replication_status = status

    def _tell(self, job: Job, event: Any) -> None:
        source = s3_store.bucket(job.rule.source)
        entry = s3_store.version(source, job.key, job.version_id) if source else None
        if isinstance(entry, FakeKey):
            notifications.send_event(s3_store.ACCOUNT, event, source, entry)
