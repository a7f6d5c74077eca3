"""The part of awscrt.http that botocore uses."""

from collections.abc import Iterable, Iterator
from typing import Any


class HttpHeaders:
    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = list(pairs)

    def add(self, name: str, value: str) -> None:
        self._pairs.append((name, value))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)


class HttpRequest:
    def __init__(
        self, method: str = "GET", path: str = "/", headers: HttpHeaders | None = None, body_stream: Any = None
    ) -> None:
        self.method = method
        self.path = path
        self.headers = headers if headers is not None else HttpHeaders()
        self.body_stream = body_stream
