"""moto as a WSGI application that answers a Call."""

import functools
import io
import sys
from typing import Any
from urllib.parse import unquote

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from .messages import Answer, Call


class Backend:
    """Passes calls to moto."""

    def __init__(self) -> None:
        self._application = DomainDispatcherApplication(create_backend_app)
        # For every request, moto lists its own folder to find the service of a host. The cache saves a third of the time.
        find = functools.lru_cache(maxsize=4096)(self._application.get_backend_for_host)
        self._application.get_backend_for_host = find  # type: ignore[method-assign]

    def ask(self, call: Call) -> Answer:
        """Pass the call to moto. Exceptions of moto are not caught."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
            started.append((status, headers))

        chunks = self._application(_environ(call), start_response)
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = started[-1]
        return Answer(int(status.split()[0]), list(headers), body)


def _environ(call: Call) -> dict[str, Any]:
    raw = call.path + (f"?{call.query_string}" if call.query_string else "")
    name, _, port = call.host.partition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": call.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(call.path).encode().decode("latin1"),
        "QUERY_STRING": call.query_string,
        "REQUEST_URI": raw,
        "RAW_URI": raw,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": name,
        "SERVER_PORT": port or ("443" if call.scheme == "https" else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": call.scheme,
        "wsgi.input": io.BytesIO(call.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    for header, value in call.headers.items():
        key = header.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    environ["HTTP_HOST"] = call.host
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    if call.body:
        environ["CONTENT_LENGTH"] = str(len(call.body))
    return environ
