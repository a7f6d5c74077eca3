"""Processes a call: faults, the rules of AWS that moto lacks, moto, and the observers of the answer."""

import sys
import threading
import time
import traceback

from collections.abc import Callable
from .backend import Backend
from .faults import Fault, Faults
from .hosts import is_aws, without_port
from .journal import Journal
from .messages import Answer, Call, aws_error

Handler = Callable[[Call], Answer | None]
Correction = Callable[[Call, Answer], None]
Observer = Callable[[Call, Answer, float], None]

#: S3 changes run one at a time, because two writers corrupt the version lists of moto.
S3_WRITES = threading.RLock()


class CutConnection(Exception):
    """Break the connection according to this fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.fault)
        self.fault = fault


class Pipeline:
    """`handlers` may answer instead of moto, in order. `corrections` change moto's answers. `observers` see every answer."""

    def __init__(self, backend: Backend, faults: Faults, journal: Journal) -> None:
        self._backend = backend
        self.faults = faults
        self.journal = journal
        self.local: Handler = lambda call: None
        self.describe: Callable[[Call], None] = lambda call: None
        self.handlers: list[Handler] = []
        self.corrections: list[Correction] = []
        self.observers: list[Observer] = []

    def answer(self, call: Call) -> Answer:
        """Answer a call, or raise CutConnection."""
        local = self.local(call)
        if local is not None:
            return local
        host, started = without_port(call.host), time.monotonic()
        if not is_aws(host) and call.headers.get("host", "").split(":")[0] not in ("127.0.0.1", "localhost"):
            return Answer(502, [("Content-Type", "text/plain")], b"Only HTTPS requests reach hosts outside AWS.\n")
        self.describe(call)
        fault = self.faults.request(host, call.action)
        if fault and fault.fault == "slow":
            time.sleep(fault.seconds)
        if fault and fault.fault == "no-answer":
            self.journal.note(host, "no-answer")
            raise CutConnection(fault)
        answer = aws_error(call, fault.status, fault.code, fault.message) if fault and fault.fault == "status" else None
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
        except Exception as problem:  # clients retry a 500, but not a 501
            traceback.print_exc(file=sys.stderr)
            reason = str(problem) or type(problem).__name__
            return aws_error(call, 501, "NotImplemented", f"The local AWS does not support this call: {reason}")

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
