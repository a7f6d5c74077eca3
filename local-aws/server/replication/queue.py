"""The jobs of replication: first in, first out for each destination, so that a paused one holds up no other."""

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Callable, Deque, Dict, Iterator, List, Optional, Tuple

from .rules import Rule

Version = Tuple[str, str, str]


@dataclass
class Job:
    """One version, or the tags of one, on its way to one destination."""

    rule: Rule
    key: str
    version_id: str
    size: int
    created: float = field(default_factory=time.time)
    missed_threshold: bool = False
    taken: bool = False

    @property
    def version(self) -> Version:
        """What is replicated."""
        return (self.rule.source, self.key, self.version_id)


class Queue:
    """Not safe for threads by itself: the engine holds its lock."""

    def __init__(self) -> None:
        self._by_destination: Dict[str, Deque[Job]] = {}
        self._unmissed: Deque[Job] = deque()
        self._open: Counter = Counter()

    def __iter__(self) -> Iterator[Job]:
        return (job for jobs in list(self._by_destination.values()) for job in list(jobs))

    def add(self, job: Job) -> None:
        """Put a job at the end of its destination's line."""
        self._by_destination.setdefault(job.rule.destination, deque()).append(job)
        self._unmissed.append(job)
        self._open[job.version] += 1

    def heads(self, may_go: Callable[[Job], bool]) -> List[Job]:
        """The first job of every line that may go."""
        firsts = (jobs[0] for jobs in self._by_destination.values() if jobs)
        return [job for job in firsts if may_go(job)]

    def take(self, job: Job) -> None:
        """Remove the first job of a line."""
        self._by_destination[job.rule.destination].popleft()
        job.taken = True

    def finish(self, job: Job) -> bool:
        """The job is done; True when nothing else is to be done for its version."""
        self._open[job.version] -= 1
        if self._open[job.version] > 0:
            return False
        del self._open[job.version]
        return True

    def late(self, before: float) -> Optional[Job]:
        """The next waiting job that was made before this time and has not been called late yet."""
        while self._unmissed and (self._unmissed[0].taken or self._unmissed[0].created < before):
            job = self._unmissed.popleft()
            if not job.taken:
                job.missed_threshold = True
                return job
        return None

    def waiting(self) -> Dict[Rule, List[Job]]:
        """The waiting jobs by rule."""
        rows: Dict[Rule, List[Job]] = {}
        for job in self:
            rows.setdefault(job.rule, []).append(job)
        return rows
