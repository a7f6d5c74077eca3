"""Starts the local AWS: python3 -m server --directory DIR. It ends when its standard input closes."""

import argparse
import json
import os
import shutil
import signal
import sys
import threading
from importlib import metadata
from pathlib import Path
from typing import Any, NoReturn

MOTO = "5.2.1"


def _missing() -> str | None:
    """Return the package that is missing, or None."""
    try:
        found = metadata.version("moto")
    except metadata.PackageNotFoundError:
        return f"moto {MOTO} is not installed"
    if found != MOTO:
        return f"moto {MOTO} is required, but {found} is installed"
    for package in ("cryptography", "flask", "flask-cors", "werkzeug", "xmltodict"):
        try:
            metadata.version(package)
        except metadata.PackageNotFoundError:
            return f"{package} is not installed"
    return None


def main() -> None:
    """Start, print one line of JSON, and serve until stopped."""
    parser = argparse.ArgumentParser(prog="server", description=__doc__)
    parser.add_argument("--directory", type=Path, required=True, help="folder of this run, removed at the end")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free port)")
    options = parser.parse_args()
    missing = _missing()
    if missing:
        print(json.dumps({"missing": missing}), flush=True)
        sys.exit(3)

    def end(*_: Any) -> NoReturn:
        shutil.rmtree(options.directory, ignore_errors=True)
        os._exit(0)

    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, end)
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), end()), name="stdin", daemon=True).start()

    from .listen import listen  # imports moto, which may be missing

    options.directory.mkdir(parents=True, exist_ok=True)
    server = listen(options.port, options.directory)
    ready = {"port": server.server_address[1], "caFile": str(server.ca_file), "pid": os.getpid()}
    print(json.dumps(ready), flush=True)
    server.serve_forever()


main()
