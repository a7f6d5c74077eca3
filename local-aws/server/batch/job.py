"""A job and its states.

Ledger: batch-job-states
"""

import time
import uuid
from dataclasses import dataclass, field
from typing import Any

#: The states from which a job does not move any more.
ENDED = ("Complete", "Failed", "Cancelled")
#: The states in which a user may cancel a job.
CANCELABLE = ("New", "Preparing", "Suspended", "Ready", "Active", "Pausing", "Paused")


@dataclass
class Task:
    """One object version of the manifest. `reason` is why it failed."""

    key: str
    version_id: str
    done: bool = False
    reason: str | None = None


@dataclass
class Job:
    """A job. `request` is the CreateJob request as nested dictionaries."""

    region: str
    request: dict[str, Any]
    body: bytes
    identity: str = field(default_factory=lambda: str(uuid.uuid4()))
    status: str = "New"
    created: float = field(default_factory=time.time)
    ended: float | None = None
    suspended: float | None = None
    activated: float | None = None
    status_reason: str = ""
    failures: list[tuple[str, str]] = field(default_factory=list)
    manifest: tuple[str, str] | None = None
    tasks: list[Task] = field(default_factory=list)
    next_task: int = 0
    prepared: bool = False
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Return the name of the source bucket."""
        return _bucket_name(self.generator["SourceBucket"])

    @property
    def generator(self) -> dict[str, Any]:
        """Return the settings of the generated manifest."""
        generator: dict[str, Any] = self.request["ManifestGenerator"]["S3JobManifestGenerator"]
        return generator

    @property
    def report(self) -> dict[str, Any]:
        """Return the settings of the completion report."""
        report: dict[str, Any] = self.request["Report"]
        return report

    @property
    def priority(self) -> int:
        """Return the priority. A job with a higher number runs first."""
        return int(self.request["Priority"])

    def count(self, failed: bool) -> int:
        """Return how many tasks failed, or how many succeeded."""
        return sum(1 for task in self.tasks[: self.next_task] if (task.reason is not None) == failed)

    def end(self, status: str) -> None:
        """End the job."""
        self.status, self.ended = status, time.time()

    def fail(self, code: str, reason: str) -> None:
        """End the job as failed."""
        self.failures.append((code, reason))
        self.end("Failed")


def _bucket_name(arn: str) -> str:
    return arn.rpartition(":")[2]
