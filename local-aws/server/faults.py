"""Faults that a test injects, by host name."""

import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

#: Faults before or during the TLS handshake. The client gets no connection.
CONNECTION_FAULTS = {"refuse", "silent", "wrong-certificate", "untrusted-certificate", "tls-abort"}
#: Faults of a request that the server has read.
REQUEST_FAULTS = {"slow", "status", "lose-answer", "no-answer"}


class InvalidFault(ValueError):
    """A fault that cannot be applied. The text says why."""


@dataclass
class Fault:
    """One fault. `count` is how often it still applies, None for always."""

    host: str
    fault: str
    action: str = "*"
    seconds: float = 1.0
    status: int = 503
    code: str = "SlowDown"
    message: str = "injected fault"
    count: int | None = None

    def matches(self, host: str, action: str | None) -> bool:
        """Return whether the fault applies to this host and action."""
        if self.count is not None and self.count <= 0:
            return False
        return fnmatchcase(host, self.host.lower()) and (self.action == "*" or fnmatchcase(action or "", self.action))


class Faults:
    """The active faults."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def replace(self, wanted: list[dict[str, Any]]) -> None:
        """Replace all faults."""
        faults = [_parse(entry) for entry in wanted]
        with self._lock:
            self._faults = faults

    def current(self) -> list[dict[str, Any]]:
        """Return the active faults in the form in which they are set."""
        with self._lock:
            return [vars(fault).copy() for fault in self._faults]

    def connection(self, host: str) -> Fault | None:
        """Return the fault for a new connection to this host, and count it."""
        return self._take(host, None, CONNECTION_FAULTS)

    def request(self, host: str, action: str | None) -> Fault | None:
        """Return the fault for a request to this host, and count it."""
        return self._take(host, action, REQUEST_FAULTS)

    def broken(self, host: str) -> Fault | None:
        """Return a connection fault without a count. It also breaks open connections."""
        with self._lock:
            return next(
                (f for f in self._faults if f.fault in CONNECTION_FAULTS and f.count is None and f.matches(host, None)), None
            )

    def _take(self, host: str, action: str | None, kinds: set) -> Fault | None:
        with self._lock:
            for fault in self._faults:
                if fault.fault in kinds and fault.matches(host, action):
                    if fault.count is not None:
                        fault.count -= 1
                    return fault
        return None


def _parse(entry: dict[str, Any]) -> Fault:
    unknown = set(entry) - {"host", "fault", "action", "seconds", "status", "code", "message", "count"}
    if unknown:
        raise InvalidFault(f"a fault has no field {', '.join(sorted(unknown))}")
    known = sorted(CONNECTION_FAULTS | REQUEST_FAULTS)
    if entry.get("fault") not in known:
        raise InvalidFault(f"fault should be one of {', '.join(known)}, got {entry.get('fault')!r}")
    if not entry.get("host"):
        raise InvalidFault("a fault needs a host pattern, such as '*.ap-south-1.amazonaws.com'")
    if entry["fault"] in CONNECTION_FAULTS and entry.get("action", "*") != "*":
        raise InvalidFault(f"{entry['fault']} happens before the server reads a request. It cannot be limited to an action")
    return Fault(**entry)
