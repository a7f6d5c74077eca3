"""Publishes all metrics once a second, when there is anything to publish."""

import sys
import threading
import time
import traceback

from ..replication.engine import Engine
from .replication import ReplicationMetrics
from .requests import RequestMetrics


class MetricsClock:
    """One thread for all metrics."""

    def __init__(self, replication: ReplicationMetrics, requests: RequestMetrics, engine: Engine) -> None:
        self._replication = replication
        self._requests = requests
        self._engine = engine
        threading.Thread(target=self._run, name="metrics", daemon=True).start()

    def flush(self) -> None:
        """Publish now."""
        self._replication.flush(self._engine.waiting())
        self._requests.flush()

    def reset(self) -> None:
        """Forget what has not been published."""
        self._replication.reset()
        self._requests.reset()

    def _run(self) -> None:
        while True:
            time.sleep(1)
            try:
                self.flush()
            except Exception:  # noqa: BLE001 - a bucket may vanish between two lines; the next second is as good
                traceback.print_exc(file=sys.stderr)
