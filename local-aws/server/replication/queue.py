"""The queues of replication jobs, one for each destination. A paused destination blocks no other."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from .rules import Rule

Version = tuple[str, str, str]


@dataclass
class Job:
    """The replication of a version or its tags to one destination."""

    rule: Rule
    key: str
    version_id: str
    size: int
    created: float = field(default_factory=time.time)
    missed_threshold: bool = False
    taken: bool = False

    @property
    def version(self) -> Version:
        """Return the version that is replicated."""
        return (self.rule.source, self.key, self.version_id)


class Queue:
    """Not thread-safe. The engine holds a lock."""

    def __init__(self) -> None:
        self._by_destination: dict[str, deque[Job]] = {}
        self._unmissed: deque[Job] = deque()
        self._open: Counter = Counter()

    def __iter__(self) -> Iterator[Job]:
        return (job for jobs in list(self._by_destination.values()) for job in list(jobs))

    def add(self, job: Job) -> None:
        """Add a job at the end of its destination's queue."""
        self._by_destination.setdefault(job.rule.destination, deque()).append(job)
        self._unmissed.append(job)
        self._open[job.version] += 1

    def heads(self, may_go: Callable[[Job], bool]) -> list[Job]:
        """Return the first job of each queue that may run."""
        firsts = (jobs[0] for jobs in self._by_destination.values() if jobs)
        return [job for job in firsts if may_go(job)]

    def take(self, job: Job) -> None:
        """Remove the first job of a queue."""
        self._by_destination[job.rule.destination].popleft()
        job.taken = True

    def finish(self, job: Job) -> bool:
        """Finish a job. Return whether it was the last one for its version."""
        self._open[job.version] -= 1
        if self._open[job.version] > 0:
            return False
        del self._open[job.version]
        return True

    def late(self, before: float) -> Job | None:
        """Return the next pending job from before this time that is not marked as late yet."""
        while self._unmissed and (self._unmissed[0].taken or self._unmissed[0].created < before):
            job = self._unmissed.popleft()
            if not job.taken:
                job.missed_threshold = True
                return job
        return None

    def waiting(self) -> dict[Rule, list[Job]]:
        """Return the pending jobs by rule."""
        rows: dict[Rule, list[Job]] = {}
        for job in self:
            rows.setdefault(job.rule, []).append(job)
        return rows
