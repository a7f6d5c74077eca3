"""Publishes the metrics once a second."""

import sys
import threading
import time
import traceback

from ..replication.engine import Engine
from .replication import ReplicationMetrics
from .requests import RequestMetrics


class MetricsClock:
    """Runs one thread for all metrics."""

    def __init__(self, replication: ReplicationMetrics, requests: RequestMetrics, engine: Engine) -> None:
        self._replication = replication
        self._requests = requests
        self._engine = engine
        self._lock = threading.Lock()
        threading.Thread(target=self._run, name="metrics", daemon=True).start()

    def flush(self) -> None:
        """Publish now. One call at a time: a gauge replaces its earlier value by its position."""
        with self._lock:
            self._replication.flush(self._engine.waiting())
            self._requests.flush()

    def reset(self) -> None:
        """Delete what is not published yet."""
        self._replication.reset()
        self._requests.reset()

    def _run(self) -> None:
        while True:
            time.sleep(1)
            try:
                self.flush()
            except Exception:  # a bucket may be deleted meanwhile
                traceback.print_exc(file=sys.stderr)
