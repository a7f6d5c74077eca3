"""The way of a call through the server: faults, rules of AWS that moto lacks, moto, and what follows from the answer."""

import sys
import threading
import time
import traceback
from typing import Callable, List, Optional

from .backend import Backend
from .faults import Fault, Faults
from .hosts import is_aws, without_port
from .journal import Journal
from .messages import Answer, Call, aws_error

Handler = Callable[[Call], Optional[Answer]]
Correction = Callable[[Call, Answer], None]
Observer = Callable[[Call, Answer, float], None]

#: S3 changes are made one at a time: moto's version lists are not safe against two writers.
S3_WRITES = threading.RLock()


class CutConnection(Exception):
    """The connection is to be broken off as this fault says."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.fault)
        self.fault = fault


class Pipeline:
    """`handlers` may answer in moto's place, in order; `corrections` mend what moto answers; `observers` see every answer."""

    def __init__(self, backend: Backend, faults: Faults, journal: Journal) -> None:
        self._backend = backend
        self.faults = faults
        self.journal = journal
        self.local: Handler = lambda call: None
        self.describe: Callable[[Call], None] = lambda call: None
        self.handlers: List[Handler] = []
        self.corrections: List[Correction] = []
        self.observers: List[Observer] = []

    def answer(self, call: Call) -> Answer:
        """Answer a call, or raise CutConnection."""
        local = self.local(call)
        if local is not None:
            return local
        host, started = without_port(call.host), time.monotonic()
        if not is_aws(host) and call.headers.get("host", "").split(":")[0] not in ("127.0.0.1", "localhost"):
            return Answer(502, [("Content-Type", "text/plain")], b"only https goes to hosts that are not AWS\n")
        self.describe(call)
        fault = self.faults.request(host, call.action)
        if fault and fault.fault == "slow":
            time.sleep(fault.seconds)
        if fault and fault.fault == "no-answer":
            self.journal.note(host, "no-answer")
            raise CutConnection(fault)
        answer = aws_error(call, fault.status, fault.code, "injected fault") if fault and fault.fault == "status" else None
        answer = answer or self._work(call)
        seconds = time.monotonic() - started
        self.journal.add(call, answer, host, seconds)
        for observer in self.observers:
            observer(call, answer, seconds)
        if fault and fault.fault == "lose-answer":
            raise CutConnection(fault)
        return answer

    def _work(self, call: Call) -> Answer:
        try:
            if call.s3_host is not None and call.method != "GET" and call.method != "HEAD":
                with S3_WRITES:
                    return self._ask(call)
            return self._ask(call)
        except Exception as problem:  # noqa: BLE001 - whatever moto lacks must not look like a passing failure
            traceback.print_exc(file=sys.stderr)
            reason = str(problem) or type(problem).__name__
            return aws_error(call, 501, "NotImplemented", f"the local AWS cannot do this: {reason}")

    def _ask(self, call: Call) -> Answer:
        for handler in self.handlers:
            answer = handler(call)
            if answer is not None:
                return answer
        answer = self._backend.ask(call)
        for correct in self.corrections:
            correct(call, answer)
        if answer.status == 500:
            return aws_error(call, 501, "NotImplemented", answer.body.decode("utf-8", "replace")[:500])
        return answer
