"""Request metrics of buckets that have a metrics configuration, published in the Region of the bucket.

Ledger: metrics-requests
"""

import threading

from .. import s3_store
from ..bucket_configurations import metrics_prefix, stored
from ..messages import Answer, Call
from .publish import publish

_METHODS = {
    "GET": "GetRequests",
    "PUT": "PutRequests",
    "HEAD": "HeadRequests",
    "POST": "PostRequests",
    "DELETE": "DeleteRequests",
}
_UNITS = {
    "BytesDownloaded": "Bytes",
    "BytesUploaded": "Bytes",
    "FirstByteLatency": "Milliseconds",
    "TotalRequestLatency": "Milliseconds",
}


class RequestMetrics:
    """Counts requests. `flush` publishes one sum for each metric and every latency."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, str], float] = {}
        self._latencies: dict[tuple[str, str, str], list[float]] = {}
        self._lock = threading.Lock()

    def observe(self, call: Call, answer: Answer, seconds: float) -> None:
        """Count a call."""
        bucket = s3_store.bucket(call.bucket)
        if bucket is None or call.s3_host is None or call.s3_host.kind != "s3":
            return
        for identity, configuration in list(stored(bucket, "metrics").items()):
            if (call.key or "").startswith(metrics_prefix(configuration)):
                self._count(bucket.name, identity, call, answer, seconds)

    def reset(self) -> None:
        """Delete what is not published yet."""
        with self._lock:
            self._counts, self._latencies = {}, {}

    def flush(self) -> None:
        """Publish what was counted since the last flush."""
        with self._lock:
            counts, self._counts = self._counts, {}
            latencies, self._latencies = self._latencies, {}
        for (name, identity, metric), value in counts.items():
            _publish(name, identity, metric, [value])
        for (name, identity, metric), values in latencies.items():
            _publish(name, identity, metric, values)

    def _count(self, bucket: str, identity: str, call: Call, answer: Answer, seconds: float) -> None:
        amounts = {
            "AllRequests": 1,
            "4xxErrors": int(400 <= answer.status < 500),
            "5xxErrors": int(answer.status >= 500),
            "BytesDownloaded": len(answer.body) if call.method == "GET" else 0,
            "BytesUploaded": len(call.body),
        }
        if call.method in _METHODS:
            amounts["ListRequests" if call.method == "GET" and call.key is None else _METHODS[call.method]] = 1
        with self._lock:
            for metric, amount in amounts.items():
                slot = (bucket, identity, metric)
                self._counts[slot] = self._counts.get(slot, 0.0) + amount
            for metric in ("FirstByteLatency", "TotalRequestLatency"):
                self._latencies.setdefault((bucket, identity, metric), []).append(seconds * 1000)


def _publish(name: str, identity: str, metric: str, values: list[float]) -> None:
    bucket = s3_store.bucket(name)
    if bucket is not None:
        dimensions = {"BucketName": name, "FilterId": identity}
        publish(bucket.region_name, metric, dimensions, values, _UNITS.get(metric, "Count"))
