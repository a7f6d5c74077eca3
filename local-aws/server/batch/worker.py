"""One thread that advances the jobs.

Ledger: batch-job-states, batch-failure-threshold, batch-hard-deleted, batch-priority
"""

import sys
import threading
import time
import traceback
from typing import Any

from .. import s3_store
from ..pipeline import S3_WRITES
from ..replication.deleted import was_deleted
from ..replication.engine import Engine
from . import manifest, report, role
from .job import ENDED, Job, Task
from .settings import BatchSettings

#: A job with at least this many tasks fails if more than half of them failed.
_THRESHOLD_TASKS = 1000
#: Tasks that one step runs, so that other calls get their turn.
_CHUNK = 50


class Worker:
    """Holds the jobs of all Regions."""

    def __init__(self, engine: Engine) -> None:
        self.settings = BatchSettings()
        self.jobs: dict[str, Job] = {}
        self.lock = threading.Condition(threading.RLock())
        self._engine = engine
        threading.Thread(target=self._run, name="batch", daemon=True).start()

    def add(self, job: Job) -> None:
        """Start a job."""
        with self.lock:
            self.jobs[job.identity] = job
            self.lock.notify()

    def wake(self) -> None:
        """Look at the jobs and the settings again."""
        with self.lock:
            self.lock.notify()

    def reset(self) -> None:
        """Forget all jobs and settings."""
        with self.lock:
            self.jobs, self.settings = {}, BatchSettings()

    def _run(self) -> None:
        while True:
            with self.lock:
                waiting = [job for job in self.jobs.values() if job.status not in (*ENDED, "Suspended")]
                if not waiting or self.settings.stalled:
                    self.lock.wait(1.0)
                    continue
            for job in sorted(waiting, key=lambda one: (-one.priority, one.created)):
                try:
                    # The order of the locks is that of the calls: S3 writes first.
                    with S3_WRITES, self.lock:
                        self._step(job)
                except Exception as problem:  # noqa: BLE001 - one bad job must not end the others
                    traceback.print_exc(file=sys.stderr)
                    job.fail("InternalError", str(problem))
            time.sleep(0.01)

    def _step(self, job: Job) -> None:
        if job.status == "New":
            job.status = "Preparing"
        elif job.status == "Preparing" and time.time() - job.created >= self.settings.prepareSeconds:
            self._prepare(job)
        elif job.status == "Ready":
            job.status, job.activated = "Active", time.time()
        elif job.status == "Active":
            self._work(job)
        elif job.status == "Cancelling":
            report.write(job, self.settings.report)
            job.end("Cancelled")

    def _prepare(self, job: Job) -> None:
        if self.settings.preparationError is not None:
            job.fail("ManifestGenerationFailed", self.settings.preparationError)
            return
        problem = role.preparation_error(job)
        if problem is not None:
            job.fail(*problem)
            return
        job.tasks = manifest.select(job)
        if not job.tasks:
            job.fail("ManifestGenerationNoKeys", "Manifest generation found no keys matching the filter criteria")
            return
        manifest.write(job)
        job.prepared = True
        if job.request.get("ConfirmationRequired") == "true":
            job.status, job.suspended = "Suspended", time.time()
        else:
            job.status = "Ready"

    def _work(self, job: Job) -> None:
        rate = self.settings.tasksPerSecond
        allowed = job.next_task + _CHUNK
        if rate > 0:
            allowed = min(allowed, int((time.time() - (job.activated or 0.0)) * rate))
        bucket = s3_store.bucket(job.source)
        while job.next_task < min(allowed, len(job.tasks)):
            task = job.tasks[job.next_task]
            task.reason, task.done = self._replicate(job, bucket, task), True
            job.next_task += 1
        failed = job.count(failed=True)
        if job.next_task >= _THRESHOLD_TASKS and failed * 2 > job.next_task:
            report.write(job, self.settings.report)
            job.fail("FailureThresholdExceeded", "More than 50% of the tasks failed")
        elif job.next_task == len(job.tasks):
            report.write(job, self.settings.report)
            job.end("Complete")

    def _replicate(self, job: Job, bucket: Any, task: Task) -> str | None:
        """Replicate one version to all its destinations. Return why it failed, or None."""
        entry = s3_store.version(bucket, task.key, task.version_id) if bucket is not None else None
        if entry is None:
            return "SrcObjectNotFound"
        if role.refusal(job.request["RoleArn"], "s3:InitiateReplication", f"arn:aws:s3:::{job.source}/{task.key}") is not None:
            return "SrcGetObjectNotPermitted"
        reasons = [
            "DstObjectHardDeleted"
            if was_deleted(rule.destination, task.key, task.version_id)
            else self._engine.copy(rule, entry)
            for rule in manifest.rules_for(bucket, entry)
        ]
        failed = next((reason for reason in reasons if reason is not None), None)
        self._engine.settle(entry, "FAILED" if failed else "COMPLETED")
        return failed
