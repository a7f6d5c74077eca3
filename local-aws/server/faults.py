"""Faults: what a test breaks on purpose, by host name."""

import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Dict, List, Optional

#: Before the TLS handshake: the client never gets a connection.
CONNECTION_FAULTS = {"refuse", "silent", "wrong-certificate", "untrusted-certificate", "tls-abort"}
#: On a request that has been read.
REQUEST_FAULTS = {"slow", "status", "lose-answer", "no-answer"}


class InvalidFault(ValueError):
    """A fault that cannot be applied, with the reason in the text."""


@dataclass
class Fault:
    """One fault; `count` is how often it still applies, None for ever."""

    host: str
    fault: str
    action: str = "*"
    seconds: float = 1.0
    status: int = 503
    code: str = "SlowDown"
    count: Optional[int] = None

    def matches(self, host: str, action: Optional[str]) -> bool:
        """True when the fault is meant for this host and action."""
        if self.count is not None and self.count <= 0:
            return False
        return fnmatchcase(host, self.host.lower()) and (self.action == "*" or fnmatchcase(action or "", self.action))


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self._faults: List[Fault] = []
        self._lock = threading.Lock()

    def replace(self, wanted: List[Dict[str, Any]]) -> None:
        """Put these faults in place of all others."""
        faults = [_parse(entry) for entry in wanted]
        with self._lock:
            self._faults = faults

    def list(self) -> List[Dict[str, Any]]:
        """The faults in force, as they would be set."""
        with self._lock:
            return [vars(fault).copy() for fault in self._faults]

    def connection(self, host: str) -> Optional[Fault]:
        """The fault that a new connection to this host meets; counts it."""
        return self._take(host, None, CONNECTION_FAULTS)

    def request(self, host: str, action: Optional[str]) -> Optional[Fault]:
        """The fault that a request to this host meets; counts it."""
        return self._take(host, action, REQUEST_FAULTS)

    def broken(self, host: str) -> Optional[Fault]:
        """A connection fault without a count: it also hits connections that are already open."""
        with self._lock:
            return next(
                (f for f in self._faults if f.fault in CONNECTION_FAULTS and f.count is None and f.matches(host, None)), None
            )

    def _take(self, host: str, action: Optional[str], kinds: set) -> Optional[Fault]:
        with self._lock:
            for fault in self._faults:
                if fault.fault in kinds and fault.matches(host, action):
                    if fault.count is not None:
                        fault.count -= 1
                    return fault
        return None


def _parse(entry: Dict[str, Any]) -> Fault:
    unknown = set(entry) - {"host", "fault", "action", "seconds", "status", "code", "count"}
    if unknown:
        raise InvalidFault(f"a fault has no field {', '.join(sorted(unknown))}")
    known = sorted(CONNECTION_FAULTS | REQUEST_FAULTS)
    if entry.get("fault") not in known:
        raise InvalidFault(f"fault should be one of {', '.join(known)}, got {entry.get('fault')!r}")
    if not entry.get("host"):
        raise InvalidFault("a fault needs a host pattern, such as '*.ap-south-1.amazonaws.com'")
    if entry["fault"] in CONNECTION_FAULTS and entry.get("action", "*") != "*":
        raise InvalidFault(f"{entry['fault']} happens before a request is read: it cannot be limited to an action")
    return Fault(**entry)
