"""The journal: which calls were made, where, and how they were answered."""

import threading
import time
from collections import deque
from typing import Any, Deque, Dict, List

from .messages import Answer, Call

_KEEP = 50_000


class Journal:
    """Remembers the latest calls; a test reads them to assert what was called and where."""

    def __init__(self) -> None:
        self._entries: Deque[Dict[str, Any]] = deque(maxlen=_KEEP)
        self._lock = threading.Lock()

    def add(self, call: Call, answer: Answer, host: str, seconds: float) -> None:
        """Write a call down."""
        entry = {
            "time": time.time(),
            "method": call.method,
            "host": host,
            "path": call.path + (f"?{call.query_string}" if call.query_string else ""),
            "status": answer.status,
            "seconds": round(seconds, 4),
            "action": call.action,
            "bucket": call.bucket,
            "key": call.key,
            "error": answer.error,
            "servedBy": call.mrap.serving if call.mrap else None,
            "userAgent": call.headers.get("user-agent"),
            "client": call.client_region,
        }
        with self._lock:
            self._entries.append(entry)

    def note(self, host: str, event: str) -> None:
        """Write down what happened to a connection before any request was read."""
        with self._lock:
            self._entries.append({"time": time.time(), "method": "CONNECT", "host": host, "event": event})

    def read(self) -> List[Dict[str, Any]]:
        """All entries, oldest first."""
        with self._lock:
            return list(self._entries)

    def clear(self) -> None:
        """Forget all entries."""
        with self._lock:
            self._entries.clear()
