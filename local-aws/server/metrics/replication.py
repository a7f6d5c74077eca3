"""Replication metrics. Latency and pending metrics are published in the destination's Region, failures in the source's.

Ledger: metrics-region, metrics-rule
"""

import threading
import time
from typing import Any

from ..replication.rules import Rule, region_of
from .publish import publish, publish_gauge


class ReplicationMetrics:
    """Collects the results of the engine and publishes them for rules with metrics."""

    def __init__(self) -> None:
        self._latencies: dict[Rule, list[float]] = {}
        self._failures: dict[Rule, int] = {}
        self._known: dict[Rule, float] = {}
        self._lock = threading.Lock()

    def done(self, rule: Rule, seconds: float) -> None:
        """Count a completed operation."""
        with self._lock:
            self._latencies.setdefault(rule, []).append(seconds)

    def failed(self, rule: Rule) -> None:
        """Count a failed operation."""
        with self._lock:
            self._failures[rule] = self._failures.get(rule, 0) + 1

    def reset(self) -> None:
        """Delete what is not published yet."""
        with self._lock:
            self._latencies, self._failures, self._known = {}, {}, {}

    def flush(self, waiting: dict[Rule, list[Any]]) -> None:
        """Publish. A rule that became idle is published once more with nothing pending."""
        with self._lock:
            latencies, self._latencies = self._latencies, {}
            failures, self._failures = self._failures, {}
            now = time.time()
            rules = set(latencies) | set(failures) | set(waiting) | set(self._known)
            self._known = dict.fromkeys(set(latencies) | set(failures) | set(waiting), now)
        for rule in rules:
            if rule.metrics:
                _publish_rule(rule, waiting.get(rule, []), latencies.get(rule, []), failures.get(rule, 0))


def _publish_rule(rule: Rule, waiting: list[Any], latencies: list[float], failures: int) -> None:
    dimensions = {"SourceBucket": rule.source, "DestinationBucket": rule.destination, "RuleId": rule.identity}
    source, destination = region_of(rule.source), region_of(rule.destination)
    ages = [time.time() - job.created for job in waiting]
    worst = [max([*latencies, *ages], default=0.0)]
    publish(destination, "ReplicationLatency", dimensions, worst, "Seconds")
    publish_gauge(destination, "BytesPendingReplication", dimensions, float(sum(job.size for job in waiting)), "Bytes")
    publish_gauge(destination, "OperationsPendingReplication", dimensions, float(len(waiting)), "Count")
    publish(source, "OperationsFailedReplication", dimensions, [float(failures)], "Count")
