"""The journal of calls: host, action and answer of each."""

import threading
import time
from collections import deque
from typing import Any

from .messages import Answer, Call

_KEEP = 50_000


class Journal:
    """Keeps the latest calls. A test asserts which calls were made and where."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=_KEEP)
        self._lock = threading.Lock()

    def add(self, call: Call, answer: Answer, host: str, seconds: float) -> None:
        """Add a call."""
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
        """Add a connection that broke before any request was read."""
        with self._lock:
            self._entries.append({"time": time.time(), "method": "CONNECT", "host": host, "event": event})

    def read(self) -> list[dict[str, Any]]:
        """Return all entries, oldest first."""
        with self._lock:
            return list(self._entries)

    def clear(self) -> None:
        """Delete all entries."""
        with self._lock:
            self._entries.clear()
