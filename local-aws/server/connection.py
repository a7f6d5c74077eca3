"""One client connection: plain HTTP, forward proxy requests, and CONNECT with TLS interception."""

import base64
import select
import socket
import time
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from .authority import Authority
from .faults import Fault
from .hosts import is_aws, without_port
from .messages import Answer, Call
from .pipeline import CutConnection, Pipeline
from .tunnel import open_tunnel, relay

_BODILESS = {204, 304}


class Connection(BaseHTTPRequestHandler):
    """Reads requests and writes answers. The pipeline decides what an answer says."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    rbufsize = 65536
    pipeline: Pipeline
    authority: Authority

    def setup(self) -> None:
        super().setup()
        self.intercepted: str | None = None
        self.client_region: str | None = None

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def do_CONNECT(self) -> None:  # noqa: N802 - the name that http.server looks for
        """Open a tunnel: to the local AWS for AWS hosts, a raw tunnel for all other hosts."""
        host = without_port(self.path)
        self.close_connection = True
        self.client_region = self._region_of_client()
        if not is_aws(host):
            self._raw_tunnel(host, int(self.path.rsplit(":", 1)[1]))
            return
        fault = self.pipeline.faults.connection(host)
        if fault:
            self.pipeline.journal.note(host, fault.fault)
        if fault and fault.fault in ("refuse", "silent"):
            self._break(fault)
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        if fault and fault.fault == "tls-abort":
            self.connection.recv(1)
            return
        context = self.authority.context(host)
        if fault and fault.fault == "wrong-certificate":
            context = self.authority.wrong_name_context()
        elif fault and fault.fault == "untrusted-certificate":
            context = self.authority.untrusted_context(host)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb", self.rbufsize)  # type: ignore[assignment]
        self.wfile = self.connection.makefile("wb", 0)  # type: ignore[assignment]
        self.intercepted, self.close_connection = host, False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._request
        raise AttributeError(name)

    def _request(self) -> None:
        if "://" in self.path.split("?")[0]:
            target = urlsplit(self.path)
            host, scheme = target.netloc, target.scheme
        else:
            target = urlsplit("http://any" + self.path)
            host, scheme = self.headers.get("Host", "localhost"), "https" if self.intercepted else "http"
        body = self._body()
        reached = self.intercepted or without_port(host)
        fault = self.pipeline.faults.broken(reached)
        if fault:
            self.pipeline.journal.note(reached, fault.fault)
            self._break(fault)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        region = headers.get("x-local-client-region") or self.client_region or self._region_of_client()
        call = Call(self.command, scheme, host, target.path or "/", target.query, headers, body, region)
        try:
            answer = self.pipeline.answer(call)
        except CutConnection as cut:
            self._break(cut.fault)
            return
        self._send(answer)

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def _send(self, answer: Answer) -> None:
        reason = self.responses.get(answer.status, ("",))[0]
        lines = [f"HTTP/1.1 {answer.status} {reason}", f"Date: {self.date_time_string()}"]
        without_body = self.command == "HEAD" or answer.status in _BODILESS
        for name, value in answer.headers:
            lower = name.lower()
            if lower in ("connection", "transfer-encoding", "date"):
                continue
            if lower == "content-length" and not without_body:
                continue
            lines.append(f"{name}: {value}")
        if not without_body:
            lines.append(f"Content-Length: {len(answer.body)}")
        elif self.command == "HEAD" and answer.header("content-length") is None:
            lines.append("Content-Length: 0")
        head = "\r\n".join(lines) + "\r\n\r\n"
        self.wfile.write(head.encode("latin1", "replace") + (b"" if without_body else answer.body))

    def _break(self, fault: Fault) -> None:
        """Behave like a broken network: refuse, stay silent or cut the connection."""
        self.close_connection = True
        if fault.fault in ("silent", "no-answer"):
            self._wait_until_client_leaves(fault)
        elif fault.fault == "refuse" and not self.intercepted:
            self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    def _wait_until_client_leaves(self, fault: Fault) -> None:
        while True:
            readable, _, _ = select.select([self.connection], [], [], 0.25)
            if readable:
                try:
                    if not self.connection.recv(65536):
                        return
                except OSError:
                    return
            time.sleep(0.01)

    def _raw_tunnel(self, host: str, port: int) -> None:
        try:
            outer = open_tunnel(host, port)
        except OSError as problem:
            self._send(Answer(502, [], f"cannot reach {host}:{port}: {problem}".encode()))
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with outer:
            relay(self.connection, outer)

    def _region_of_client(self) -> str | None:
        """Return the Region of the client, which is the user name in its proxy URL."""
        scheme, _, token = self.headers.get("Proxy-Authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            return base64.b64decode(token).decode().partition(":")[0] or None
        except ValueError:
            return None

    def log_message(self, *_: Any) -> None:
        """Print nothing. The journal has the request."""
