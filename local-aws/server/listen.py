"""The listening socket, on the loopback interface only."""

import sys
import traceback
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .assemble import build
from .authority import Authority
from .connection import Connection

_GONE = (ConnectionError, TimeoutError, OSError)


class Server(ThreadingHTTPServer):
    """Serves each connection in a thread."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, handler: Any, ca_file: Path) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.ca_file = ca_file

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that close the connection. Print all other errors."""
        if not isinstance(sys.exc_info()[1], _GONE):
            traceback.print_exc(file=sys.stderr)


def listen(port: int, directory: Path) -> Server:
    """Listen with a new certificate authority."""
    authority = Authority(directory)
    handler = type("BoundConnection", (Connection,), {"pipeline": build(), "authority": authority})
    return Server(port, handler, authority.file)
