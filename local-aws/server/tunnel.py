"""A raw tunnel for hosts outside AWS. Tools behind the proxy need it to reach a registry."""

import os
import selectors
import socket
from urllib.parse import urlsplit

_PATIENCE = 15


def open_tunnel(host: str, port: int) -> socket.socket:
    """Connect to a host, through the proxy of this machine if it has one."""
    upstream = _upstream(host)
    if upstream is None:
        return socket.create_connection((host, port), _PATIENCE)
    proxy = urlsplit(upstream)
    outer = socket.create_connection((proxy.hostname or "", proxy.port or 80), _PATIENCE)
    outer.sendall(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = outer.recv(4096)
        if not chunk:
            raise ConnectionError(f"the proxy {proxy.hostname} closed the connection")
        head += chunk
    if head.split(b" ", 2)[1:2] != [b"200"]:
        raise ConnectionError(f"the proxy {proxy.hostname} answered {head.splitlines()[0].decode('latin1')}")
    return outer


def relay(left: socket.socket, right: socket.socket) -> None:
    """Copy bytes in both directions until one side ends."""
    with selectors.DefaultSelector() as selector:
        selector.register(left, selectors.EVENT_READ, right)
        selector.register(right, selectors.EVENT_READ, left)
        while True:
            for ready, _ in selector.select():
                data = ready.fileobj.recv(65536)  # type: ignore[union-attr]
                if not data:
                    return
                ready.data.sendall(data)


def _upstream(host: str) -> str | None:
    exempt = (os.environ.get("NO_PROXY") or os.environ.get("no_proxy") or "").split(",")
    if any(part.strip() and (part.strip() == "*" or host.endswith(part.strip().lstrip("*"))) for part in exempt):
        return None
    return os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy") or None
